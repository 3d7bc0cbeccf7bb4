import { asker, json } from "./ask.ts";
import { type BrowserGlue, browserFunctions } from "./browser-functions.ts";
import type { EdgeSurface } from "./surface.ts";

/** The functions of the edge flavour, as wasm-bindgen exports them: text in, text out. */
export interface EdgeGlue extends BrowserGlue {
  prepare(name: string, call: string): string;
  sentenceHash(presentation: string): string;
  ledgerEntry(previous: string, event: string, now: string): string;
  brokenLink(entries: string): string;
  redelivery(attempts: number, code: string, retryAfter: number): string;
  receive(webhook: string, headers: string, body: Uint8Array, guard: string, now: string): string;
  session(askedAt: string, expiresIn: number): string;
  codeWindow(now: string): string;
  country(code: string): string;
}

/** Gives the functions of the edge flavour their types. */
export function edgeFunctions(glue: EdgeGlue, ready: () => void): EdgeSurface {
  const ask = asker(glue, ready);
  const typed = {
    ...browserFunctions(glue, ask),
    prepare: (operation: string, call: unknown) => {
      const data = json("input", call);
      return ask(() => glue.prepare(operation, data));
    },
    sentenceHash: (presentation: unknown) => {
      const data = json("presentation", presentation);
      return ask(() => glue.sentenceHash(data));
    },
    ledgerEntry: (previous: unknown, event: unknown, now: string) => {
      const [last, what] = [json("previous", previous), json("event", event)];
      return ask(() => glue.ledgerEntry(last, what, now));
    },
    brokenLink: (entries: unknown) => {
      const data = json("entries", entries);
      return ask(() => glue.brokenLink(data));
    },
    redelivery: (attempts: number, code: string, retryAfter?: number) =>
      ask(() => glue.redelivery(attempts, code, retryAfter ?? 0)),
    receive: (webhook: string, delivery: { headers: unknown; body: Uint8Array }, guard: unknown, now: string) => {
      const [headers, secrets] = [json("headers", delivery.headers), json("guard", guard)];
      return ask(() => glue.receive(webhook, headers, delivery.body, secrets, now));
    },
    session: (askedAt: string, expiresIn: number) => ask(() => glue.session(askedAt, expiresIn)),
    codeWindow: (now: string) => ask(() => glue.codeWindow(now)),
    country: (code: string) => ask(() => glue.country(code)),
  };
  return typed as unknown as EdgeSurface;
}
