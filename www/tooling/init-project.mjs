/**
 * Writes what `kyc-assent init` copies: the files of www/cli/init/project/, and configurations made of the repository's own
 * wrangler.jsonc, so that bindings, migrations and the words on each variable are written once.
 */
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { sandboxAccounts } from "./local-workers.mjs";
import { root } from "./toolchain.mjs";

const source = join(root, "www", "cli", "init", "project");

/** What a text must have, or the template no longer fits. @param {string} text @param {string} from @param {string} to */
function exchange(text, from, to) {
  if (!text.includes(from)) throw new Error(`wrangler.jsonc has no ${from}: mend www/tooling/init-project.mjs`);
  return text.replace(from, to);
}

/** The configuration that is deployed. @param {string} text of the repository's */
function deployed(text) {
  const named = exchange(text, '"name": "kyc-assent-gateway"', '"name": "{{name}}"');
  const main = exchange(named, '"main": "www/edge/worker.ts"', '"main": "src/index.ts"');
  const plain = exchange(main, '  "alias": { "kyc-assent/edge": "./www/package/workerd.ts" },\n', "");
  return exchange(plain, "src/consent/policies/README.md says", "The README of kyc-assent says");
}

/** The configuration of this machine alone. @param {Record<string, unknown>} gateway the repository's */
function local({ compatibility_date, compatibility_flags, durable_objects, migrations }) {
  const { KRIPTOMAT_EMAIL, KRIPTOMAT_CLIENT_ID, KRIPTOMAT_USER_CLAIM, KRIPTOMAT_SUMSUB_CLIENT_ID } = sandboxAccounts;
  const { SUMSUB_APPLICANT_CLAIM } = sandboxAccounts;
  const configuration = {
    name: "kyc-gateway-local",
    main: "../src/index.ts",
    compatibility_date,
    compatibility_flags,
    vars: {
      CROSSMINT_ENVIRONMENT: "staging",
      ALLOWED_ORIGINS: "http://localhost:3000",
      JWT_ISSUER: "http://localhost/sign-in",
      JWT_AUDIENCE: "kyc-gateway",
      KRIPTOMAT_EMAIL,
      KRIPTOMAT_CLIENT_ID,
      KRIPTOMAT_USER_CLAIM,
      KRIPTOMAT_SUMSUB_CLIENT_ID,
      SUMSUB_APPLICANT_CLAIM,
      LOG_NAME: "localhost",
      CONTROLLER: JSON.stringify({
        name: "My company (development)",
        address: "1 Example Street, 00000 Example",
        email: "privacy@shop.example",
        url: "https://shop.example",
        jurisdiction: "IE",
      }),
    },
    durable_objects,
    migrations,
    d1_databases: [{ binding: "CONSENT_INDEX", database_name: "consent-index", database_id: "local" }],
    services: [{ binding: "SANDBOX", service: "kyc-sandbox" }],
  };
  return `// For \`npm run dev\`: the partners are played by the sandbox beside this file. Never deployed.\n${JSON.stringify(configuration, null, 2)}\n`;
}

/** Secrets of the sandbox's accounts, which open nothing else; `init` adds keys made for the machine. */
function localSecrets() {
  const names = ["KRIPTOMAT_PASSWORD", "KRIPTOMAT_CLIENT_SECRET", "KRIPTOMAT_TOTP_SECRET"];
  const all = [...names, "SUMSUB_APP_TOKEN", "SUMSUB_SECRET_KEY", "SUMSUB_WEBHOOK_SECRETS"];
  const lines = all.map((name) => `${name}="${sandboxAccounts[/** @type {keyof typeof sandboxAccounts} */ (name)]}"`);
  return ['CROSSMINT_API_KEY="sk_staging_sandboxOnlyNotAKeyOfCrossmint"', ...lines, ""].join("\n");
}

/** @param {string} out folder that the command finds beside itself */
export function writeInitProject(out) {
  cpSync(source, out, { recursive: true });
  const text = readFileSync(join(root, "wrangler.jsonc"), "utf8");
  const gateway = parse(text);
  writeFileSync(join(out, "wrangler.jsonc"), deployed(text));
  writeFileSync(join(out, "local", "wrangler.jsonc"), local(gateway));
  writeFileSync(join(out, "local", "dev-vars"), localSecrets());
  const workspace = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { version } = JSON.parse(readFileSync(join(root, "pkg", "package.json"), "utf8"));
  /** @type {Record<string, string>} */
  const values = {
    version,
    jose: workspace.dependencies.jose,
    wrangler: workspace.devDependencies.wrangler,
    compatibilityDate: gateway.compatibility_date,
  };
  for (const file of readdirSync(out, { recursive: true, encoding: "utf8" })) {
    const path = join(out, file);
    if (!statSync(path).isFile()) continue;
    const filled = readFileSync(path, "utf8").replace(/\{\{(\w+)\}\}/g, (whole, name) => values[name] ?? whole);
    writeFileSync(path, filled);
  }
}
