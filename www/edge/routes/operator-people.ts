import { Hono } from "hono/tiny";
import type { LedgerEntry } from "../../package/types.ts";
import { readObject } from "../body.ts";
import type { Answer, Untrusted } from "../contract/index.ts";
import { unwrapped } from "../ledger/outcome.ts";
import { ledgerName } from "../ledger/person.ts";
import { Refusal } from "../problem.ts";
import type { Visit } from "../visit.ts";
import { refuseUnusable } from "./operator-erasures.ts";

/** POST /operator/people `{ locator }` → `{ person }`: the pseudonym. In no address, so that none keeps a locator. */
export const operatorPeople = new Hono<Visit>();

operatorPeople.post("/operator/people", async (c) => {
  const { settings, limits } = c.var;
  const { locator }: Untrusted<"POST /operator/people"> = await readObject(
    c.req.raw,
    limits.bodyBytes,
    limits.bodyTime,
  );
  refuseUnusable(locator, settings);
  const ledger = settings.ledgers.getByName(await ledgerName(locator, settings));
  const [first] = unwrapped(await ledger.asFound(0, 1));
  if (first === undefined) throw new Refusal(404, { code: "not-found", message: "there is no ledger of this person" });
  const { person } = JSON.parse(first.entry) as LedgerEntry;
  return c.json<Answer<"POST /operator/people">>({ person });
});
