import { Hono } from "hono/tiny";
import { AssentError, prepare } from "kyc-assent/edge";
import type { UserLocator } from "../../package/types.ts";
import { asObject, readObject } from "../body.ts";
import type { Settings } from "../configuration.ts";
import type { Answer, Untrusted } from "../contract/index.ts";
import { eraseElsewhere, keptElsewhere, type PartnerNames } from "../ledger/kept-elsewhere.ts";
import { unwrapped } from "../ledger/outcome.ts";
import { ledgerName } from "../ledger/person.ts";
import { Refusal } from "../problem.ts";
import { callContext, type Visit } from "../visit.ts";

/**
 * POST /operator/erasures `{ locator, partners?: { kriptomat?, sumsub?, b2core? } }`: from then on nothing says whose the
 * entries are, and what is kept of the person's verifications and sessions is gone. `partners` are the identifiers that the
 * host's token names to each, and the e-mail of the client at B2CORE.
 */
export const operatorErasures = new Hono<Visit>();

operatorErasures.post("/operator/erasures", async (c) => {
  const { settings, limits } = c.var;
  const { locator, partners }: Untrusted<"POST /operator/erasures"> = await readObject(
    c.req.raw,
    limits.bodyBytes,
    limits.bodyTime,
  );
  refuseUnusable(locator, settings);
  const elsewhere = await keptElsewhere(locator, namesOf(partners), settings);
  const ledger = settings.ledgers.getByName(await ledgerName(locator, settings));
  const outcome = await ledger.erase(elsewhere, callContext(c));
  // Without a ledger there may be a session or a verification all the same, and nothing that could order to delete it.
  if (!outcome.ok && outcome.error.code === "not-found") await eraseElsewhere(elsewhere, settings);
  const erasure: Answer<"POST /operator/erasures"> = unwrapped(outcome);
  return c.json(erasure, erasure.done ? 200 : 202);
});

function namesOf(given: unknown): PartnerNames {
  const names = Object.entries(given === undefined ? {} : asObject(given));
  const isName = ([partner, name]: [string, unknown]) =>
    ["kriptomat", "sumsub", "b2core"].includes(partner) && typeof name === "string" && name !== "";
  if (names.every(isName)) return Object.fromEntries(names);
  const message = "may name kriptomat, sumsub and b2core, each by a text";
  throw new Refusal(422, { code: "invalid-input", message, field: "partners" });
}

/** The core knows which locators there are, so it is asked to build a request that is never sent. */
export function refuseUnusable(locator: unknown, { crossmint }: Settings): asserts locator is UserLocator {
  try {
    const input = { userLocator: locator as UserLocator };
    prepare("crossmint.getUser", { account: crossmint, input, now: new Date().toISOString() });
  } catch (error) {
    if (!(error instanceof AssentError)) throw error;
    const message = "must be the person's locator, as userId:johnd-123";
    throw new Refusal(422, { code: "invalid-input", message, field: "locator" });
  }
}
