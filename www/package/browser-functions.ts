import type { CoreExports } from "./answer.ts";
import { count, headerLines, headers, json, object, text } from "./arguments.ts";
import type { Ask } from "./ask.ts";
import { type ConsentGlue, consentFunctions } from "./consent-functions.ts";
import type { Reply } from "./http.ts";
import { Room, type RoomExports } from "./room.ts";
import type { BrowserSurface } from "./surface.ts";

/** The functions of the browser flavour, as wasm-bindgen exports them: text in, the address of the answer out. */
export interface BrowserGlue extends ConsentGlue {
  readonly exports: CoreExports["exports"] &
    RoomExports & {
      operation(name: number): number;
      read(body: number, headers: number, operation: number, status: number): number;
    };
  missing(record: string, wanted: string): number;
  merge(record: string, change: string): number;
  plan(decisions: string): number;
  levelDecision(history: string, wanted: string): number;
}

/** Gives the functions of the browser flavour their types. */
export function browserFunctions(glue: BrowserGlue, ask: Ask): BrowserSurface {
  const room = new Room(glue);
  const numbers = new Map<string, number>();
  const numberOf = (name: string) => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    room.begin(name.length);
    const number = glue.exports.operation(room.put(name));
    // What a caller makes up must not fill the memory.
    if (number >= 0) numbers.set(name, number);
    return number;
  };
  /** The address of the answer, or 0 where the headers cannot be told as lines. */
  const readOnce = (body: string, head: string, number: number, status: number) => {
    room.begin(body.length + head.length);
    return glue.exports.read(room.put(body), room.put(head), number, status);
  };
  const typed = {
    ...consentFunctions(glue, ask),
    read: (operation: unknown, reply: unknown) => {
      const name = text("operation", operation);
      const given: Partial<Record<keyof Reply, unknown>> = object("reply", reply);
      const status = count("reply.status", given.status, 100, 599);
      const lines = headerLines(given.headers);
      const head = lines ?? headers("reply.headers", given.headers);
      const body = text("reply.body", given.body ?? "");
      return ask(() => {
        const number = numberOf(name);
        const answer = readOnce(body, head, number, status);
        return answer === 0 ? readOnce(body, headers("reply.headers", given.headers), number, status) : answer;
      });
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
