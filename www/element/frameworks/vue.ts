/**
 * The tags in the templates of Vue 3. Types alone: name it in a declaration file (`import "kyc-assent/vue";`) or in
 * `types` of tsconfig.json. That they are custom elements, Vue's compiler is told by `isCustomElement`.
 */
import type { HTMLAttributes, PublicProps } from "vue";
import type { Tags } from "./tags.ts";

/** `kyc-consent-given` as `KycConsentGiven`. */
type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

type VueListeners<Events> = {
  readonly [Name in keyof Events & string as `on${Pascal<Name>}`]?:
    | ((event: CustomEvent<Events[Name]>) => void)
    | undefined;
};

type Component<Name extends keyof Tags> = new () => Tags[Name]["element"] & {
  readonly $props: HTMLAttributes & PublicProps & Tags[Name]["settable"] & VueListeners<Tags[Name]["events"]>;
};

declare module "vue" {
  interface GlobalComponents {
    "kyc-consent": Component<"kyc-consent">;
    "kyc-flow": Component<"kyc-flow">;
    "kyc-status": Component<"kyc-status">;
  }
}
