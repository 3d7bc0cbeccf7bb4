import type { Context } from "hono";
import type { Env, Settings } from "./configuration.ts";
import { type Person, personOf } from "./ledger/person.ts";
import type { Limits } from "./limits.ts";
import type { CallContext } from "./partners/partner-call.ts";
import type { PoliciesInUse, PolicyRegistry } from "./policies/policy-registry.ts";
import type { OwnWords } from "./policies/presentation-of.ts";
import { signedIn } from "./sign-in.ts";

/** What the routes know of a request. */
export interface Visit {
  Bindings: Env;
  Variables: {
    readonly requestId: string;
    readonly limits: Limits;
    readonly registry: PolicyRegistry;
    /** The host's words of the element, by language. */
    readonly words: OwnWords;
    /** Set before any route but `/health` is reached. */
    readonly settings: Settings;
    /** Set by {@link visitor}. */
    readonly person: Person | undefined;
  };
}

const FAULT = /^[a-z0-9:-]{1,32}$/;

/** How partners are called on behalf of this request. */
export function callContext(c: Context<Visit>): CallContext {
  const requestId = c.get("requestId");
  const { partnerTime, replyBytes, freshTime } = c.get("limits");
  const fault = c.req.header("x-sandbox-fault");
  return {
    requestId,
    limits: { partnerTime, replyBytes, freshTime },
    fault: fault !== undefined && FAULT.test(fault) ? fault : undefined,
  };
}

/** Who is signed in. Throws when nobody is. */
export async function visitor(c: Context<Visit>): Promise<Person> {
  const person = await personOf(await signedIn(c.req.raw, c.get("settings")), c.get("settings"), callContext(c));
  c.set("person", person);
  return person;
}

/** The policies that are in use now. */
export function policiesInUse(c: Context<Visit>): Promise<PoliciesInUse> {
  return c.get("registry").inUse(c.get("settings"));
}
