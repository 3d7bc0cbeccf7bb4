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
  };
  return typed as unknown as EdgeSurface;
}
