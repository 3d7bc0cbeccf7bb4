// What the Worker is bound to.

import type { SandboxState } from "./state.ts";

export interface SandboxEnv {
  SANDBOX_STATE: DurableObjectNamespace<SandboxState>;
  /** Where webhooks go from the start, without the partner's name at its end: `http://127.0.0.1:8787/webhooks`. */
  WEBHOOKS_TO?: string;
}

/** The one object that holds all state. */
export function stateOf(env: SandboxEnv): DurableObjectStub<SandboxState> {
  return env.SANDBOX_STATE.getByName("sandbox");
}
