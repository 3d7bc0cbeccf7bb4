import { bytes, count, headers, json, object, text } from "./arguments.ts";
import { asker } from "./ask.ts";
import { type BrowserGlue, browserFunctions } from "./browser-functions.ts";
import { type LedgerGlue, ledgerFunctions } from "./ledger-functions.ts";
import type { WebhookDelivery } from "./operations.ts";
import type { EdgeSurface } from "./surface.ts";

/** The functions of the edge flavour, as wasm-bindgen exports them: text in, the address of the answer out. */
export interface EdgeGlue extends BrowserGlue, LedgerGlue {
  prepare(name: string, call: string): number;
  policyFaults(file: string): number;
  policyRegion(policy: string, country: string): number;
  untilAccepted(decisions: string, partner: string, missing: string): number;
  claimDoubts(evidence: string, now: string): number;
  redelivery(attempts: number, code: string, retryAfter: number): number;
  receive(webhook: string, headers: string, body: Uint8Array, guard: string, now: string): number;
  rule(name: string, given: string): number;
  session(askedAt: string, expiresIn: number): number;
  codeWindow(now: string): number;
  country(code: string): number;
}

/** Gives the functions of the edge flavour their types. */
export function edgeFunctions(glue: EdgeGlue, ready: () => void): EdgeSurface {
  const ask = asker(glue, ready);
  const rule = (name: string, given: object) => {
    const data = json("arguments", given);
    return ask(() => glue.rule(name, data));
  };
  const typed = {
    ...browserFunctions(glue, ask),
    ...ledgerFunctions(glue, ask),
    prepare: (operation: unknown, call: unknown) => {
      const [name, data] = [text("operation", operation), json("input", call)];
      return ask(() => glue.prepare(name, data));
    },
    policyFaults: (file: unknown) => {
      const data = json("policy", file);
      return ask(() => glue.policyFaults(data));
    },
    policyRegion: (policy: unknown, country: unknown) => {
      const [data, code] = [json("policy", policy), text("country", country)];
      return ask(() => glue.policyRegion(data, code));
    },
    untilAccepted: (decisions: unknown, partner: unknown, missing: unknown) => {
      const [data, whose, policies] = [
        json("decisions", decisions),
        text("partner", partner),
        json("missing", missing),
      ];
      return ask(() => glue.untilAccepted(data, whose, policies));
    },
    claimDoubts: (evidence: unknown, now: unknown) => {
      const [data, clock] = [json("evidence", evidence), text("now", now)];
      return ask(() => glue.claimDoubts(data, clock));
    },
    redelivery: (attempts: unknown, code: unknown, retryAfter: unknown = 0) => {
      const [tries, wait] = [count("attempts", attempts, 1), count("retryAfter", retryAfter)];
      const name = text("code", code);
      return ask(() => glue.redelivery(tries, name, wait));
    },
    nextLook: (watch: unknown, decisions: unknown, now: unknown) => {
      const { since, looks } = object("watch", watch);
      return rule("nextLook", { since, looks: count("watch.looks", looks), decisions, now });
    },
    hintedLook: (last: unknown, now: unknown) => rule("hintedLook", { last, now }),
    headSigner: (turn: unknown) => rule("headSigner", object("turn", turn)),
    postedEvidence: (ticket: unknown, presentation: unknown, post: unknown, now: unknown) =>
      rule("postedEvidence", { ticket, presentation, post, now }),
    ticketLifetime: () => rule("ticketLifetime", {}),
    mayTell: (problem: unknown, due: unknown, now: unknown) => rule("mayTell", { problem, due, now }),
    keysKnownFrom: (now: unknown) => rule("keysKnownFrom", { now }),
    signInTry: (tries: unknown, now: unknown) => rule("signInTry", { ...object("tries", tries ?? {}), now }),
    tokenOutcome: (code: unknown, sent: unknown) =>
      rule("tokenOutcome", { code: text("code", code), sent: count("sent", sent) }),
    rankWebhook: (createdAtMs: unknown, last: unknown, readAt: unknown) =>
      rule("rankWebhook", { createdAtMs, last, readAt }),
    sinceTold: (decisions: unknown, times: unknown) => rule("sinceTold", { ...object("times", times), decisions }),
    flow: (question: unknown, given: unknown) => rule(text("question", question), object("given", given)),
    receive: (webhook: unknown, delivery: unknown, guard: unknown, now: unknown) => {
      const [name, clock] = [text("webhook", webhook), text("now", now)];
      const given: Partial<Record<keyof WebhookDelivery, unknown>> = object("delivery", delivery);
      const head = headers("delivery.headers", given.headers);
      const body = bytes("delivery.body", given.body);
      const secrets = json("guard", guard);
      return ask(() => glue.receive(name, head, body, secrets, clock));
    },
    session: (askedAt: unknown, expiresIn: unknown) => {
      const [from, seconds] = [text("askedAt", askedAt), count("expiresIn", expiresIn)];
      return ask(() => glue.session(from, seconds));
    },
    codeWindow: (now: unknown) => {
      const clock = text("now", now);
      return ask(() => glue.codeWindow(clock));
    },
    country: (code: unknown) => {
      const letters = text("code", code);
      return ask(() => glue.country(letters));
    },
  };
  return typed as unknown as EdgeSurface;
}
