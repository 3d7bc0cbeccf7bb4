/** What the gateway's `GET /flow` says, as far as the elements draw it. Which task, field or document, it decides. */

/** One question of a form. */
export interface FlowField {
  readonly item: string;
  readonly group: string;
  readonly control: "text" | "email" | "tel" | "date" | "country" | "choice" | "password" | "one-time-code";
  readonly required: boolean;
  /** When its answer changes, the fields are asked for anew. */
  readonly decides?: true;
  readonly autocomplete?: string;
  readonly options?: readonly { readonly value: string; readonly label?: string }[];
  readonly maxLength: number;
}

/** One file to hand in. */
export interface FlowPart {
  readonly part: string;
  readonly camera?: "user" | "environment";
  /** The partner's own words for it. */
  readonly name?: string;
}

/** A document that is asked for: one of its ways, and all parts of that. */
export interface FlowDocument {
  readonly item: string;
  readonly ways: readonly { readonly way: string; readonly parts: readonly FlowPart[] }[];
  /** The parts that have arrived. */
  readonly received: readonly string[];
}

interface TaskBase {
  /** Opaque: by it an answer finds the way back. */
  readonly id: string;
  readonly scopes: readonly string[];
  /** A key of `next` in `kyc-assent/texts/*.json`. */
  readonly text: string;
}

/** What a task of kind `documents` asks for. */
export interface DocumentsTask extends TaskBase {
  readonly kind: "documents";
  readonly documents: readonly FlowDocument[];
  readonly accept: readonly string[];
  readonly maxBytes: number;
  /** Whether the gateway takes the file, or the path under which the host has stored it. */
  readonly storage: "gateway" | "host";
}

/** The one thing that the person does next. */
export type FlowTask =
  | (TaskBase & { readonly kind: "consent"; readonly policies: readonly string[] })
  | (TaskBase & { readonly kind: "form"; readonly fields: readonly FlowField[] })
  | DocumentsTask
  | (TaskBase & { readonly kind: "start"; readonly automatic: boolean })
  | (TaskBase & { readonly kind: "link"; readonly url: string })
  | (TaskBase & { readonly kind: "outside"; readonly show?: readonly string[] })
  | (TaskBase & { readonly kind: "wait"; readonly lookAgainAfter: number; readonly show?: readonly string[] })
  | (TaskBase & { readonly kind: "done" | "stop" | "hold"; readonly show: readonly string[] });

/** How far one part of the way has come. */
export interface FlowStep {
  readonly step: "consent" | "details" | "documents" | "check" | "result";
  readonly state: "done" | "current" | "ahead" | "failed";
  /** ISO 8601. */
  readonly at?: string;
  readonly partner: string;
  readonly scopes: readonly string[];
}

/** The tasks in their order: the first is what to do now. */
export interface Flow {
  readonly tasks: readonly FlowTask[];
  readonly timeline: readonly FlowStep[];
  /** Seconds; null when nothing is waited for. */
  readonly lookAgainAfter: number | null;
}

/** Whether an answer of the gateway is one that can be drawn. */
export function isFlow(value: unknown): value is Flow {
  const { tasks, timeline } = (value ?? {}) as Partial<Flow>;
  return Array.isArray(tasks) && Array.isArray(timeline) && tasks.every(({ id, kind }) => Boolean(id && kind));
}
