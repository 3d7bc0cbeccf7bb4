import type { VerificationReport } from "kyc-assent/verify";

/** What the page asks its Worker. */
export interface Order {
  readonly file: Blob;
  /** The operator's keys as JSON text, when the reader has brought some. */
  readonly keys: string | null;
  readonly locator: string | null;
}

/** What the Worker tells the page. */
export type News =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly done: number }
  | { readonly kind: "report"; readonly report: VerificationReport }
  /** Nothing could be verified; plain words. */
  | { readonly kind: "failed"; readonly text: string };
