import { AnswerReader, type CoreExports } from "./answer.ts";
import { AssentError } from "./errors.ts";

/** What every flavour's glue has beside its functions. */
export interface Glue extends CoreExports {
  /** Makes a new instance of the module on the next call; made by wasm-bindgen for exactly this. */
  __wbg_reset_state(): void;
}

/** Calls into the core and reads its answer; a trap becomes a typed error, and the next call works. */
export type Ask = (call: () => number) => unknown;

/**
 * @param glue the flavour's glue
 * @param ready makes sure that the module is there, or throws
 */
export function asker(glue: Glue, ready: () => void): Ask {
  const answers = new AnswerReader(glue);
  return (call) => {
    ready();
    let value: unknown;
    try {
      value = answers.read(call());
    } catch (cause) {
      // Calls are synchronous and keep nothing, so a fresh instance loses nothing.
      glue.__wbg_reset_state();
      throw new AssentError(
        { code: "trapped", message: "the core stopped in the middle of the call; nothing was sent, call again" },
        { cause },
      );
    }
    if (answers.isError) throw new AssentError(value as ConstructorParameters<typeof AssentError>[0]);
    return value;
  };
}
