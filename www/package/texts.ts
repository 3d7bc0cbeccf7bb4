/** Texts for people: one file of the package for each language, `kyc-assent/texts/de.json`. */
import type { DataItem, DocumentItem, WaitReason } from "./decision.ts";

/** Which text goes with a next step. The core chooses it, never the host. */
export type NextText =
  | "proceed"
  | "ask-consent"
  | "start-verification"
  | "provide"
  | `wait-${WaitReason}`
  | "stop-final"
  | "stop-open"
  | "stop-unknown"
  | "hold";

/** What a person reads: what this is, and what happens next. Plain text, no markup. */
export interface TextForPerson {
  /** A few words: an instruction, or how things stand. At most 40 characters. */
  readonly title: string;
  /** One or two sentences. */
  readonly text: string;
}

/** The products and checks that partners document. A decision's scope may be one that nobody does. */
export type KnownScope =
  | "onramp"
  | "onramp-light"
  | "offramp"
  | "regulated-transfer"
  | "crossmint-privacy-policy"
  | "kyc"
  | "identity"
  | "level"
  | "verification";

/** Everything there is to say in one language. No partner is named in it. */
export interface Texts {
  /** As in the policies: `en`, `de`, `fr`, `es`, `it`, `pt`, `ar`. */
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** Whether somebody who speaks the language well has read it. */
  readonly reviewed: boolean;
  /** By the member `text` of a decision, or of a step of the plan. */
  readonly next: Readonly<Record<NextText, TextForPerson>>;
  /** What is missing, by `data` and `documents` of a decision. */
  readonly data: Readonly<Record<DataItem, string>>;
  readonly documents: Readonly<Record<DocumentItem, string>>;
  /** What a decision is about, by its `scope`. */
  readonly scopes: Readonly<Record<KnownScope, string>>;
}
