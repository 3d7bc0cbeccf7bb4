// The control API and the forms of the control page.

import { type Context, Hono } from "hono";
import { renderPage } from "./control-page.ts";
import { controlStyle } from "./control-style.ts";
import { faultKinds } from "./faults.ts";
import { operationNames, partnerNamed, partners } from "./partners.ts";
import { type SandboxEnv, stateOf } from "./sandbox-env.ts";
import { settingFromText } from "./settings.ts";
import type { Controlled } from "./state.ts";

type ControlContext = Context<{ Bindings: SandboxEnv }>;

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export const control = new Hono<{ Bindings: SandboxEnv }>();

function reply(context: ControlContext, result: Controlled<unknown>): Response {
  if (result.wrong !== undefined) {
    return context.json({ error: result.wrong }, result.status === 404 ? 404 : result.status === 409 ? 409 : 400);
  }
  return context.json(result.value ?? {});
}

/** The body as an object; null when it is none. */
async function bodyOf(context: ControlContext): Promise<Record<string, unknown> | null> {
  const text = await context.req.text();
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const notAnObject: Controlled<unknown> = { wrong: "the body must be a JSON object", status: 400 };

control.use(async (context, next) => {
  // Other sites must not work the sandbox through a visitor's browser.
  const origin = context.req.header("origin");
  if (context.req.method !== "GET" && origin !== undefined && origin !== new URL(context.req.url).origin) {
    return context.json({ error: "calls from other origins are refused" }, 403);
  }
  await next();
  context.header("cache-control", "no-store");
  context.header("x-content-type-options", "nosniff");
  context.header("content-security-policy", CONTENT_SECURITY_POLICY);
});

control.get("/control/people", (context) =>
  context.json({
    people: partners.flatMap(({ name, people }) => people.map((person) => ({ partner: name, ...person }))),
  }),
);

control.get("/control/accounts", (context) =>
  context.json({
    accounts: partners.flatMap(({ name, accounts }) => accounts.map((account) => ({ partner: name, ...account }))),
  }),
);

control.get("/control/webhooks", async (context) => context.json(await stateOf(context.env).webhooks()));

control.put("/control/webhooks", async (context) => {
  const body = await bodyOf(context);
  if (body === null) return reply(context, notAnObject);
  const { held, order } = body;
  return reply(context, await stateOf(context.env).holdWebhooks(held, order));
});

control.post("/control/webhooks/:id/:what{replay|forge}", async (context) => {
  const body = await bodyOf(context);
  if (body === null) return reply(context, notAnObject);
  const { id, what } = context.req.param();
  const { how = "" } = body;
  return reply(context, await stateOf(context.env).copyWebhook(id, what === "forge" ? how : null));
});

control.get("/control/faults", async (context) =>
  context.json({ faults: await stateOf(context.env).faults(), kinds: faultKinds, operations: operationNames() }),
);

control.put("/control/faults", async (context) => {
  const body = await bodyOf(context);
  if (body === null) return reply(context, notAnObject);
  const { faults } = body;
  const result = await stateOf(context.env).setFaults(faults);
  return reply(context, result.wrong === undefined ? { value: { faults: result.value } } : result);
});

control.get("/control/settings", async (context) =>
  context.json({
    settings: await stateOf(context.env).settings(),
    known: Object.fromEntries(partners.map(({ name, settings }) => [name, settings])),
  }),
);

control.put("/control/settings/:partner", async (context) => {
  const body = await bodyOf(context);
  if (body === null) return reply(context, notAnObject);
  return reply(context, await stateOf(context.env).setSettings(context.req.param("partner"), body));
});

control.get("/control/clock", async (context) => context.json(await stateOf(context.env).clock()));

control.put("/control/clock", async (context) => {
  const body = await bodyOf(context);
  if (body === null) return reply(context, notAnObject);
  const { running } = body;
  return reply(context, await stateOf(context.env).setRunning(running));
});

control.post("/control/clock/advance", async (context) => {
  const body = await bodyOf(context);
  if (body === null) return reply(context, notAnObject);
  const { seconds } = body;
  return reply(context, await stateOf(context.env).advance(seconds));
});

control.post("/control/reset", async (context) => {
  await stateOf(context.env).reset();
  return context.json({ reset: true });
});

control.get("/control/log", async (context) => context.json({ calls: await stateOf(context.env).log() }));

control.post("/control/partners/:partner/:action", async (context) => {
  const body = await bodyOf(context);
  if (body === null) return reply(context, notAnObject);
  const { partner, action } = context.req.param();
  return reply(context, await stateOf(context.env).staff(partner, action, body));
});

control.get("/control.css", (context) =>
  context.body(controlStyle, 200, { "content-type": "text/css; charset=utf-8" }),
);

async function page(context: ControlContext, notice: string, wrong: boolean): Promise<Response> {
  const state = stateOf(context.env);
  const [faults, settings, clock, calls, hooks] = await Promise.all([
    state.faults(),
    state.settings(),
    state.clock(),
    state.log(),
    state.webhooks(),
  ]);
  return context.html(renderPage({ faults, settings, clock, calls, hooks, notice, wrong }), wrong ? 400 : 200);
}

const DONE: Record<string, string> = {
  clock: "The clock was set.",
  faults: "The faults were changed.",
  settings: "The settings were saved.",
  staff: "Done.",
  hold: "Done.",
  copy: "The webhook was sent.",
  reset: "Everything was forgotten.",
};

control.get("/", (context) => page(context, DONE[context.req.query("done") ?? ""] ?? "", false));

/** Carries out one form of the page. */
async function submit(context: ControlContext, form: Record<string, string>): Promise<Controlled<unknown>> {
  const state = stateOf(context.env);
  const { form: which = "", partner: partnerName = "", ...fields } = form;
  switch (which) {
    case "clock": {
      const { running, seconds } = fields;
      return running === undefined ? state.advance(Number(seconds)) : state.setRunning(running === "true");
    }
    case "faults": {
      const { clear, fault, calls, operation } = fields;
      if (clear !== undefined) return state.setFaults([]);
      const added = { fault, calls: Number(calls), operation: operation === "" ? null : operation };
      return state.setFaults([...(await state.faults()), added]);
    }
    case "settings": {
      const specs = partnerNamed(partnerName)?.settings ?? {};
      const change = Object.entries(fields).map(([name, text]) => {
        const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
        return [name, spec === undefined ? text : settingFromText(spec, text)] as const;
      });
      return state.setSettings(partnerName, Object.fromEntries(change));
    }
    case "staff": {
      const { action = "", ...texts } = fields;
      const input = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
      return state.staff(partnerName, action, input);
    }
    case "hold": {
      const { held, order } = fields;
      return state.holdWebhooks(held === "true", order);
    }
    case "copy": {
      const { id, how } = fields;
      return state.copyWebhook(id, how === "" ? null : how);
    }
    case "reset":
      await state.reset();
      return { value: null };
    default:
      return { wrong: "there is no such form", status: 400 };
  }
}

control.post("/", async (context) => {
  const parsed = await context.req.parseBody();
  const form = Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const result = await submit(context, form);
  if (result.wrong !== undefined) return page(context, result.wrong, true);
  const { form: which = "", partner = "", action = "" } = form;
  const told = which === "staff" && partnerNamed(partner)?.staff.some(({ name, tells }) => name === action && tells);
  if (told) return page(context, JSON.stringify(result.value), false);
  return context.redirect(`/?done=${encodeURIComponent(which)}`, 303);
});
