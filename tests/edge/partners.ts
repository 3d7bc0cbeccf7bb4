/** The accounts of the sandbox, as the gateway is set up for them, and people that all partners know. */
import { type Person, type RunningGateway, type StartOptions, startGateway } from "./start-gateway.ts";

/** Constants of the sandbox, which open nothing else. */
export const SECRETS = {
  KRIPTOMAT_PASSWORD: "sandbox-only-password-one",
  KRIPTOMAT_CLIENT_SECRET: "sandbox-only-client-secret-one",
  KRIPTOMAT_TOTP_SECRET: "SANDBOXONLYNOTASECRETONE",
  SUMSUB_APP_TOKEN: "sbx:sandbox-only-app-token",
  SUMSUB_SECRET_KEY: "sandbox-only-secret-key",
  SUMSUB_WEBHOOK_SECRETS: "sandbox-only-earlier-secret, sandbox-only-webhook-secret",
};

export const PARTNERS: Readonly<Record<string, string>> = {
  ...SECRETS,
  KRIPTOMAT_EMAIL: "partner-one@kriptomat.sandbox.example",
  KRIPTOMAT_CLIENT_ID: "71001",
  KRIPTOMAT_USER_CLAIM: "kriptomat_user",
  KRIPTOMAT_SUMSUB_CLIENT_ID: "kriptomat-sandbox",
  SUMSUB_APPLICANT_CLAIM: "sumsub_applicant",
  B2CORE_HOST: "b2core.sandbox.example",
  B2CORE_WANTED_LEVEL: "2",
};

/** The gateway with all partners; a one-time code's window lasts a second, and the sandbox takes a code again. */
export async function startWithPartners(options: StartOptions = {}): Promise<RunningGateway> {
  const variables = { ...PARTNERS, ...options.variables };
  const gateway = await startGateway({ core: "tests/edge/short-windows-core.ts", ...options, variables });
  await gateway.control("/control/settings/kriptomat", "PUT", { codeReuse: true, codeClock: "machine" });
  await gateway.control("/control/settings/sumsub", "PUT", { timestampClock: "machine" });
  return gateway;
}

/** A person who is Kriptomat's user and Sumsub's applicant. */
export function customer(gateway: RunningGateway, user: number | undefined, applicant?: string): Person {
  const ids = {
    ...(user !== undefined && { kriptomat_user: user }),
    ...(applicant !== undefined && { sumsub_applicant: applicant }),
  };
  return gateway.person(`verified-${user ?? applicant}`, ids);
}

/** The calls of a partner that the sandbox has seen, oldest first: name and status. */
export async function callsTo(gateway: RunningGateway, partner: string): Promise<readonly string[]> {
  const { calls } = await gateway.control("/control/log");
  const all = calls as readonly { partner: string; operation: string | null; status: number | null }[];
  return all
    .filter((call) => call.partner === partner)
    .map(({ operation, status }) => `${operation?.replace(`${partner}.`, "")} ${status}`)
    .reverse();
}

/** How often that call was seen. */
export async function count(gateway: RunningGateway, operation: string): Promise<number> {
  const [partner = "", name] = operation.split(".");
  return (await callsTo(gateway, partner)).filter((call) => call.split(" ")[0] === name).length;
}

/** Moves the sandbox's clock. */
export async function advance(gateway: RunningGateway, seconds: number): Promise<void> {
  await gateway.control("/control/clock/advance", "POST", { seconds });
}
