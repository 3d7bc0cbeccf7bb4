import { Hono } from "hono/tiny";
import { kantaraView, receipt } from "kyc-assent/edge";
import type { LedgerEntry, LogProof, Policy } from "../../package/types.ts";
import type { SignedReceipt } from "../contract/consents.ts";
import type { Answer } from "../contract/index.ts";
import { unwrapped } from "../ledger/outcome.ts";
import { type LogSettings, logOf } from "../log/log-settings.ts";
import { signed } from "../log/signing-keys.ts";
import { Refusal } from "../problem.ts";
import { type Visit, visitor } from "../visit.ts";
import { enabled } from "./log.ts";

/** What a person keeps of a consent, signed; also of one that they have withdrawn. */
export const receipts = new Hono<Visit>();

/** The receipt of one of the person's own acceptances; `?view=kantara` gives it in the older form. */
receipts.get("/consents/:id/receipt", async (c) => {
  const settings = enabled(c);
  const view = c.req.query("view");
  if (view !== undefined && view !== "kantara") {
    throw new Refusal(422, { code: "invalid-input", message: "must be kantara, or be left out", field: "view" });
  }
  const person = await visitor(c);
  const { entries, acceptances, linkKey } = await person.whole();
  const acceptance = acceptances.find(({ id }) => id === c.req.param("id"));
  const entry = entries.find(({ hash }) => hash === acceptance?.id);
  if (acceptance === undefined || entry === undefined) {
    throw new Refusal(404, { code: "not-found", message: "no acceptance of that id is on this person's record" });
  }
  const policy = await c.get("registry").accepted(acceptance.event.policyHash, c.get("settings"));
  const whole = receipt(
    {
      entries,
      acceptance: acceptance.sequence,
      policy: policy ?? noFile(),
      controller: settings.controller,
      log: await proofOf(entry, settings),
      ...(linkKey !== undefined && { linkKey }),
    },
    new Date().toISOString(),
  );
  const file =
    view === "kantara"
      ? await signedFile("kyc-assent-kantara/1", kantaraView(whole), settings)
      : await signedFile("kyc-assent-receipt/1", whole, settings);
  // It proves whose it is, and it changes when they withdraw.
  const headers = {
    "cache-control": "no-store",
    "content-disposition": 'attachment; filename="consent-receipt.json"',
  };
  return c.json<Answer<"GET /consents/{id}/receipt">>(file, 200, headers);
});

function noFile(): Policy {
  const message = "the policy in the version that was accepted is not at this gateway any more; ask its operator";
  throw new Refusal(404, { code: "not-found", message });
}

/** null: the log has not taken the entry yet, or no head covers it. */
async function proofOf({ person, sequence }: LedgerEntry, settings: LogSettings): Promise<LogProof | null> {
  const [proof] = unwrapped(await logOf(settings).proofs(person, [sequence]));
  if (proof === undefined) return null;
  const { index, size, path, head } = proof;
  return { index, size, path, head };
}

/** The file, with the public keys that its signatures are verified by. */
async function signedFile(
  format: SignedReceipt["format"],
  receipt: SignedReceipt["receipt"],
  { keys }: LogSettings,
): Promise<SignedReceipt> {
  const jws = await signed("kyc-assent-receipt", receipt, keys.active);
  // Nobody signs what a verifier does not need, so it is left out.
  const open = [...keys.all.values()].map(({ kid, public: { kty, crv, x } }) => ({ kty, crv, x, kid }));
  return { format, receipt, jws, keys: { keys: open } };
}
