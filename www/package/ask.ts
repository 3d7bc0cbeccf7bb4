import { AssentError } from "./errors.ts";

/** What every flavour's glue has beside its functions. */
export interface Glue {
  /** Makes a new instance of the module on the next call; made by wasm-bindgen for exactly this. */
  __wbg_reset_state(): void;
}

/** Calls into the core and reads its answer; a trap becomes a typed error, and the next call works. */
export type Ask = (call: () => string) => unknown;

/**
 * @param glue the flavour's glue
 * @param ready makes sure that the module is there, or throws
 */
export function asker(glue: Glue, ready: () => void): Ask {
  return (call) => {
    ready();
    let answer: { readonly ok: unknown } | { readonly error: ConstructorParameters<typeof AssentError>[0] };
    try {
      answer = JSON.parse(call());
    } catch (cause) {
      // Calls are synchronous and keep nothing, so a fresh instance loses nothing.
      glue.__wbg_reset_state();
      throw new AssentError(
        { code: "trapped", message: "the core stopped in the middle of the call; nothing was sent, call again" },
        { cause },
      );
    }
    if ("error" in answer) throw new AssentError(answer.error);
    return answer.ok;
  };
}
