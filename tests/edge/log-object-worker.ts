// The gateway, with the log's object to be asked directly: `POST /log-object` with `[method, …arguments]`. Where the variable
// HOLD_ALARM is set, its alarm rings only when it is asked to (`ring`).

import gateway, { ConsentLog as Log } from "kyc-assent/gateway";

export { B2coreSession, ConsentLedger, PartnerSession, PartnerVerification, PolicyBook } from "kyc-assent/gateway";

type Parameters = ConstructorParameters<typeof Log>;
type Env = Parameters[1] & { readonly HOLD_ALARM?: string };

export class ConsentLog extends Log {
  override async alarm(): Promise<void> {
    if (!(this.env as Env).HOLD_ALARM) await super.alarm();
  }

  ring(): Promise<void> {
    return super.alarm();
  }
}

export default {
  async fetch(request, env, context) {
    if (new URL(request.url).pathname !== "/log-object") return gateway.fetch(request, env, context);
    const [method, ...args] = (await request.json()) as [string, ...unknown[]];
    const log = env.CONSENT_LOG?.getByName("log") as unknown as Record<string, (...args: unknown[]) => unknown>;
    return Response.json((await log[method]?.(...args)) ?? null);
  },
} satisfies typeof gateway;
