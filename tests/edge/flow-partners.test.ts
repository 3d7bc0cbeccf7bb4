import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Flow, FlowTask } from "../../www/package/flow.ts";
import { advance, count, customer, startWithPartners } from "./partners.ts";
import type { Answer, Person, RunningGateway } from "./start-gateway.ts";

vi.setConfig({ testTimeout: 60_000 });

const PASSWORD = "sandbox-only-password";
const DOMAIN = "b2core.sandbox.example";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startWithPartners();
});
afterAll(() => gateway.stop());

function flowOf(answer: Answer): Flow {
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.body as unknown as Flow;
}

async function tasks(
  person: Person,
  scope: string,
  headers: Record<string, string> = {},
): Promise<readonly FlowTask[]> {
  return flowOf(await person.ask(`/flow?scopes=${scope}`, { headers })).tasks;
}

function send(
  person: Person,
  id: string,
  scope: string,
  values: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  return person.ask(`/flow/tasks/${id}`, { method: "POST", body: { scopes: [scope], values }, headers });
}

describe("Kriptomat", () => {
  test("a person whom Sumsub has approved is handed over, once, and waits", async () => {
    const person = customer(gateway, 1201, "approved-1201");
    expect(await tasks(person, "kyc")).toMatchObject([{ id: "kriptomat.start", kind: "start", automatic: false }]);
    const answers = await Promise.all([send(person, "kriptomat.start", "kyc"), send(person, "kriptomat.start", "kyc")]);
    for (const answer of answers) {
      expect(flowOf(answer).tasks).toMatchObject([{ kind: "wait", reason: "review", scopes: ["kyc"] }]);
    }
    expect(await count(gateway, "kriptomat.importKyc")).toBe(1);
    await advance(gateway, 600);
    await vi.waitFor(
      async () => {
        await gateway.restart();
        const { body } = await person.ask("/kriptomat/user");
        expect(body.decisions).toMatchObject([{ next: "proceed" }]);
      },
      { timeout: 30_000, interval: 500 },
    );
    expect(await tasks(person, "kyc")).toMatchObject([{ id: "kriptomat.result", kind: "done", scopes: ["kyc"] }]);
  });

  test.each([
    ["init-1", { kind: "outside", partner: "sumsub" }],
    ["retry-1", { kind: "outside", partner: "sumsub" }],
    ["pending-1", { kind: "wait", partner: "sumsub" }],
    ["on-hold-1", { kind: "wait", partner: "sumsub", reason: "manual-review" }],
    ["final-1", { kind: "stop", partner: "sumsub", final: true }],
  ] as const)(
    "while Sumsub's review is %s, that is what is next, and nobody is handed over",
    async (applicant, task) => {
      const person = customer(gateway, 1300 + applicant.length, applicant);
      expect(await tasks(person, "kyc")).toMatchObject([{ ...task, scopes: ["kyc"] }]);
      const before = await count(gateway, "kriptomat.importKyc");
      const [{ kind } = { kind: "" }] = flowOf(await send(person, "kriptomat.start", "kyc")).tasks;
      expect([kind, await count(gateway, "kriptomat.importKyc")]).toEqual([task.kind, before]);
    },
  );

  test("where nobody is shared from Sumsub there is a link to open", async () => {
    const alone = await startWithPartners({ variables: { KRIPTOMAT_SUMSUB_CLIENT_ID: undefined } });
    const person = customer(alone, 1401);
    expect(await tasks(person, "kyc")).toMatchObject([{ id: "kriptomat.start", kind: "start" }]);
    const after = flowOf(await send(person, "kriptomat.start", "kyc"));
    expect(after.tasks).toMatchObject([{ id: "kriptomat.link", kind: "link", url: expect.stringMatching(/^https:/) }]);
    expect(await tasks(person, "kyc")).toMatchObject([{ kind: "wait" }]);
    expect(await count(alone, "kriptomat.requestKyc")).toBe(1);
    await alone.stop();
  });

  test("a person whom the token does not name there is a problem", async () => {
    const { body } = await gateway.person("verified-nobody").ask("/flow?scopes=kyc");
    expect(body["tasks"]).toEqual([]);
    expect(body["problems"]).toContainEqual(expect.objectContaining({ partner: "kriptomat", code: "not-found" }));
  });
});

test("Sumsub: what it asks for is outside, what it has approved is done", async () => {
  expect(await tasks(customer(gateway, undefined, "init-7"), "identity")).toMatchObject([
    { id: "sumsub.outside", kind: "outside" },
  ]);
  expect(await tasks(customer(gateway, undefined, "approved-7"), "identity")).toMatchObject([{ kind: "done" }]);
});

function cookieOf({ headers }: Answer): string {
  return headers.get("set-cookie")?.split(";")[0] ?? "";
}

async function authenticatorCode(): Promise<string> {
  return String((await gateway.control("/control/partners/b2core/authenticator-code", "POST", {})).code);
}

