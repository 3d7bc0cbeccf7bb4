// What the Worker is bound to.

import type { SandboxState } from "./state.ts";

export interface SandboxEnv {
  SANDBOX_STATE: DurableObjectNamespace<SandboxState>;
}

/** The one object that holds all state. */
export function stateOf(env: SandboxEnv): DurableObjectStub<SandboxState> {
  return env.SANDBOX_STATE.getByName("sandbox");
}
