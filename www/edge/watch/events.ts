import type { FieldName, Fields } from "./fields.ts";

/** `error`: an operator has to do something; `warn`: it is being tried again, or somebody else did something wrong. */
export type Level = "info" | "warn" | "error";

export interface EventNote {
  readonly levels: readonly Level[];
  /** What every line of it says. */
  readonly fields: readonly FieldName[];
  /** What a line says where there is something to say. */
  readonly may?: readonly FieldName[];
  readonly when: string;
  /** What an operator does about it; left out where there is nothing to be done. */
  readonly act?: string;
}

const UNFORESEEN = ["error", "at"] as const;
const REPORT = "report it with `error` and `at`; what was due is tried again";

/** Every event that the gateway logs. Types alone are taken from here: the deployed gateway does not carry this table. */
export const EVENTS = {
  request: {
    levels: ["info"],
    fields: ["operation", "status", "ms", "requestId"],
    may: ["code", "parent"],
    when: "a request was answered; the last line of its span",
  },
  "partner-call": {
    levels: ["info"],
    fields: ["operation", "partner", "ms", "attempts", "requestId"],
    may: ["status", "code"],
    when: "a partner was asked; without `status` no reply came, without `code` the reply could be read",
  },
  consent: {
    levels: ["info"],
    fields: ["operation", "policy", "requestId"],
    may: ["partner", "code"],
    when:
      "a consent was `recorded`, `withdrawn`, found `lapsed` at the partner, or `refused`; then `code` is the first " +
      "rule that was broken",
  },
  "form-refused": {
    levels: ["info"],
    fields: ["code", "requestId"],
    when: "a consent that a form brought was not taken",
  },
  "claims-doubted": {
    levels: ["warn"],
    fields: ["problems", "requestId"],
    when: "the times that a browser claims cannot be right; the consent counts, and the gateway's own time with it",
  },
  delivery: {
    levels: ["info", "warn", "error"],
    fields: ["partner", "policy", "attempts", "age", "ms", "requestId"],
    may: ["code"],
    when: "a partner was told of a consent, or, with `code`, could not be; `age` is since the person agreed",
    act: "`error`: mend what `code` says (key, scopes, feature at the partner); it is told by itself then",
  },
  "delivery-failed": {
    levels: ["error"],
    fields: [...UNFORESEEN, "requestId"],
    when: "telling a partner failed in a way nobody foresaw",
    act: REPORT,
  },
  "redelivery-failed": {
    levels: ["error"],
    fields: [...UNFORESEEN],
    when: "the core could not say when to tell next; it is a minute then",
    act: REPORT,
  },
  login: {
    levels: ["info", "warn", "error"],
    fields: ["partner", "attempts", "ms", "requestId"],
    may: ["code"],
    when: "the gateway logged in to a partner, or, with `code`, could not",
    act: "`error`: the credentials or the one-time secret are not taken; set them anew",
  },
  "session-failed": {
    levels: ["error"],
    fields: [...UNFORESEEN, "requestId"],
    when: "a session with a partner failed in a way nobody foresaw",
    act: REPORT,
  },
  webhook: {
    levels: ["info", "warn"],
    fields: ["operation", "requestId"],
    may: ["code"],
    when:
      "a webhook was taken (`taken`, `known`: come before, `older` than what is known, none for a mere hint), or, as " +
      "`warn`, refused",
    act: "`unauthorized` again and again: `SUMSUB_WEBHOOK_SECRETS` is not what Sumsub has, or somebody tries",
  },
  "import-repeated": {
    levels: ["warn"],
    fields: ["requestId"],
    when: "a share token was sent of which nobody knows what came; another is made, the first is not sent again",
  },
  "verification-overdue": {
    levels: ["warn"],
    fields: ["partner"],
    when: "a partner has not decided in the time in which it is looked for; it is not looked for any more",
    act: "ask the partner what it waits for",
  },
  "look-failed": {
    levels: ["error"],
    fields: [...UNFORESEEN, "requestId"],
    when: "looking for a partner's decision failed in a way nobody foresaw",
    act: REPORT,
  },
  "verification-failed": {
    levels: ["error"],
    fields: [...UNFORESEEN, "requestId"],
    when: "a verification's object failed in a way nobody foresaw",
    act: REPORT,
  },
  "ledger-broken": {
    levels: ["error"],
    fields: [],
    when: "a person's chain does not hold; nothing is read from it or added to it",
    act: "export it (`GET /operator/export`), compare with the log, and find out who wrote to the storage",
  },
  "ledger-failed": {
    levels: ["error"],
    fields: ["operation", ...UNFORESEEN, "requestId"],
    when: "a ledger failed in a way nobody foresaw",
    act: REPORT,
  },
  "alarm-failed": {
    levels: ["error"],
    fields: [...UNFORESEEN, "requestId"],
    when: "the alarm of a ledger failed; it comes again in a minute",
    act: REPORT,
  },
  "log-submission": {
    levels: ["warn", "error"],
    fields: ["code", "attempts"],
    when: "a ledger could not hand its entries to the log",
    act: "`refused`: the log has other entries in their place, see `log-conflict`; else it is tried again",
  },
  "log-submission-failed": {
    levels: ["error"],
    fields: [...UNFORESEEN],
    when: "handing entries to the log failed in a way nobody foresaw",
    act: REPORT,
  },
  "log-head": {
    levels: ["info"],
    fields: ["size", "age", "waiting"],
    when: "the log signed a head; `age` is the time since the head before, 0 for the first",
  },
  "log-conflict": {
    levels: ["error"],
    fields: ["operation"],
    when: "the log has another leaf where this one should go",
    act: "a ledger or the log was written to from outside: compare both with a copy",
  },
  "log-failed": {
    levels: ["error"],
    fields: ["operation", ...UNFORESEEN],
    when: "the log failed in a way nobody foresaw; heads and index are tried again in half a minute",
    act: "where it repeats: is D1 there, is the object full (10 GB)? Else report it",
  },
  "index-not-written": {
    levels: ["error"],
    fields: [...UNFORESEEN],
    when: "an export asked for, and the index could not be completed",
    act: "look at D1; `POST /operator/index/rebuild` where rows were lost",
  },
  "key-not-vouched-for": {
    levels: ["error"],
    fields: ["problems"],
    when: "a head was signed by a key that the key before has not announced",
    act: "put the key before back into `LEDGER_SIGNING_KEYS`, whole, until a head was signed",
  },
  erased: { levels: ["info"], fields: [], when: "an erasure is done" },
  erasure: {
    levels: ["warn", "error"],
    fields: ["code", "attempts"],
    when: "an erasure could not be finished",
    act: "`error`: mend what `code` says; it goes on by itself",
  },
  "erasure-failed": {
    levels: ["error"],
    fields: [...UNFORESEEN],
    when: "an erasure failed in a way nobody foresaw",
    act: REPORT,
  },
  "policy-published": { levels: ["info"], fields: ["policy"], when: "a version of a policy was published" },
  "policy-deployed": { levels: ["info"], fields: ["policy"], when: "a policy's file in the code was new" },
  "policy-not-logged": {
    levels: ["error"],
    fields: [...UNFORESEEN],
    when: "a published policy is not on the log yet",
    act: REPORT,
  },
  "policies-not-read": {
    levels: ["error"],
    fields: [...UNFORESEEN],
    when: "the published policies are out of reach; what is known counts for `POLICY_LEAD` seconds, then nothing is served",
    act: "look at the state of Durable Objects at Cloudflare",
  },
  operator: { levels: ["info"], fields: ["operator", "requestId"], when: "an operator's token was used" },
  "operator-refused": {
    levels: ["warn"],
    fields: ["requestId"],
    when: "a wrong operator's token was sent",
    act: "many: somebody tries; ten a minute and address are looked at",
  },
  "stream-failed": {
    levels: ["error"],
    fields: [...UNFORESEEN, "requestId"],
    when: "`/me/stream` broke off; the page comes back",
    act: REPORT,
  },
  "export-cut-off": {
    levels: ["error"],
    fields: ["requestId"],
    may: ["code", ...UNFORESEEN],
    when: "an export ended before its seal",
    act: "mend what `code` says, and ask again; the file that was begun proves nothing",
  },
  failed: {
    levels: ["error"],
    fields: [...UNFORESEEN, "requestId"],
    when: "a request failed in a way nobody foresaw; it was answered with `trapped`",
    act: "report it with `error` and `at`",
  },
  misconfigured: {
    levels: ["error"],
    fields: ["problems"],
    may: ["requestId"],
    when: "a variable or binding is set wrongly; nothing is served",
    act: "`problems` names it and says what to do; `npx kyc-assent doctor` before the next deploy",
  },
} as const satisfies Readonly<Record<string, EventNote>>;

export type EventName = keyof typeof EVENTS;

type Note<N extends EventName> = (typeof EVENTS)[N];
type Always<N extends EventName> = Note<N>["fields"][number];
type Sometimes<N extends EventName> =
  Note<N> extends { readonly may: infer M extends readonly FieldName[] } ? M[number] : never;

/** A line about this event. */
export type LineOf<N extends EventName> = { readonly event: N } & Pick<Fields, Always<N>> & {
    readonly [F in Sometimes<N>]?: Fields[F] | undefined;
  };

/** The levels on which this event is logged. */
export type LevelOf<N extends EventName> = Note<N>["levels"][number];

/** Events about errors nobody foresaw. */
export type UnforeseenName = { [N in EventName]: "error" extends Always<N> | Sometimes<N> ? N : never }[EventName];
