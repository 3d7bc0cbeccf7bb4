/** What the gateway's `GET /flow` says, as the elements draw it. Which task, field or document, it decides. */
import type { Flow, FlowDocument, FlowTask } from "../../package/types.ts";

export type { Flow, FlowDocument, FlowField, FlowStep, FlowTask } from "../../package/types.ts";

/** One file to hand in. */
export type FlowPart = FlowDocument["ways"][number]["parts"][number];

/** What a task of kind `documents` asks for. */
export type DocumentsTask = Extract<FlowTask, { readonly kind: "documents" }>;

/** Whether an answer of the gateway is one that can be drawn. */
export function isFlow(value: unknown): value is Flow {
  const { tasks, timeline } = (value ?? {}) as Partial<Flow>;
  return Array.isArray(tasks) && Array.isArray(timeline) && tasks.every(({ id, kind }) => Boolean(id && kind));
}
