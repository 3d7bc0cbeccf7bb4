// Prints a token of a made-up person, as your own sign-in would issue it: npm run -s token -- alice
import { readFileSync } from "node:fs";
import { importJWK, SignJWT } from "jose";

const [person = "alice"] = process.argv.slice(2);
const key = JSON.parse(readFileSync(new URL("sign-in-key.json", import.meta.url), "utf8"));
const token = await new SignJWT({ kriptomat_user: "1001", sumsub_applicant: "approved-1" })
  .setProtectedHeader({ alg: "EdDSA" })
  .setSubject(person)
  .setIssuer("http://localhost/sign-in")
  .setAudience("kyc-gateway")
  .setIssuedAt()
  .setExpirationTime("12h")
  .sign(await importJWK(key, "EdDSA"));
console.log(token);
