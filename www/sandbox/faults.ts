// Faults on demand: which there are, how they are named, and how an answer is delivered under one.

import type { Answer } from "./partner.ts";

/** What each fault does. `after` faults spoil the reply of a call that was carried out; the others come instead of it. */
const KINDS = {
  slow: { when: "after", what: "Carried out, answered late: 2 s, or slow:<ms> up to 60000." },
  "429": { when: "instead", what: "Not carried out: the partner's answer to too many calls." },
  "500": { when: "instead", what: "Not carried out: a JSON error with status 500." },
  "502": { when: "instead", what: "Not carried out: an HTML page with status 502." },
  hang: { when: "instead", what: "Not carried out: no answer ever comes." },
  cut: { when: "after", what: "Carried out: the reply ends in the middle of the JSON." },
  "cut-connection": { when: "after", what: "Carried out: the connection breaks in the middle of the reply." },
  "wrong-json": { when: "after", what: "Carried out: a 200 with valid JSON of another shape." },
  empty: { when: "after", what: "Carried out: a 200 without a body." },
  "lost-reply": { when: "after", what: "Carried out: but a 502 page is what comes back." },
} as const;

export type FaultKind = keyof typeof KINDS;

/** A fault for one call. `milliseconds` belongs to `slow`. */
export interface Fault {
  kind: FaultKind;
  milliseconds?: number;
}

/** A fault kept for the next `calls` calls, of one operation (`<partner>.<name>`) or of any. */
export interface StoredFault {
  fault: string;
  calls: number;
  operation: string | null;
}

/** Name and one line of explanation of each fault. */
export const faultKinds: readonly { fault: string; what: string }[] = Object.entries(KINDS).map(
  ([fault, { what }]) => ({
    fault,
    what,
  }),
);

const SLOW_BY_DEFAULT = 2000;
const SLOWEST = 60_000;

/** Reads a fault's name, e.g. `502` or `slow:300`; null when there is no such fault. */
export function parseFault(name: string): Fault | null {
  const slow = /^slow(?::(\d{1,5}))?$/.exec(name);
  if (slow !== null) {
    const milliseconds = slow[1] === undefined ? SLOW_BY_DEFAULT : Number(slow[1]);
    return milliseconds <= SLOWEST ? { kind: "slow", milliseconds } : null;
  }
  return Object.hasOwn(KINDS, name) ? { kind: name as FaultKind } : null;
}

/** True when the call is still carried out under this fault. */
export function isCarriedOut(fault: Fault): boolean {
  return KINDS[fault.kind].when === "after";
}

/** Checks a list of faults for the control API. */
export function readStoredFaults(input: unknown, operations: readonly string[]): StoredFault[] | string {
  if (!Array.isArray(input)) return "faults must be a list";
  const faults: StoredFault[] = [];
  for (const item of input as unknown[]) {
    if (typeof item !== "object" || item === null) return "each fault must be an object";
    const { fault, calls = 1, operation = null } = item as Record<string, unknown>;
    if (typeof fault !== "string" || parseFault(fault) === null) {
      return `fault must be one of ${faultKinds.map((kind) => kind.fault).join(", ")} or slow:<ms>`;
    }
    if (typeof calls !== "number" || !Number.isInteger(calls) || calls < 1 || calls > 100_000) {
      return "calls must be a whole number from 1 to 100000";
    }
    if (operation !== null && (typeof operation !== "string" || !operations.includes(operation))) {
      return `operation must be one of ${operations.join(", ")}, or left out`;
    }
    faults.push({ fault, calls, operation });
  }
  return faults;
}

/** Takes the first fault that is meant for this operation; `rest` is what stays stored. */
export function takeFault(
  stored: readonly StoredFault[],
  operation: string | null,
): { fault: Fault | null; rest: StoredFault[] } {
  const index = stored.findIndex((item) => item.operation === null || item.operation === operation);
  const taken = stored[index];
  if (taken === undefined) return { fault: null, rest: [...stored] };
  const rest = stored.map((item, at) => (at === index ? { ...item, calls: item.calls - 1 } : item));
  return { fault: parseFault(taken.fault), rest: rest.filter((item) => item.calls > 0) };
}

const PAGE_502 = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center></body>
</html>
`;

export const badGateway: Answer = {
  status: 502,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: PAGE_502,
};

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A body that announces its whole length, brings half of it and breaks. */
function brokenStream(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const { readable, writable } = new FixedLengthStream(bytes.length);
  const writer = writable.getWriter();
  // Both promises reject when the reader is gone, which is what this body is for.
  writer
    .write(bytes.slice(0, bytes.length >> 1))
    .then(() => writer.abort(new Error("connection lost")))
    .catch(() => {});
  return readable;
}

/** Turns an answer into what the caller gets, as the fault wants it. */
export async function deliver(answer: Answer, fault: Fault | null): Promise<Response> {
  const { status, headers, body } = answer;
  switch (fault?.kind) {
    case "slow":
      await pause(fault.milliseconds ?? SLOW_BY_DEFAULT);
      break;
    case "hang":
      // A promise that never settles is cancelled by the runtime; a timer keeps the call open until the caller leaves.
      for (;;) await pause(SLOWEST);
    case "cut":
      return new Response(body.slice(0, body.length >> 1), { status, headers });
    case "cut-connection":
      return new Response(brokenStream(body), { status, headers });
    case "empty":
      return new Response(null, { status: 200 });
    default:
      break;
  }
  return new Response(body === "" ? null : body, { status, headers });
}
