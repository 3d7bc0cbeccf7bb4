/** `kyc-assent doctor`: what is set wrongly in a Worker with the gateway, and what to do. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { commaList } from "../edge/comma-list.ts";
import { configured, variablesOf } from "./doctor/configured.ts";
import type { Finding } from "./doctor/finding.ts";
import { hasSandbox, type Project, readProject } from "./doctor/project.ts";
import { deployed, notAsked, partnersOf, reached, signInKeys } from "./doctor/reached.ts";
import type { Command } from "./main.ts";
import { argumentsOf } from "./usage.ts";

const help = `Usage: kyc-assent doctor [--config FILE] [--env NAME] [--secrets FILE] [--policy FILE …] [--url URL] [--offline] [--json]

Checks a Worker with the gateway: bindings and migrations, keys against the environment, claims, origins, policy files,
the keys of your sign-in, whether the partners can be reached, and the clock. It sends no key and no person's data anywhere.

  --config FILE   wrangler's configuration (wrangler.jsonc)
  --env NAME      an environment of it
  --secrets FILE  secrets as lines NAME=value; by default .dev.vars beside the configuration, and this process's environment
  --policy FILE   a policy that your Worker gives in code; can be there several times
  --url URL       where the gateway runs: asks its /health, and whether it lets your pages in
  --offline       asks nobody
  --json          the findings as JSON

Exit code 0: nothing is wrong; 1: something is; 2: it could not be looked at.`;

export const command: Command = {
  summary: "what is set wrongly in a Worker with the gateway, and what to do",
  help,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { config, env, secrets, policies, url, offline, json } = options(args);
  const project = await readProject(config, env, secrets);
  const files = await Promise.all(policies.map(async (file) => JSON.parse(await readFile(file, "utf8"))));
  const network = offline ? [notAsked()] : await asked(project, url);
  const findings = [...(await configured(project, files)), ...network];
  console.log(json ? JSON.stringify({ findings }, null, 2) : findings.map(line).join("\n"));
  return findings.some(({ holds }) => holds === false) ? 1 : 0;
}

async function asked(project: Project, url: string | undefined): Promise<readonly Finding[]> {
  const variables = variablesOf(project);
  const partners = hasSandbox(project.config) ? [] : [...partnersOf(variables)];
  const keys = variables["JWT_JWKS_URL"];
  const all = await Promise.all([
    ...(keys && URL.canParse(keys) ? [signInKeys(keys)] : []),
    ...partners.map(([name, address]) => reached(name, address)),
    ...(url === undefined ? [] : [deployed(url, [...commaList(variables["ALLOWED_ORIGINS"])])]),
  ]);
  return all.flat();
}

function line({ about, holds, text }: Finding): string {
  const mark = holds === null ? "?" : holds ? "✓" : "✗";
  return `${mark} ${about}: ${text}`;
}

function options(args: readonly string[]) {
  return argumentsOf(help, () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: "string", default: "wrangler.jsonc" },
        env: { type: "string" },
        secrets: { type: "string" },
        policy: { type: "string", multiple: true, default: [] },
        url: { type: "string" },
        offline: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    if (values.url !== undefined && !URL.canParse(values.url)) throw new Error("--url takes an address: https://…");
    return { ...values, policies: values.policy };
  });
}
