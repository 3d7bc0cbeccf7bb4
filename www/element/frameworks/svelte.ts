/**
 * The tags in the markup of Svelte 5. Types alone: name it in a declaration file (`import "kyc-assent/svelte";`) or in
 * `types` of tsconfig.json.
 */
import type { HTMLAttributes } from "svelte/elements";
import type { Listeners, Tags } from "./tags.ts";

type Attributes<Name extends keyof Tags> = HTMLAttributes<Tags[Name]["element"]> &
  Tags[Name]["settable"] &
  Listeners<Tags[Name]["events"]>;

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "kyc-consent": Attributes<"kyc-consent">;
    "kyc-flow": Attributes<"kyc-flow">;
    "kyc-status": Attributes<"kyc-status">;
  }
}
