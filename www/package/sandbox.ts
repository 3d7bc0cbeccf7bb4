/**
 * What `kyc-assent/sandbox` exports: the Worker that plays the partners, and its Durable Object, to be bound as `SANDBOX_STATE`. The
 * gateway takes it as the service `SANDBOX`, in staging alone.
 * @module
 */

declare const sandbox: { fetch(request: Request, env: never, context: never): Response | Promise<Response> };
export default sandbox;

/** All that the sandbox keeps. */
export declare class SandboxState {
  constructor(state: never, env: never);
}
