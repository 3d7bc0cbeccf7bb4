import { type Ask, type Glue, json } from "./ask.ts";
import type { BrowserSurface } from "./surface.ts";

/** The functions of the browser flavour, as wasm-bindgen exports them: text in, text out. */
export interface BrowserGlue extends Glue {
  read(name: string, status: number, headers: string, body: string): string;
  present(policy: string, languages: string): string;
  check(policy: string, shown: string, reviewedOnly: boolean, evidence: boolean): string;
  missing(record: string, wanted: string): string;
  merge(record: string, change: string): string;
}

/** Gives the functions of the browser flavour their types. */
export function browserFunctions(glue: BrowserGlue, ask: Ask): BrowserSurface {
  const typed = {
    read: (operation: string, reply: { status: number; headers?: unknown; body?: string | null }) => {
      const headers = json("reply.headers", reply.headers ?? {});
      return ask(() => glue.read(operation, reply.status, headers, reply.body ?? ""));
    },
    present: (policy: unknown, languages: unknown) => {
      const [data, wanted] = [json("policy", policy), json("languages", languages)];
      return ask(() => glue.present(data, wanted));
    },
    check: (policy: unknown, shown: unknown, options?: { reviewedOnly?: boolean; evidence?: boolean }) => {
      const [data, seen] = [json("policy", policy), json("shown", shown)];
      return ask(() => glue.check(data, seen, options?.reviewedOnly === true, options?.evidence === true));
    },
    missing: (record: unknown, products: unknown, options?: object) => {
      const [data, wanted] = [json("record", record), json("options", { ...options, products })];
      return ask(() => glue.missing(data, wanted));
    },
    merge: (record: unknown, change: unknown) => {
      const [whole, part] = [json("record", record), json("change", change)];
      return ask(() => glue.merge(whole, part));
    },
  };
  // The core's answers have the shapes of types.ts; tests/conformance holds it to them.
  return typed as unknown as BrowserSurface;
}
