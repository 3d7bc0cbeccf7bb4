/** What a log line may say beside the name of its event. No personal data, token, key, or URL with a locator fits in here. */
export interface Fields {
  readonly operation: string;
  readonly partner: string;
  readonly policy: string;
  readonly status: number;
  readonly code: string;
  readonly ms: number;
  readonly attempts: number;
  readonly age: number;
  readonly size: number;
  readonly waiting: number;
  readonly requestId: string;
  readonly parent: string;
  readonly operator: number;
  readonly problems: readonly string[];
  readonly error: string;
  readonly at: readonly string[];
}

export type FieldName = keyof Fields;

/** What a field means, and its column in a data point where it has one. */
export interface FieldNote {
  readonly what: string;
  /** As Analytics Engine counts them, from 1 on. */
  readonly column?: `blob${number}` | `double${number}`;
  readonly unit?: "ms" | "s" | "leaves" | "rows";
}

/** In a data point `index1` and `blob1` are the event, and `blob2` is the level. What a line does not say is "" or 0 there. */
export const FIELDS = {
  operation: { column: "blob3", what: "method and pattern of a route, operation of a partner, or what was done" },
  partner: { column: "blob4", what: "`crossmint`, `kriptomat`, `sumsub` or `b2core`" },
  policy: { column: "blob5", what: "name of a policy that is, or was, in use" },
  code: { column: "blob6", what: "code of an error, or of an outcome" },
  status: { column: "blob7", what: "HTTP status" },
  error: { column: "blob8", what: "class of an error nobody foresaw; its message is left out" },
  ms: { column: "double1", unit: "ms", what: "how long it took; Workers stop the clock between two waits" },
  attempts: { column: "double2", what: "which try this was; of a call, how often it was sent" },
  age: { column: "double3", unit: "s", what: "how long it has waited; of a head, the time since the one before" },
  size: { column: "double4", unit: "leaves", what: "leaves of the log" },
  waiting: { column: "double5", unit: "rows", what: "rows that the index lacks, counted up to 1,000" },
  requestId: { what: "the trace id and the span id of the request or alarm, as in `x-request-id` and in problems" },
  parent: { what: "span id that the caller named in `traceparent`" },
  operator: { what: "which of `OPERATOR_TOKENS` was used, from 1 on" },
  problems: { what: "for the operator: what is wrong" },
  at: { what: "where in the code an error was thrown: functions, files and lines" },
} as const satisfies Readonly<Record<FieldName, FieldNote>>;
