// The gateway as if it were deployed with other variables: what the header `x-variables` has in place of those it has.
import gateway, { type Env } from "kyc-assent/gateway";

export * from "kyc-assent/gateway";

export default {
  fetch(request, env, context) {
    const others = JSON.parse(decodeURIComponent(request.headers.get("x-variables") ?? "{}")) as object;
    const all = Object.entries({ ...env, ...others }).filter(([, value]) => value !== null);
    return gateway.fetch(request, Object.fromEntries(all) as unknown as Env, context);
  },
} satisfies typeof gateway;
