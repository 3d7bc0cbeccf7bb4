/** What the gateway would answer: a body with its status, the sentence of a policy, or nothing for as long as one looks. */
export type Answer =
  | { readonly status?: number; readonly body: unknown }
  | { readonly sentence: string }
  | { readonly never: true };

/** What is done in the element once it is there, by the names of its parts and fields. */
export type Act =
  | { readonly press: string }
  | { readonly fill: Readonly<Record<string, string>> }
  | { readonly choose: readonly string[] }
  | { readonly miss: true };

/** One picture: an element, what its gateway says, and how it gets to where it is. */
export interface State {
  readonly name: string;
  readonly title: string;
  readonly tag: "kyc-consent" | "kyc-flow" | "kyc-status";
  readonly attributes?: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly acts?: readonly Act[];
  /** The part by which one sees that it has got there. */
  readonly until: string;
  /** Only a person's own hand ticks the box. */
  readonly tick?: true;
}
