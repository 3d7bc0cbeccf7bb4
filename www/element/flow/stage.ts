import type { Draft } from "./draft.ts";
import type { Caller } from "./gateway.ts";
import type { Notice } from "./notice.ts";
import type { Flow, FlowTask } from "./task.ts";
import type { Speech } from "./words.ts";

/** Stores a file of the person at the host, and gives the path under which it is there. */
export type StoreFile = (
  file: File,
  options: { readonly signal: AbortSignal; onProgress(share: number): void },
) => Promise<{ readonly path: string }>;

/** What a step has to work with. */
export interface Stage {
  readonly root: ShadowRoot;
  readonly speech: Speech;
  readonly draft: Draft;
  readonly notice: Notice;
  caller(): Caller;
  /** The host's, as it is now: it may be set at any time. */
  storeFile(): StoreFile | undefined;
  /** Goes where this answer says. */
  take(flow: Flow): void;
  /** Asks the gateway where the person stands. */
  look(): void;
  announce(text: string): void;
}

/** What is shown for one task. */
export interface Step {
  readonly content: readonly Node[];
  /** Called once the content is there. */
  entered?(): void;
  /** The gateway was asked again, and said the same. */
  looked?(): void;
  leave?(): void;
}

/** Draws the step of one kind of task. */
export type DrawStep<Kind extends FlowTask["kind"] = FlowTask["kind"]> = (
  stage: Stage,
  task: Extract<FlowTask, { kind: Kind }>,
) => Step;
