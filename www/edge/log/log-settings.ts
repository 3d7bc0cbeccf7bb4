import type { Env, NoteFault } from "../configuration.ts";
import type { ConsentLog } from "./consent-log.ts";
import { type SigningKeys, signingKeys } from "./signing-keys.ts";

/** Who answers for the processing: stands on every receipt. */
export interface Controller {
  readonly name: string;
  /** Postal address. */
  readonly address: string;
  readonly email: string;
  readonly url: string;
  /** Where it is established, as ISO 3166-1 alpha-2. */
  readonly jurisdiction: string;
}

/** What log, receipts and exports need. */
export interface LogSettings {
  /** Names the log in its heads. */
  readonly name: string;
  readonly controller: Controller;
  readonly keys: SigningKeys;
  /** Seconds between two heads of a log that grows. */
  readonly headEvery: number;
  /** Requests to the public routes that one address may make of one isolate in a minute. */
  readonly rate: number;
  readonly log: DurableObjectNamespace<ConsentLog>;
  /** The index for reports; undefined when there is none. */
  readonly index: D1Database | undefined;
}

export interface LogEnv {
  readonly LEDGER_SIGNING_KEYS?: string;
  readonly LOG_NAME?: string;
  readonly CONTROLLER?: string;
  readonly HEAD_EVERY?: string;
  readonly LOG_RATE?: string;
  readonly CONSENT_LOG?: DurableObjectNamespace<ConsentLog>;
  readonly CONSENT_INDEX?: D1Database;
}

const HEAD_EVERY = 60;
const LONGEST_WAIT = 86_400;
const RATE = 120;
const HIGHEST_RATE = 1_000_000;
const CONTROLLER_MEMBERS = ["name", "address", "email", "url", "jurisdiction"] as const;

/** The one log. */
export function logOf({ log }: LogSettings): DurableObjectStub<ConsentLog> {
  return log.getByName("log");
}

/** Whether the operator wants a log; whether all that it needs is there, {@link logSettings} says. */
export function hasLog(env: LogEnv): boolean {
  return Boolean(env.LEDGER_SIGNING_KEYS || env.LOG_NAME || env.CONTROLLER);
}

/** Reads the settings of the log. Undefined without a fault: there is none. */
export async function logSettings(env: Env, fault: NoteFault): Promise<LogSettings | undefined> {
  if (!hasLog(env)) return undefined;
  const keys = env.LEDGER_SIGNING_KEYS
    ? await signingKeys(env.LEDGER_SIGNING_KEYS, fault)
    : fault("LEDGER_SIGNING_KEYS", "set the secret, or take LOG_NAME and CONTROLLER away: it is all three, or no log");
  const name = logName(env.LOG_NAME, fault);
  const controller = controllerOf(env.CONTROLLER, fault);
  const headEvery = whole(env.HEAD_EVERY, HEAD_EVERY, LONGEST_WAIT);
  if (headEvery === undefined) fault("HEAD_EVERY", `set it to the seconds between two heads: 1 to ${LONGEST_WAIT}`);
  const rate = whole(env.LOG_RATE, RATE, HIGHEST_RATE);
  if (rate === undefined) fault("LOG_RATE", `set it to requests a minute and address: 1 to ${HIGHEST_RATE}`);
  const log = env.CONSENT_LOG ?? fault("CONSENT_LOG", "bind the Durable Object class ConsentLog");
  if (!(keys && name && controller && headEvery && rate && log)) return undefined;
  return { name, controller, keys, headEvery, rate, log, index: env.CONSENT_INDEX };
}

function logName(name: string | undefined, fault: NoteFault): string | undefined {
  if (name !== undefined && /^[\w.:/-]{1,200}$/.test(name)) return name;
  return fault("LOG_NAME", "name the log for good, as kyc.shop.example: letters, digits and . : / _ -");
}

function controllerOf(text: string | undefined, fault: NoteFault): Controller | undefined {
  const advice = `set it to a JSON object with the texts ${CONTROLLER_MEMBERS.join(", ")}`;
  try {
    const given = JSON.parse(text ?? "") as Readonly<Record<string, unknown>>;
    const isWhole = CONTROLLER_MEMBERS.every((member) => typeof given[member] === "string" && given[member] !== "");
    if (!isWhole || Object.keys(given).length > CONTROLLER_MEMBERS.length) return fault("CONTROLLER", advice);
    return given as unknown as Controller;
  } catch {
    return fault("CONTROLLER", advice);
  }
}

/** A whole number from 1 on; undefined when it is none. */
function whole(text: string | undefined, absent: number, most: number): number | undefined {
  const number = Number(text || absent);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined;
}