/** Signs in by the flow; gives the cookie. */
async function signIn(person: Person, email: string): Promise<string> {
  const first = await send(person, "b2core.sign-in", "level", { "client-email": email, "client-password": PASSWORD });
  expect(flowOf(first).tasks).toMatchObject([{ id: "b2core.second-factor", kind: "form" }]);
  const cookie = cookieOf(first);
  const chosen = await send(person, "b2core.second-factor", "level", { "second-factor": "google" }, { cookie });
  expect(flowOf(chosen).tasks).toMatchObject([
    { id: "b2core.code", fields: [{ item: "second-factor-code", control: "one-time-code" }] },
  ]);
  const code = await authenticatorCode();
  const values = { "second-factor-code": `${code.slice(0, 3)} ${code.slice(3)}` };
  expect((await send(person, "b2core.code", "level", values, { cookie })).status).toBe(200);
  return cookie;
}

async function stored(email: string): Promise<string> {
  const upload = { email, name: "document.jpeg" };
  return String((await gateway.control("/control/partners/b2core/upload", "POST", upload)).path);
}

describe("B2CORE", () => {
  test("sign in, start, hand in file by file, done", async () => {
    const person = gateway.person("bea");
    const email = `two-steps-b@${DOMAIN}`;
    expect(await tasks(person, "level")).toMatchObject([
      {
        id: "b2core.sign-in",
        fields: [
          { item: "client-email", group: "sign-in", autocomplete: "username" },
          { item: "client-password", control: "password", autocomplete: "current-password" },
        ],
      },
    ]);
    const cookie = await signIn(person, email);
    expect(await tasks(person, "level", { cookie })).toMatchObject([{ id: "b2core.wizard", kind: "start" }]);
    let next = flowOf(await send(person, "b2core.wizard", "level", {}, { cookie })).tasks;
    const handedIn: string[] = [];
    while (next[0]?.kind === "documents" && handedIn.length < 9) {
      const [task] = next;
      expect(task).toMatchObject({ id: "b2core.documents", storage: "host" });
      const [part] = task.documents[0]?.ways[0]?.parts ?? [];
      expect(part?.name).toEqual(expect.any(String));
      const path = `/flow/tasks/b2core.documents/documents/${part?.part}?scopes=level`;
      const body = { path: await stored(email) };
      const answer = await person.ask(path, { method: "POST", body, headers: { cookie } });
      expect([answer.status, answer.body]).toEqual([200, { received: [part?.part] }]);
      handedIn.push(part?.part ?? "");
      next = await tasks(person, "level", { cookie });
    }
    expect(handedIn.length).toBeGreaterThan(1);
    expect(next).toMatchObject([{ id: "b2core.result", kind: "done", scopes: ["level"] }]);
    // What it was is known to the browser that has signed in, and to no other.
    expect(await tasks(gateway.person("mallory"), "level", { cookie })).toMatchObject([{ id: "b2core.sign-in" }]);
  });

  test("law 1: a procedure that is refused is not done", async () => {
    const person = gateway.person("ron");
    const email = `refused-r@${DOMAIN}`;
    const cookie = await signIn(person, email);
    let next = flowOf(await send(person, "b2core.wizard", "level", {}, { cookie })).tasks;
    for (let files = 0; files < 9 && next[0]?.kind === "documents"; files++) {
      const part = next[0].documents[0]?.ways[0]?.parts[0]?.part;
      const path = `/flow/tasks/b2core.documents/documents/${part}?scopes=level`;
      await person.ask(path, { method: "POST", body: { path: await stored(email) }, headers: { cookie } });
      next = await tasks(person, "level", { cookie });
    }
    expect(next).toMatchObject([{ kind: "hold" }]);
  });

  test("a wrong password and a wrong code are told at their fields, and nothing of them", async () => {
    const person = gateway.person("will");
    const email = `documents-w@${DOMAIN}`;
    const values = { "client-email": email, "client-password": "Wr0ng-Passw0rd" };
    const wrong = await send(person, "b2core.sign-in", "level", values);
    expect([wrong.status, wrong.body.fields]).toEqual([422, [{ item: "client-password", problem: "invalid" }]]);
    const first = await send(person, "b2core.sign-in", "level", { "client-email": email, "client-password": PASSWORD });
    const cookie = cookieOf(first);
    await send(person, "b2core.second-factor", "level", { "second-factor": "google" }, { cookie });
    const code = await send(person, "b2core.code", "level", { "second-factor-code": "000000" }, { cookie });
    expect([code.status, code.body.fields]).toEqual([422, [{ item: "second-factor-code", problem: "invalid" }]]);
    const empty = await send(person, "b2core.code", "level", { "second-factor-code": " " }, { cookie });
    expect(empty.body.fields).toEqual([{ item: "second-factor-code", problem: "required" }]);
    for (const text of ["Wr0ng", PASSWORD, email]) {
      expect([wrong.text, first.text, code.text, gateway.output].join()).not.toContain(text);
    }
  });

  test.each([
    ["a foreign origin", { origin: "https://evil.example" }],
    ["no origin", { origin: "" }],
  ])("%s cannot act for the client", async (_, headers) => {
    const person = gateway.person("eve");
    const cookie = await signIn(person, `level-1-${headers.origin.length}@${DOMAIN}`);
    for (const path of ["b2core.sign-in", "b2core.code", "b2core.wizard", "b2core.documents/documents/1"]) {
      const body = path.includes("/") ? { path: "y/1_file.pdf" } : { values: {} };
      const { status } = await person.ask(`/flow/tasks/${path}`, {
        method: "POST",
        body,
        headers: { ...headers, cookie },
      });
      expect([path, status]).toEqual([path, 403]);
    }
  });
});
