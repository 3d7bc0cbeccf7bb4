// What a partner has to bring to be played by the sandbox. The frame (routing, faults, limits, clock, state, control)
// knows partners only through these types.

import type { SettingSpecs, Settings } from "./settings.ts";
import type { Store } from "./store.ts";

/** A request as it reached the partner's host. Header names are in lower case; `path` is still percent-encoded. */
export interface Call {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** What the partner answers. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A call that was matched to an operation; `segments` are the path's captured parts, still percent-encoded. */
export interface MatchedCall extends Call {
  segments: string[];
}

/** What an operation may use while it is carried out. */
export interface Context {
  /** Which of the partner's separate worlds is called, e.g. `staging`. */
  world: string;
  /** The sandbox's clock, in milliseconds since 1970. */
  now: number;
  /** State of this partner and world. */
  store: Store;
  settings: Settings;
  /** Notes for the call log which outcome the person stands for. Never an identifier. */
  concerns(outcome: string): void;
}

/** One endpoint. */
export interface Operation {
  /** Bare name; the control API and the log call it `<partner>.<name>`. */
  name: string;
  method: string;
  /** Matches the whole encoded path. */
  path: RegExp;
  /** Valid JSON of the wrong shape, for the fault `wrong-json`. */
  wrongShape: unknown;
  /** May throw a Refusal; everything stored until then is undone. */
  carryOut(call: MatchedCall, context: Context): Answer;
}

/** A made-up person: ids that start with `outcome` behave as `what` says. */
export interface Person {
  outcome: string;
  what: string;
}

/** Something only this partner's staff could do, offered by the control API as POST /control/<partner>/<name>. */
export interface StaffAction {
  name: string;
  what: string;
  /** Fields the control page asks for; a field with `choices` becomes a list. */
  fields: { name: string; label: string; choices?: readonly string[] }[];
  /** May throw a Refusal. */
  run(input: Record<string, unknown>, contextOf: (world: string) => Context): unknown;
}

/** How many calls of one kind are allowed in a stretch of time. */
export interface Limit {
  bucket: string;
  calls: number;
  seconds: number;
}

export interface Partner {
  name: string;
  /** Host name to world. */
  hosts: Record<string, string>;
  operations: Operation[];
  people: Person[];
  settings: SettingSpecs;
  staff: StaffAction[];
  /** Checks key, scope and the like; throws a Refusal. */
  admit(call: MatchedCall, operation: Operation, context: Context): void;
  /** The limit that this operation counts against; null when there is none. */
  limit(operation: Operation, settings: Settings): Limit | null;
  /** The partner's way of saying no. */
  refuse(refusal: Refusal, settings: Settings): Answer;
  /** The partner's answer to too many calls; `wait` is in whole seconds. */
  tooMany(wait: number, now: number, settings: Settings): Answer;
}

/** Thrown by a partner's code to refuse a call. Messages name fields, never values. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly messages: readonly string[];

  constructor(status: number, code: string, ...messages: string[]) {
    super(messages.join("; "));
    this.status = status;
    this.code = code;
    this.messages = messages;
  }
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}
