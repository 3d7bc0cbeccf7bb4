// The gateway with a clock that jumps: `/clock?by=MS` sets how far it is from the real one.

import gateway from "kyc-assent/gateway";

export * from "kyc-assent/gateway";

const RealDate = Date;
let by = 0;

class JumpingDate extends RealDate {
  constructor(...given: []) {
    if (given.length === 0) super(RealDate.now() + by);
    else super(...given);
  }

  static override now(): number {
    return RealDate.now() + by;
  }
}
globalThis.Date = JumpingDate as DateConstructor;

export default {
  fetch(request, env, context) {
    const url = new URL(request.url);
    if (url.pathname !== "/clock") return gateway.fetch(request, env, context);
    by = Number(url.searchParams.get("by"));
    return new Response(null, { status: 204 });
  },
} satisfies typeof gateway;
