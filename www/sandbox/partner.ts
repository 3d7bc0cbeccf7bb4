// What a partner has to bring to be played by the sandbox. The frame (routing, faults, limits, clock, state, control)
// knows partners only through these types.

import type { SettingSpecs, Settings } from "./settings.ts";
import type { Store } from "./store.ts";

/** A request as it reached the partner's host. Header names are in lower case; path and query are still percent-encoded. */
export interface Call {
  method: string;
  path: string;
  /** With its question mark; empty when there is none. */
  query: string;
  headers: Record<string, string>;
  /** The body as it came over the wire. */
  bytes: Uint8Array;
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
  /** The body as text. */
  body: string;
  /** The time step of the one-time code that the operation wanted checked; null when the code is wrong. */
  codeStep: number | null;
}

/** A webhook to be sent. */
export interface Hook {
  type: string;
  /** Whom it is about; a later hook can take its place. */
  about: string;
  body: string;
  /** When it is sent, by the sandbox's clock. */
  dueAt: number;
}

/** The webhooks of one partner, as its operations see them. */
export interface Hooks {
  send(hook: Hook): void;
  /** Takes back what was not sent yet about someone. */
  withdraw(about: string): void;
}

/** What an operation may use while it is carried out. */
export interface Context {
  /** Which of the partner's separate worlds is called, e.g. `staging`. */
  world: string;
  /** The sandbox's clock, in milliseconds since 1970. */
  now: number;
  /** The machine's clock, which nobody can move. */
  machineNow: number;
  /** State of this partner and world. */
  store: Store;
  settings: Settings;
  hooks: Hooks;
  /** State and settings of another partner, for what the partners do among themselves. */
  elsewhere(partner: string, world: string): { store: Store; settings: Settings };
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
  /** The one-time code in the call and the base32 secret that it is to be checked against; null when there is none. */
  oneTimeCode?(call: MatchedCall, context: Context): { code: string; secret: string; now: number } | null;
  /** May throw a Refusal; everything stored until then is undone. */
  carryOut(call: MatchedCall, context: Context): Answer;
}

/** A made-up person: ids that start with `outcome` behave as `what` says. */
export interface Person {
  outcome: string;
  what: string;
  /** Ids that stand for this person too. */
  ids?: string;
}

/** An account that the sandbox knows, with its credentials. They open nothing but the sandbox. */
export interface Account {
  what: string;
  credentials: Record<string, string | number>;
}

/** How a partner sends webhooks. */
export interface HookRules {
  /** Where they go; empty when nobody has set it. */
  url(settings: Settings): string;
  /** The headers beside the content type, e.g. a digest over the body. */
  headers(body: string, settings: Settings): Promise<Record<string, string>>;
  /** Milliseconds of the machine's clock in which an answer with a status of 2xx has to come. */
  patience(settings: Settings): number;
  /** Seconds from each attempt that failed to the next. */
  resendAfter(settings: Settings): readonly number[];
  /** Ways to forge one, with what each does. */
  forgeries: Record<string, string>;
  forge(how: string, body: string, settings: Settings): Promise<{ body: string; headers: Record<string, string> }>;
}

/** Something only this partner's staff could do, offered by the control API as POST /control/partners/<partner>/<name>. */
export interface StaffAction {
  name: string;
  what: string;
  /** Fields the control page asks for; a field with `choices` becomes a list. */
  fields: { name: string; label: string; choices?: readonly string[]; optional?: true }[];
  /** The page shows what it gives. */
  tells?: true;
  /** May throw a Refusal; the control API knows the statuses 400, 404 and 409. */
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
  /** A host that is named by a setting, and its world. */
  hostSetting?: { setting: string; world: string };
  operations: Operation[];
  people: Person[];
  /** How a call says which person it is about. */
  choosing: string;
  accounts: Account[];
  settings: SettingSpecs;
  staff: StaffAction[];
  hooks?: HookRules;
  /** Checks key, scope and the like; throws a Refusal. */
  admit(call: MatchedCall, operation: Operation, context: Context): void | Promise<void>;
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

/** An answer without a body. */
export function bodiless(status: number): Answer {
  return { status, headers: {}, body: "" };
}

/** The body as a JSON object; null when it is none. */
export function objectIn(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
