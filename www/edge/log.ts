import { env } from "cloudflare:workers";
import type { EventName, LevelOf, LineOf, UnforeseenName } from "./watch/events.ts";
import type { Fields } from "./watch/fields.ts";

/** Where data points go, and the log lines as a table with them. Without the binding there are none. */
export interface MetricsEnv {
  readonly METRICS?: AnalyticsEngineDataset;
}

/**
 * Writes one line of JSON, and the same as a data point. What the events are, and which column a field has, stands in
 * `watch/`, and for operators in METRICS.md.
 */
export function log<N extends EventName>(level: LevelOf<N>, line: LineOf<N>): void {
  console[level as "info"](JSON.stringify({ level, ...line }));
  const { METRICS } = env as MetricsEnv;
  if (METRICS === undefined) return;
  const { event, operation, partner, policy, code, status, error, ...rest }: Partial<Fields> & { event: string } = line;
  const { ms = 0, attempts = 0, age = 0, size = 0, waiting = 0 } = rest;
  const blobs = [event, level, operation, partner, policy, code, status, error].map((blob) => String(blob ?? ""));
  try {
    METRICS.writeDataPoint({ indexes: [event], blobs, doubles: [ms, attempts, age, size, waiting] });
  } catch {
    // The line is written. For a point that cannot be, nobody's request fails.
  }
}

/**
 * Logs an error nobody foresaw, by its class and where it was thrown. The message is left out: it may hold anything, also
 * what looks like a place in the code.
 */
export function logUnforeseen<N extends UnforeseenName>(error: unknown, line: Omit<LineOf<N>, "error" | "at">): void {
  const { name, message, stack = "" } = error instanceof Error ? error : { name: typeof error, message: "" };
  const places = stack.slice(stack.indexOf(message) + message.length).split("\n");
  const at = places.filter((place) => /^\s+at .*:\d+\)?$/.test(place)).map((place) => place.trim());
  log("error" as LevelOf<N>, { ...line, error: name, at: at.slice(0, 8) } as unknown as LineOf<N>);
}
