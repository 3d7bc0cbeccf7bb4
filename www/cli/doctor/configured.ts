/** Whether the configuration is one with which the gateway works: the gateway's own checks, and what only wrangler knows. */
import { configurationFaults } from "kyc-assent/gateway-faults";
import { bad, type Finding, good, open } from "./finding.ts";
import { hasSandbox, type Project, SECRETS, type WorkerConfig } from "./project.ts";

/** The Durable Objects of the gateway by their bindings. */
const CLASSES: Readonly<Record<string, string>> = {
  CONSENT_LEDGER: "ConsentLedger",
  CONSENT_LOG: "ConsentLog",
  PARTNER_SESSION: "PartnerSession",
  PARTNER_VERIFICATION: "PartnerVerification",
  POLICY_BOOK: "PolicyBook",
  B2CORE_SESSION: "B2coreSession",
};

/** The variables and secrets as the gateway gets them: texts. */
export function variablesOf({ config, secrets }: Project): Record<string, string> {
  const vars = Object.entries(config.vars).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { ...Object.fromEntries(vars), ...secrets };
}

export async function configured(project: Project, policies: readonly unknown[]): Promise<readonly Finding[]> {
  const variables = variablesOf(project);
  const { durable_objects, d1_databases, services = [] } = project.config;
  const others = [...d1_databases, ...services].map(({ binding }) => binding);
  const bindings = [...durable_objects.bindings.map(({ name }) => name), ...others];
  const faults = await configurationFaults(variables, bindings, policies);
  const findings = faults.map(({ variable, advice }) =>
    SECRETS.includes(variable) && !variables[variable]
      ? open(variable, `not known here, it may be set at Cloudflare (npx wrangler secret list): ${advice}`)
      : bad(variable, advice),
  );
  return [
    ...objects(project.config),
    ...(hasSandbox(project.config) && !faults.some(({ variable }) => variable === "SANDBOX")
      ? [open("SANDBOX", "the sandbox stands in for every partner: right on this machine, wrong anywhere else")]
      : []),
    ...(findings.length > 0
      ? findings
      : [good("variables", "every variable and secret is one that the gateway takes")]),
  ];
}

/** A Durable Object takes a binding, and a migration that makes its class one with SQLite. */
function objects({ durable_objects, migrations, compatibility_flags }: WorkerConfig): readonly Finding[] {
  const made = new Set(migrations.flatMap(({ new_sqlite_classes = [] }) => new_sqlite_classes));
  const findings = Object.entries(CLASSES).flatMap(([name, wanted]): readonly Finding[] => {
    const bound = durable_objects.bindings.find((binding) => binding.name === name);
    if (bound === undefined) return [bad(name, `bind it to the class ${wanted}, which the Worker has to export`)];
    if (bound.class_name !== wanted) return [bad(name, `it is bound to ${bound.class_name}: bind it to ${wanted}`)];
    return made.has(wanted) ? [] : [bad(name, `name ${wanted} in new_sqlite_classes of a new migration`)];
  });
  const strict = compatibility_flags.includes("global_fetch_strictly_public");
  const flag = bad(
    "compatibility_flags",
    'add "global_fetch_strictly_public": partners are called over the public internet',
  );
  const all = [...findings, ...(strict ? [] : [flag])];
  return all.length > 0 ? all : [good("Durable Objects", "each is bound, and a migration makes its class")];
}
