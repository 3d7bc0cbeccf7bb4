import { json } from "./arguments.ts";
import type { Ask, Glue } from "./ask.ts";
import type { ConsentSurface } from "./surface.ts";

/** The functions of the consent flavour, as wasm-bindgen exports them: text in, text out. */
export interface ConsentGlue extends Glue {
  present(policy: string, languages: string): string;
  check(policy: string, shown: string, reviewedOnly: boolean, evidence: boolean): string;
}

/** Gives the functions of the consent flavour their types. */
export function consentFunctions(glue: ConsentGlue, ask: Ask): ConsentSurface {
  const typed = {
    present: (policy: unknown, languages: unknown) => {
      const [data, wanted] = [json("policy", policy), json("languages", languages)];
      return ask(() => glue.present(data, wanted));
    },
    check: (policy: unknown, shown: unknown, options?: { reviewedOnly?: boolean; evidence?: boolean }) => {
      const [data, seen] = [json("policy", policy), json("shown", shown)];
      return ask(() => glue.check(data, seen, options?.reviewedOnly === true, options?.evidence === true));
    },
  };
  // The core's answers have the shapes of consent.ts; the tests hold it to them.
  return typed as unknown as ConsentSurface;
}
