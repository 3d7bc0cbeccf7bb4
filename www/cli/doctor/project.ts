/** A user's Worker as its wrangler reads it: variables, bindings, migrations. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseEnv } from "node:util";

/** What of wrangler's configuration is looked at. */
export interface WorkerConfig {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly durable_objects: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
  readonly migrations: readonly { readonly new_sqlite_classes?: readonly string[] }[];
  readonly d1_databases: readonly { readonly binding: string }[];
  readonly services?: readonly { readonly binding: string }[];
  readonly compatibility_flags: readonly string[];
  readonly compatibility_date?: string;
}

export interface Project {
  readonly config: WorkerConfig;
  /** Secrets that are known here. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Secrets of the gateway. Where one is missing here, it may still be set at Cloudflare. */
export const SECRETS: readonly string[] = [
  "CROSSMINT_API_KEY",
  "LEDGER_KEY",
  "LEDGER_SIGNING_KEYS",
  "OPERATOR_TOKENS",
  "KRIPTOMAT_PASSWORD",
  "KRIPTOMAT_CLIENT_SECRET",
  "KRIPTOMAT_TOTP_SECRET",
  "SUMSUB_APP_TOKEN",
  "SUMSUB_SECRET_KEY",
  "SUMSUB_WEBHOOK_SECRETS",
  "JWT_PUBLIC_KEY",
];

/** Whether the sandbox stands in for the partners. */
export function hasSandbox({ services = [] }: WorkerConfig): boolean {
  return services.some(({ binding }) => binding === "SANDBOX");
}

interface Wrangler {
  unstable_readConfig(args: { config: string; env?: string }): WorkerConfig;
}

/**
 * @param file the configuration
 * @param environment of wrangler's, by name
 * @param secretsFile secrets as lines NAME=value; by default `.dev.vars` beside the configuration where it is, and the
 *   environment of this process
 */
export async function readProject(
  file: string,
  environment: string | undefined,
  secretsFile: string | undefined,
): Promise<Project> {
  const path = resolve(file);
  if (!existsSync(path)) throw new Error(`${file} is not there: name your wrangler.jsonc with --config`);
  const { unstable_readConfig: readConfig } = await wranglerOf(path);
  const config = readConfig({ config: path, ...(environment !== undefined && { env: environment }) });
  return { config, secrets: secretsOf(path, secretsFile) };
}

/** The user's own wrangler reads its file as it will read it when it deploys. */
async function wranglerOf(config: string): Promise<Wrangler> {
  for (const from of [config, join(process.cwd(), "package.json")]) {
    try {
      return await import(pathToFileURL(createRequire(from).resolve("wrangler")).href);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND")) throw error;
    }
  }
  throw new Error("wrangler is not installed beside the configuration: npm install --save-dev wrangler");
}

function secretsOf(config: string, given: string | undefined): Record<string, string> {
  const beside = join(dirname(config), ".dev.vars");
  const file = given ?? (existsSync(beside) ? beside : undefined);
  const fromFile = file === undefined ? {} : parseEnv(readFileSync(file, "utf8"));
  const all = { ...process.env, ...fromFile };
  const found = Object.entries(all).filter(([name]) => SECRETS.includes(name) || name in fromFile);
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
