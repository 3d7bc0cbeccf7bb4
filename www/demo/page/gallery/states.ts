/** Every state of the elements, as data: the gallery shows them, and the tests compare their pictures. */
import type { Answer, State } from "./state.ts";

const policy = "crossmint-privacy-policy";
const agreed = "2026-11-23T10:00:00Z";
const sentence: Answer = { sentence: policy };
const unavailable: Answer = { status: 503, body: { code: "unavailable" } };

const base = { partner: "example", scopes: ["onramp"] };
const field = (item: string, group: string, control: string, more = {}) => {
  return { item, group, control, required: true, maxLength: 80, ...more };
};
const fields = [
  field("country-of-residence", "person", "country", { decides: true }),
  field("first-name", "person", "text"),
  field("last-name", "person", "text"),
  field("date-of-birth", "person", "date"),
  field("address-line", "address", "text"),
  field("postal-code", "address", "text"),
  field("city", "address", "text"),
  field("email", "contact", "email", { required: false }),
  field("employment", "finances", "choice", { options: [{ value: "full-time" }] }),
];
const client = [field("client-email", "sign-in", "email"), field("client-password", "sign-in", "password")];
const code = [field("second-factor-code", "sign-in", "one-time-code")];

const part = (name: string, camera?: string) => ({ part: name, ...(camera && { camera }) });
const documents = [
  {
    item: "identity-document",
    ways: [
      { way: "passport", parts: [part("passport", "environment")] },
      { way: "card", parts: [part("card-front", "environment"), part("card-back", "environment")] },
    ],
    received: [],
  },
  { item: "selfie", ways: [{ way: "selfie", parts: [part("selfie", "user")] }], received: [] },
];
const accept = ["image/jpeg", "image/png", "application/pdf"];

const tasks = {
  consent: { kind: "consent", text: "ask-consent", policies: [policy] },
  form: { kind: "form", text: "provide", fields },
  signIn: { kind: "form", text: "provide", fields: client },
  code: { kind: "form", text: "provide", fields: code },
  documents: { kind: "documents", text: "provide", documents, accept, maxBytes: 10_485_760, storage: "gateway" },
  start: { kind: "start", text: "start-verification", automatic: false },
  link: { kind: "link", text: "start-verification", url: "https://partner.example/check" },
  outside: { kind: "outside", text: "provide" },
  wait: { kind: "wait", text: "wait-review", reason: "review", lookAgainAfter: 600, show: [] },
  done: { kind: "done", text: "proceed", show: [] },
  stop: { kind: "stop", text: "stop-final", final: true, show: ["The photo was not clear."] },
  hold: { kind: "hold", text: "hold", show: [] },
};

/** The step of each task on the way. */
const places: Readonly<Record<keyof typeof tasks, number>> = {
  consent: 0,
  form: 1,
  signIn: 1,
  code: 1,
  documents: 2,
  start: 3,
  link: 3,
  outside: 3,
  wait: 3,
  done: 5,
  stop: 4,
  hold: 4,
};

function at(name: keyof typeof tasks): Answer {
  const now = places[name];
  const timeline = ["consent", "details", "documents", "check", "result"].map((step, place) => {
    const current = name === "stop" ? "failed" : "current";
    const state = place < now ? "done" : place > now ? "ahead" : current;
    return { ...base, step, state, ...(place === 0 && now > 0 && { at: agreed }) };
  });
  const task = { ...base, id: `example.${name}`, ...tasks[name] };
  return { body: { tasks: [task], timeline, lookAgainAfter: null, problems: [] } };
}

const routes = { sentence: `GET policies/${policy}/presentation`, flow: "GET flow" };

function consent(name: string, title: string, more: Partial<State> = {}): State {
  const attributes = { policy, name: "consent" };
  const answers = { [routes.sentence]: sentence, ...more.answers };
  return { name: `consent-${name}`, title, tag: "kyc-consent", attributes, until: "box", ...more, answers };
}

function flow(name: string, title: string, task: keyof typeof tasks, more: Partial<State> = {}): State {
  const answers = { [routes.flow]: at(task), [routes.sentence]: sentence, ...more.answers };
  return { name: `flow-${name}`, title, tag: "kyc-flow", until: "heading", ...more, answers };
}

function status(name: string, title: string, task: keyof typeof tasks, more: Partial<State> = {}): State {
  const answers = { [routes.flow]: at(task), ...more.answers };
  return { name: `status-${name}`, title, tag: "kyc-status", until: "timeline", ...more, answers };
}

const files = ["passport", "selfie"];
export const states: readonly State[] = [
  consent("ready", "Can be ticked"),
  consent("ticked", "Ticked", { tick: true }),
  consent("missing", "Sent without it", { acts: [{ miss: true }] }),
  consent("failed", "The text cannot be loaded", { answers: { [routes.sentence]: unavailable }, until: "retry" }),
  flow("loading", "Nothing is known yet", "wait", { answers: { [routes.flow]: { never: true } }, until: "activity" }),
  flow("failed", "The gateway does not answer", "wait", { answers: { [routes.flow]: unavailable }, until: "retry" }),
  flow("consent", "Consent", "consent", { until: "consent" }),
  flow("form", "Details", "form", { acts: [{ fill: { "first-name": "Mara", "last-name": "Lindqvist" } }] }),
  flow("form-errors", "Details with errors", "form", { acts: [{ press: "primary" }], until: "errors" }),
  flow("sign-in", "Sign-in at the partner", "signIn"),
  flow("code", "The code of the second factor", "code"),
  flow("documents", "Documents", "documents"),
  flow("documents-chosen", "Documents, chosen", "documents", { acts: [{ choose: files }] }),
  flow("documents-errors", "Documents with errors", "documents", { acts: [{ press: "primary" }], until: "errors" }),
  flow("documents-sending", "Documents on their way", "documents", {
    answers: { "POST flow/tasks/example.documents/documents/passport": { never: true } },
    acts: [{ choose: files }, { press: "primary" }],
    until: "activity",
  }),
  flow("start", "Start", "start"),
  flow("start-failed", "Start that fails", "start", {
    answers: { "POST flow/tasks/example.start": unavailable },
    acts: [{ press: "primary" }],
    until: "retry",
  }),
  flow("link", "A page of the partner’s", "link"),
  flow("outside", "The host’s own part", "outside"),
  flow("wait", "Waiting", "wait"),
  flow("done", "Done", "done"),
  flow("stop", "Not possible", "stop"),
  flow("hold", "Not understood", "hold"),
  status("wait", "Status: waiting", "wait"),
  status("done", "Status: done", "done"),
  status("stop", "Status: not possible", "stop"),
  status("failed", "Status: the gateway does not answer", "wait", {
    answers: { [routes.flow]: unavailable },
    until: "retry",
  }),
];
