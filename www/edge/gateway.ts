import { matchedRoutes } from "hono/route";
import { Hono } from "hono/tiny";
import { AssentError } from "kyc-assent/edge";
import type { Policy } from "../package/types.ts";
import type { Env, Settings } from "./configuration.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { log, logUnforeseen } from "./log.ts";
import { isForOperators, operatorSignIn } from "./operator-sign-in.ts";
import { allowOrigin, isForAnybody, METHODS, preflight, refuseForeignOrigin } from "./origins.ts";
import { PolicyRegistry } from "./policies/policy-registry.ts";
import type { OwnWords } from "./policies/presentation-of.ts";
import { detailOf, problemResponse, Refusal } from "./problem.ts";
import { ROUTES } from "./routes/registry.ts";
import { newSpan } from "./trace.ts";
import type { Visit } from "./visit.ts";
import { wholeConfiguration } from "./whole-configuration.ts";

/** What a host may set in code. All else comes from variables and bindings, see {@link Env}. */
export interface GatewayOptions {
  readonly limits?: Partial<Limits>;
  /** Policies of your own, beside the package's; the variable `POLICIES` says which are in use. */
  readonly policies?: readonly Policy[];
  /**
   * Words of the element by language, `{ "de": { "required": "…" } }`, sent with each sentence in place of the package's.
   * Elements have the package's words beside their script; for who reads presentations without one, hand in all of
   * `kyc-assent/words.json`.
   */
  readonly words?: OwnWords;
}

const METHODS_THAT_CHANGE: ReadonlySet<string> = new Set(["POST", "PUT", "DELETE"]);

/** The gateway as a Worker's default export. */
export function gateway(
  options: GatewayOptions = {},
): ExportedHandler<Env> & { fetch: ExportedHandlerFetchHandler<Env> } {
  const app = routed({ ...LIMITS, ...options.limits }, new PolicyRegistry(options.policies ?? []), options.words ?? {});
  return {
    fetch: (request, env, context) => {
      const answer = app.fetch(request, env, context);
      // What a person has handed in is seen through though they leave, and so is what the ledgers have to learn of it.
      if (METHODS_THAT_CHANGE.has(request.method)) context.waitUntil(Promise.resolve(answer));
      return answer;
    },
  };
}

function routed(limits: Limits, registry: PolicyRegistry, words: OwnWords): Hono<Visit> {
  const app = new Hono<Visit>();

  app.use(async (c, next) => {
    const { requestId, parent } = newSpan(c.req.header("traceparent"));
    const started = Date.now();
    c.set("requestId", requestId);
    c.set("limits", limits);
    c.set("registry", registry);
    c.set("words", words);
    await next();
    const { headers, status } = c.res;
    headers.set("x-request-id", requestId);
    headers.set("x-content-type-options", "nosniff");
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    if (isForAnybody(c.req.path)) headers.set("access-control-allow-origin", "*");
    else if (!isForOperators(c.req.path)) allowOrigin(headers, c.req.raw, c.get("settings"));
    const operation = `${c.req.method} ${matchedRoutes(c).at(-1)?.path ?? ""}`;
    const code = c.error === undefined ? undefined : detailOf(c.error).code;
    log("info", { event: "request", operation, status, code, ms: Date.now() - started, requestId, parent });
  });

  app.use(async (c, next) => {
    if (c.req.path === "/health") return next();
    const settings = await settingsOf(c.env, registry, c.get("requestId"));
    c.set("settings", settings);
    if (!isForAnybody(c.req.path)) refuseForeignOrigin(c.req.raw, settings);
    if (c.req.method === "OPTIONS" && !isForOperators(c.req.path)) return preflight(settings);
    return next();
  });

  app.use("/operator/*", operatorSignIn);
  for (const routes of ROUTES) app.route("/", routes);

  app.notFound((c) => {
    const requestId = c.get("requestId");
    const takes = (method: string) =>
      app.router.match(method, c.req.path)[0].some(([[, route]]) => route.method === method);
    const allow = METHODS.filter(takes).join(", ");
    if (allow === "")
      return problemResponse(new Refusal(404, { code: "not-found", message: "no such route" }), requestId);
    const response = problemResponse(
      new Refusal(405, { code: "not-found", message: `this address takes ${allow}` }),
      requestId,
    );
    response.headers.set("allow", allow);
    return response;
  });

  app.onError((error, c) => {
    const requestId = c.get("requestId");
    const isForeseen = error instanceof AssentError || error instanceof Refusal;
    if (!isForeseen) logUnforeseen(error, { event: "failed", requestId });
    return problemResponse(error, requestId);
  });

  return app;
}

/** The checked settings. Without them nothing is served, and only the log says what is wrong. */
async function settingsOf(env: Env, registry: PolicyRegistry, requestId: string): Promise<Settings> {
  const checked = await wholeConfiguration(env, registry);
  if ("settings" in checked) return checked.settings;
  const problems = checked.faults.map(({ variable, advice }) => `${variable}: ${advice}`);
  log("error", { event: "misconfigured", problems, requestId });
  throw new Refusal(503, {
    code: "unavailable",
    message: "the gateway is not set up; its operator finds why in its log",
  });
}
