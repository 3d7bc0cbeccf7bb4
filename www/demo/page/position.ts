/** Where the person stands, and which step that is. Read from the gateway's decisions alone. */
import type {
  CrossmintProduct,
  CrossmintStoredSections,
  Decision,
  DocumentItem,
  Missing,
} from "../../package/types.ts";

/** What this checkout sells. */
export const product: CrossmintProduct = "onramp";

export const policy = "crossmint-privacy-policy";

export interface Position {
  readonly decisions: readonly Decision[];
  /** What the partner holds of the person; null when it does not know the person. */
  readonly stored: CrossmintStoredSections | null;
}

export type StepName = "consent" | "details" | "documents" | "checking" | "result";

export const stepNames: readonly StepName[] = ["consent", "details", "documents", "checking", "result"];

/** The decision for what this checkout sells; a consent that is asked for comes before everything else. */
export function decisionAt(position: Position): Decision | null {
  const { decisions } = position;
  return (
    decisions.find(({ next }) => next === "ask-consent") ?? decisions.find(({ scope }) => scope === product) ?? null
  );
}

/** The step the person is at. Without a word on the product, it is the data that decides: none yet, or ready to check. */
export function stepAt(position: Position): StepName {
  const decision = decisionAt(position);
  switch (decision?.next) {
    case "ask-consent":
      return "consent";
    case "provide":
      if (decision.data.length > 0) return "details";
      return askedDocuments(decision).length > 0 ? "documents" : "result";
    case "wait":
      return "checking";
    case "proceed":
    case "stop":
    case "hold":
      return "result";
    case "start-verification":
    case undefined:
      return position.stored?.userDetails === true ? "checking" : "details";
  }
}

const documentItems: readonly DocumentItem[] = ["identity-document", "selfie", "proof-of-address", "proof-of-income"];

/**
 * The documents a person is asked for. Of what nobody documents, the words that are letter by letter one of our own
 * items are asked for as that: the worst that can come of it is one upload too many.
 */
export function askedDocuments({ documents, other }: Missing): readonly DocumentItem[] {
  return documentItems.filter((item) => documents.includes(item) || other.includes(item));
}
