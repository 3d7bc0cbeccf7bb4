// Runs in a user's project, in whatever runtime: every conformance case, and what else servers import. Prints one line of JSON.
import * as assent from "kyc-assent";
import { prepare } from "kyc-assent/edge";
import policy from "kyc-assent/policies/crossmint-privacy-policy.json" with { type: "json" };
import texts from "kyc-assent/texts/de.json" with { type: "json" };
import { verify } from "kyc-assent/verify";

const folder = process.argv[2];
const { loadCases } = await import(`${folder}/load.mjs`);
const { checkCase } = await import(`${folder}/check.mjs`);
const failed = [];
const cases = loadCases(`${folder}/cases`);
for (const item of cases) {
  if (!("content" in item) || checkCase(item.content, assent).length > 0) failed.push(item.label);
}
let receipt;
try {
  receipt = verify("{}").holds;
} catch ({ code }) {
  receipt = code;
}
console.log(
  JSON.stringify({
    cases: cases.length,
    failed,
    language: assent.present(policy, ["de-AT"]).language,
    text: typeof texts.next.proceed.title,
    sameCore: prepare === assent.prepare,
    receipt,
  }),
);
