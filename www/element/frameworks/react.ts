/**
 * The tags in the JSX of React 19 and newer. Types alone: name it in a declaration file (`import "kyc-assent/react";`) or
 * in `types` of tsconfig.json.
 */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { Listeners, Tags } from "./tags.ts";

type Props<Name extends keyof Tags> = DetailedHTMLProps<HTMLAttributes<Tags[Name]["element"]>, Tags[Name]["element"]> &
  Tags[Name]["settable"] &
  Listeners<Tags[Name]["events"]>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "kyc-consent": Props<"kyc-consent">;
      "kyc-flow": Props<"kyc-flow">;
      "kyc-status": Props<"kyc-status">;
    }
  }
}
