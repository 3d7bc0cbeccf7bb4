/** What a step is, and what it gets from the flow. */
import type { DataItem, DocumentItem } from "../../package/types.ts";
import type { Gateway } from "./gateway.ts";
import type { Position } from "./position.ts";
import type { Problem } from "./problem.ts";
import type { Values } from "./record.ts";
import type { Session } from "./session.ts";
import type { TextKey } from "./texts/en.ts";

/** What the person gave so far. In memory only, gone with the page. */
export interface Draft {
  readonly values: Values;
  /** The items that the person is asked for. */
  readonly asked: Set<DataItem>;
  /** Those of them that may be left out. */
  readonly optional: Set<DataItem>;
  /** The documents that the residence and the product require, as the gateway said. */
  readonly required: Set<DocumentItem>;
  /** The documents that have arrived at the partner. */
  readonly uploaded: Set<DocumentItem>;
}

export interface Checkout {
  readonly gateway: Gateway;
  readonly session: Session;
  readonly draft: Draft;
  /** Goes to the step of this position. */
  go(position: Position): void;
  /** Asks the gateway where the person stands. */
  look(): void;
  /** Takes a problem whose answer is another step; true when it did. */
  redirect(problem: Problem): boolean;
  /** Begins again as another person of the same kind. */
  restart(): void;
}

export interface Step {
  readonly title: TextKey;
  /** One sentence: what is next. */
  readonly next: TextKey;
  readonly content: readonly Node[];
  /** Fills in sample data, where the step has something to fill in. */
  readonly fillIn?: () => void | Promise<void>;
  /** Whether the step only waits for an answer just now: then it may give way to it. */
  readonly waits?: () => boolean;
  /** Called once the step is on the page. */
  readonly enter?: () => void;
  /** Called when the step gives way to another. */
  readonly leave?: () => void;
}
