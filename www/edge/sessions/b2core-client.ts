import type { Context } from "hono";
import { AssentError } from "kyc-assent/edge";
import { acceptedLanguages } from "../accepted-languages.ts";
import type { Settings } from "../configuration.ts";
import { hex } from "../hex.ts";
import type { Outcome } from "../ledger/outcome.ts";
import type { Person } from "../ledger/person.ts";
import type { B2coreSettings } from "../partners/b2core-settings.ts";
import { Refusal } from "../problem.ts";
import { callContext, type Visit } from "../visit.ts";
import type { B2coreSession, ClientContext, Holder } from "./b2core-session.ts";
import { keyedName } from "./seal.ts";

/** `__Host-`: set by this host over https alone, for all its paths, and for no other host. */
const COOKIE = "__Host-kyc-assent-b2core";
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict";

/** A browser's hold on a session at B2CORE: the session, and what opens it. */
export interface B2coreHold {
  readonly session: DurableObjectStub<B2coreSession>;
  readonly holder: Holder;
}

/** A new hold, for a sign-in with that e-mail, and the cookie that stands for it. */
export async function newHold(
  email: string,
  person: Person,
  settings: Settings,
): Promise<B2coreHold & { readonly cookie: string }> {
  const name = await keyedName(settings.ledgerKey, "b2core-client", email.trim().toLowerCase());
  const secret = hex(crypto.getRandomValues(new Uint8Array(32)));
  return { ...(await hold(name, secret, person, settings)), cookie: `${COOKIE}=${name}.${secret}; ${ATTRIBUTES}` };
}

/** The hold of the cookie that came. It is worth nothing to another person. Throws when there is none. */
export async function holdOf(c: Context<Visit>, person: Person): Promise<B2coreHold> {
  const cookies = (c.req.header("cookie") ?? "").split(";").map((cookie) => cookie.trim());
  const value = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  const [, name, secret] = /^([0-9a-f]{64})\.([0-9a-f]{64})$/.exec(value ?? "") ?? [];
  if (name === undefined || secret === undefined) {
    b2coreOf(c.get("settings"));
    const message = "the client has to sign in at B2CORE: POST /b2core/sign-in";
    throw new Refusal(403, { code: "unauthorized", message, field: "b2core" });
  }
  return hold(name, secret, person, c.get("settings"));
}

/** Of the languages that a page asks for, how many an installation is told. */
const MOST_LANGUAGES = 5;

/** How B2CORE is called on behalf of this request: it names levels and documents in the person's language. */
export function clientContext(c: Context<Visit>): ClientContext {
  const languages = acceptedLanguages(c.req.header("accept-language")).slice(0, MOST_LANGUAGES);
  const ranges = languages.map((language, place) => (place === 0 ? language : `${language};q=0.${10 - place}`));
  return { ...callContext(c), ...(ranges.length > 0 && { acceptLanguage: ranges.join(", ") }) };
}

/** The cookie that takes the browser's hold away. */
export const NO_COOKIE = `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;

async function hold(name: string, secret: string, person: Person, settings: Settings): Promise<B2coreHold> {
  const owner = await keyedName(settings.ledgerKey, "b2core-owner", person.locator);
  return { session: b2coreOf(settings).sessions.getByName(name), holder: { secret, owner } };
}

/** B2CORE's settings. Throws when it is not on. */
export function b2coreOf({ b2core }: Settings): B2coreSettings {
  if (b2core !== undefined) return b2core;
  throw new Refusal(404, { code: "not-found", message: "this gateway is not set up for B2CORE" });
}

/** What the session answers. That the client is not signed in at B2CORE is a 403: the host's token is good. */
export async function askedOfClient<T>(answer: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>;
  try {
    outcome = await answer;
  } catch {
    throw new AssentError({ code: "unavailable", message: "the session is out of reach; try again" });
  }
  if (outcome.ok) return outcome.value;
  if (outcome.error.code === "unauthorized") throw new Refusal(403, { ...outcome.error, field: "b2core" });
  throw new AssentError(outcome.error);
}
