import { json, text } from "./arguments.ts";
import type { Ask, Glue } from "./ask.ts";
import type { ConsentSurface } from "./surface.ts";

/** The functions of the consent flavour, as wasm-bindgen exports them: text in, the address of the answer out. */
export interface ConsentGlue extends Glue {
  present(policy: string, languages: string, region: string): number;
  check(policy: string, shown: string, reviewedOnly: boolean, evidence: boolean, region: string): number;
}

/** Gives the functions of the consent flavour their types. */
export function consentFunctions(glue: ConsentGlue, ask: Ask): ConsentSurface {
  const typed = {
    present: (policy: unknown, languages: unknown, region: unknown = "") => {
      const [data, wanted, place] = [json("policy", policy), json("languages", languages), text("region", region)];
      return ask(() => glue.present(data, wanted, place));
    },
    check: (
      policy: unknown,
      shown: unknown,
      options?: { reviewedOnly?: unknown; evidence?: unknown; region?: unknown },
    ) => {
      const [data, seen] = [json("policy", policy), json("shown", shown)];
      const { reviewedOnly, evidence } = options ?? {};
      const region = text("options.region", options?.region ?? "");
      return ask(() => glue.check(data, seen, reviewedOnly === true, evidence === true, region));
    },
  };
  // The core's answers have the shapes of consent.ts; the tests hold it to them.
  return typed as unknown as ConsentSurface;
}
