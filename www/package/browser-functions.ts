import { count, headers, json, object, text } from "./arguments.ts";
import type { Ask } from "./ask.ts";
import { type ConsentGlue, consentFunctions } from "./consent-functions.ts";
import type { Reply } from "./http.ts";
import type { BrowserSurface } from "./surface.ts";

/** The functions of the browser flavour, as wasm-bindgen exports them: text in, text out. */
export interface BrowserGlue extends ConsentGlue {
  read(name: string, status: number, headers: string, body: string): string;
  missing(record: string, wanted: string): string;
  merge(record: string, change: string): string;
  plan(decisions: string): string;
  levelDecision(history: string, wanted: string): string;
}

/** Gives the functions of the browser flavour their types. */
export function browserFunctions(glue: BrowserGlue, ask: Ask): BrowserSurface {
  const typed = {
    ...consentFunctions(glue, ask),
    read: (operation: unknown, reply: unknown) => {
      const name = text("operation", operation);
      const given: Partial<Record<keyof Reply, unknown>> = object("reply", reply);
      const status = count("reply.status", given.status, 100, 599);
      const head = headers("reply.headers", given.headers);
      const body = text("reply.body", given.body ?? "");
      return ask(() => glue.read(name, status, head, body));
    },
    missing: (record: unknown, products: unknown, options?: object) => {
      const [data, wanted] = [json("record", record), json("options", { ...options, products })];
      return ask(() => glue.missing(data, wanted));
    },
    merge: (record: unknown, change: unknown) => {
      const [whole, part] = [json("record", record), json("change", change)];
      return ask(() => glue.merge(whole, part));
    },
    plan: (decisions: unknown) => {
      const data = json("decisions", decisions);
      return ask(() => glue.plan(data));
    },
    levelDecision: (history: unknown, wanted: unknown) => {
      const [data, level] = [json("history", history), json("wanted", wanted)];
      return ask(() => glue.levelDecision(data, level));
    },
  };
  // The core's answers have the shapes of types.ts; tests/conformance holds it to them.
  return typed as unknown as BrowserSurface;
}
