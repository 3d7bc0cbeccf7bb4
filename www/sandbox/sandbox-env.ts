// What the Worker is bound to.

import type { Settings } from "./settings.ts";
import type { SandboxState } from "./state.ts";

export interface SandboxEnv {
  SANDBOX_STATE: DurableObjectNamespace<SandboxState>;
  /** What some settings of a partner are from the start, and after a reset, instead of what is listed. */
  INITIAL_SETTINGS?: Readonly<Record<string, Settings>>;
}

/** The one object that holds all state. */
export function stateOf(env: SandboxEnv): DurableObjectStub<SandboxState> {
  return env.SANDBOX_STATE.getByName("sandbox");
}
