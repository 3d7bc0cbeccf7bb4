/** What may be logged of one thing that happened. No personal data, token, key, or URL with a locator fits in here. */
export interface LogLine {
  /** What happened: `request`, `partner-call`, `delivery`, … */
  readonly event: string;
  /** Name of an operation, or pattern of a route. */
  readonly operation?: string | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly ms?: number | undefined;
  readonly requestId?: string | undefined;
  readonly attempts?: number | undefined;
  /** Which of OPERATOR_TOKENS was used, from 1 on. */
  readonly operator?: number | undefined;
  /** Names of variables that are set wrongly. */
  readonly variables?: readonly string[] | undefined;
  /** For the operator: what is wrong with them. */
  readonly problems?: readonly string[] | undefined;
  /** Class of an error nobody foresaw, and where it was thrown. Its message is left out. */
  readonly error?: string | undefined;
  readonly at?: readonly string[] | undefined;
}

/** Writes one line of JSON. */
export function log(level: "info" | "warn" | "error", line: LogLine): void {
  console[level](JSON.stringify({ level, ...line }));
}

/** Logs an error nobody foresaw. */
export function logUnforeseen(error: unknown, line: Omit<LogLine, "error" | "at">): void {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack.split("\n").filter((frame) => /^\s+at [^\n]*$/.test(frame));
  log("error", {
    ...line,
    error: error instanceof Error ? error.name : typeof error,
    at: frames.slice(0, 8).map((frame) => frame.trim()),
  });
}
