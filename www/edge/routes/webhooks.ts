import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { AssentError, receive } from "kyc-assent/edge";
import type { WebhookReading, Webhooks } from "../../package/types.ts";
import { readBytes } from "../body.ts";
import { log } from "../log.ts";
import { Refusal } from "../problem.ts";
import { verificationOf } from "../verification/verification-of.ts";
import type { Visit } from "../visit.ts";

/** What partners tell of their own accord. No host's token here: a digest over the raw bytes, or no trust at all. */
export const webhooks = new Hono<Visit>();

/** Verified, put in order, and written down before it is answered; no partner is asked on the way. */
webhooks.post("/webhooks/sumsub", async (c) => {
  const { settings, requestId } = c.var;
  const secrets = settings.sumsub?.webhookSecrets ?? [];
  if (secrets.length === 0) throw notTaken();
  const { value, decisions } = await received(c, "sumsub.applicant", { secrets });
  const { id, createdAtMs, applicantId, reviewStatus } = value;
  const verification = await verificationOf({ partner: "sumsub", id: applicantId }, settings);
  const receipt = await verification.reviewed({ id, createdAtMs, reviewStatus, decisions });
  log("info", { event: "webhook", operation: "sumsub.applicant", code: receipt, requestId });
  return c.body(null, 204);
});

/** Unsigned: it names a user, whose status is then read from Kriptomat, if somebody waits for it. The answer tells nothing. */
webhooks.post("/webhooks/kriptomat", async (c) => {
  const { settings, requestId } = c.var;
  if (settings.kriptomat === undefined) throw notTaken();
  const { value } = await received(c, "kriptomat.kyc", undefined);
  const verification = await verificationOf({ partner: "kriptomat", id: String(value.user_id) }, settings);
  await verification.hint();
  log("info", { event: "webhook", operation: "kriptomat.kyc", requestId });
  return c.body(null, 204);
});

async function received<N extends keyof Webhooks>(
  c: Context<Visit>,
  webhook: N,
  guard: Webhooks[N]["guard"],
): Promise<WebhookReading<N>> {
  const { webhookBytes, bodyTime } = c.get("limits");
  const body = await readBytes(c.req.raw, webhookBytes, bodyTime);
  const headers = Object.fromEntries(c.req.raw.headers);
  try {
    return receive(webhook, { headers, body }, guard, new Date().toISOString());
  } catch (error) {
    if (!(error instanceof AssentError) || error.code === "trapped") throw error;
    log("warn", { event: "webhook", operation: webhook, code: error.code, requestId: c.get("requestId") });
    if (error.code === "unauthorized")
      throw new Refusal(401, { code: "unauthorized", message: "the digest is not right" });
    throw new Refusal(400, { code: "invalid-input", message: "this is no webhook that can be taken" });
  }
}

function notTaken(): Refusal {
  return new Refusal(404, { code: "not-found", message: "no webhooks are taken here" });
}
