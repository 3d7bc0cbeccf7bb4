import type { Page } from "@playwright/test";
import type { FlowError, KycFlowEvents } from "../../www/element/flow/index.ts";
import { LOGO, type Site } from "./site.ts";

const base = { partner: "one", scopes: ["onramp"] };
const field = (item: string, group: string, control: string, more = {}) => ({
  item,
  group,
  control,
  required: true,
  maxLength: 80,
  ...more,
});

export const FIELDS = [
  field("country-of-residence", "person", "country", { decides: true, autocomplete: "country" }),
  field("first-name", "person", "text", { autocomplete: "given-name" }),
  field("date-of-birth", "person", "date", { autocomplete: "bday" }),
  field("email", "contact", "email", { autocomplete: "email", required: false }),
  field("employment", "finances", "choice", { options: [{ value: "full-time" }, { value: "own", label: "My own" }] }),
];

/** A field that only some residences are asked for. */
export const STATE = field("state", "address", "text", { autocomplete: "address-level1" });

/** The tasks of a gateway, one of each kind. */
export const TASKS = {
  consent: { ...base, id: "one.consent", kind: "consent", text: "ask-consent", policies: ["crossmint-privacy-policy"] },
  form: { ...base, id: "one.details", kind: "form", text: "provide", fields: FIELDS },
  documents: {
    ...base,
    id: "one.documents",
    kind: "documents",
    text: "provide",
    documents: [
      {
        item: "identity-document",
        ways: [
          { way: "passport", parts: [{ part: "passport", camera: "environment" }] },
          { way: "card", parts: [{ part: "card-front" }, { part: "card-back" }] },
        ],
        received: [],
      },
      { item: "selfie", ways: [{ way: "selfie", parts: [{ part: "selfie", camera: "user" }] }], received: [] },
    ],
    accept: ["image/jpeg", "image/png", "application/pdf"],
    maxBytes: 200_000,
    storage: "gateway",
  },
  start: { ...base, id: "one.check", kind: "start", text: "start-verification", automatic: false },
  link: { ...base, id: "one.link", kind: "link", text: "start-verification", url: "https://partner.example/check" },
  outside: { ...base, id: "one.outside", kind: "outside", text: "provide" },
  wait: { ...base, id: "one.wait", kind: "wait", text: "wait-review", reason: "review", lookAgainAfter: 5, show: [] },
  done: { ...base, id: "one.done", kind: "done", text: "proceed", show: [] },
  stop: { ...base, id: "one.stop", kind: "stop", text: "stop-final", final: true, show: ["The photo was not clear."] },
  hold: { ...base, id: "one.hold", kind: "hold", text: "hold", show: [] },
} as const;

export type Kind = keyof typeof TASKS;

const STEP_OF: Record<Kind, number> = {
  consent: 0,
  form: 1,
  documents: 2,
  start: 3,
  link: 3,
  outside: 3,
  wait: 3,
  done: 5,
  stop: 4,
  hold: 4,
};

export function flowAt(kind: Kind, task: object = TASKS[kind]): Record<string, unknown> {
  const now = STEP_OF[kind];
  const timeline = ["consent", "details", "documents", "check", "result"].map((step, place) => ({
    ...base,
    step,
    state: place < now ? "done" : place > now ? "ahead" : kind === "stop" ? "failed" : "current",
    ...(step === "consent" && now > 0 && { at: "2026-11-23T10:00:00Z" }),
  }));
  return { tasks: [task], timeline, lookAgainAfter: kind === "wait" ? 5 : null, problems: [] };
}

/** A page with the flow at this task. */
export function atTask(site: Site, kind: Kind, attributes = ""): void {
  site.script = "flow.js";
  site.html = `<kyc-flow gateway="gateway" scopes="onramp,kyc" ${attributes}>${LOGO}
<p slot="outside">The host’s own part</p><a slot="done" href="sent">To the payment</a></kyc-flow><p><a id="after" href="sent">After</a></p>`;
  site.routes["GET /flow"] = () => ({ body: flowAt(kind) });
}

/** Collects the details of the events, before any of them can happen. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: unknown[] = [];
    Object.assign(globalThis, { flowEvents: seen });
    for (const name of [
      "kyc-flow-task",
      "kyc-flow-done",
      "kyc-flow-outside",
      "kyc-flow-failed",
      "kyc-status-changed",
    ]) {
      addEventListener(name, (event) => {
        const { detail } = event as CustomEvent<KycFlowEvents[keyof KycFlowEvents] & { error?: FlowError }>;
        seen.push([name, detail.error?.code ?? ("kind" in detail ? detail.kind : "")]);
      });
    }
  });
}

export function events(page: Page): Promise<[string, string][]> {
  return page.evaluate(() => (globalThis as unknown as { flowEvents: [string, string][] }).flowEvents);
}
