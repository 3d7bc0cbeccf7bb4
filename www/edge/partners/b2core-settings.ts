import { prepare } from "kyc-assent/edge";
import type { B2coreAccount } from "../../package/types.ts";
import type { NoteFault } from "../configuration.ts";
import type { B2coreSession } from "../sessions/b2core-session.ts";
import { anySet, judge, oneOf, required } from "./variables.ts";

/** B2CORE's variables and binding. */
export interface B2coreEnv {
  readonly B2CORE_HOST?: string;
  readonly B2CORE_RUN_FORM?: string;
  readonly B2CORE_WANTED_LEVEL?: string;
  readonly B2CORE_SESSION?: DurableObjectNamespace<B2coreSession>;
}

export interface B2coreSettings {
  /** The installation; the token of a client comes beside it. */
  readonly account: B2coreAccount;
  /** The level that people need: an id (that or higher), or a name. */
  readonly wantedLevel: number | string;
  readonly sessions: DurableObjectNamespace<B2coreSession>;
}

/** Reads and checks B2CORE's variables; undefined when there are none, or they have faults. */
export function b2coreSettings(env: B2coreEnv, fault: NoteFault): B2coreSettings | undefined {
  const { B2CORE_HOST, B2CORE_RUN_FORM, B2CORE_WANTED_LEVEL, B2CORE_SESSION } = env;
  if (!anySet(B2CORE_HOST, B2CORE_WANTED_LEVEL)) return undefined;
  const hostAdvice = "set it to the host of your installation, as my.broker.example";
  const host = required("B2CORE_HOST", B2CORE_HOST, hostAdvice, fault);
  const levelAdvice = "set it to the level that people need: its id, or its name";
  const level = required("B2CORE_WANTED_LEVEL", B2CORE_WANTED_LEVEL, levelAdvice, fault);
  const runForm = oneOf("B2CORE_RUN_FORM", B2CORE_RUN_FORM, ["nested", "flat"] as const, fault);
  const sessions = B2CORE_SESSION ?? fault("B2CORE_SESSION", "bind the Durable Object class B2coreSession");
  if (!(host && level && sessions)) return undefined;
  const account: B2coreAccount = { host, ...(runForm && { runForm }) };
  const now = new Date().toISOString();
  judge(() => prepare("b2core.startSignIn", { account, input: {}, now }), { host: "B2CORE_HOST" }, fault);
  return { account, wantedLevel: /^\d{1,9}$/.test(level) ? Number(level) : level, sessions };
}
