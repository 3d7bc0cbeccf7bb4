import { Hono } from "hono/tiny";
import { AssentError, prepare } from "kyc-assent/edge";
import type { UserLocator } from "../../package/types.ts";
import { readObject } from "../body.ts";
import type { Settings } from "../configuration.ts";
import { unwrapped } from "../ledger/outcome.ts";
import { ledgerName } from "../ledger/person.ts";
import { Refusal } from "../problem.ts";
import { callContext, type Visit } from "../visit.ts";

/** POST /operator/erasures `{ locator }`: from then on nothing says whose the entries are. */
export const operatorErasures = new Hono<Visit>();

operatorErasures.post("/operator/erasures", async (c) => {
  const { settings, limits } = c.var;
  const { locator } = await readObject(c.req.raw, limits.bodyBytes, limits.bodyTime);
  refuseUnusable(locator, settings);
  const ledger = settings.ledgers.getByName(await ledgerName(locator, settings));
  const erasure = unwrapped(await ledger.erase(callContext(c)));
  return c.json(erasure, erasure.done ? 200 : 202);
});

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
