// What a caller of the gateway's client may write, and what does not compile.
import { type GatewayClient, GatewayError, gatewayClient } from "kyc-assent/gateway-client";

declare function hostToken(): Promise<string>;
declare const evidence: Parameters<typeof agree>[0];

const ask: GatewayClient = gatewayClient({ gateway: "https://kyc.shop.example", authorize: hostToken });

// The example of the documentation.
const { value: me } = await ask("GET /me", { headers: { "If-None-Match": '"tag"' } });
// @ts-expect-error: with a tag the answer may be that nothing has changed
me.plan;
if (me !== null) for (const { next, partner } of me.plan.steps) console.log(partner, next);

async function agree(body: Parameters<typeof ask<"POST /consents">>[1]["body"]): Promise<string> {
  const answer = await ask("POST /consents", { body, headers: { "Idempotency-Key": "1" } });
  const status: 200 | 201 = answer.status;
  return `${status} ${answer.value.id}`;
}
await agree(evidence);

const { value: consents } = await ask("GET /consents");
const first: string | undefined = consents.consents[0]?.acceptedAt;
const { value: none } = await ask("DELETE /b2core/session");
const nothing: null = none;
const { value: stream } = await ask("GET /me/stream");
const events: ReadableStream<Uint8Array> | null = stream.body;
const { value: link } = await ask("GET /consents/{id}/receipt", { path: { id: "1" }, query: { view: "kantara" } });
const format: "kyc-assent-receipt/1" | "kyc-assent-kantara/1" = link.format;
await ask("POST /flow/tasks/{id}/documents/{part}", { path: { id: "a", part: "b" }, body: new Blob([]) });
const error = new GatewayError("rate-limited", 429, "wait");
const wait: number | undefined = error.retryAfter;

export { events, first, format, nothing, wait };

// @ts-expect-error: there is no such route
await ask("GET /you");
// @ts-expect-error: nor by that method
await ask("PATCH /consents");
// @ts-expect-error: a consent takes evidence
await ask("POST /consents");
// @ts-expect-error: that says what was shown
await ask("POST /consents", { body: { policy: "crossmint-privacy-policy" } });
// @ts-expect-error: the address has a part
await ask("DELETE /consents/{policy}");
// @ts-expect-error: of this name
await ask("DELETE /consents/{policy}", { path: { id: "1" } });
// @ts-expect-error: there is one other view
await ask("GET /consents/{id}/receipt", { path: { id: "1" }, query: { view: "pdf" } });
// @ts-expect-error: a list takes no body
await ask("GET /consents", { body: {} });
// @ts-expect-error: a number
await ask("GET /log/heads", { query: { from: "1" } });
// @ts-expect-error: a code that there is not
new GatewayError("teapot", 418, "");
// @ts-expect-error: what a partner sends is not for clients
await ask("POST /webhooks/sumsub");
// @ts-expect-error: an answer is not to be changed
consents.consents = [];
