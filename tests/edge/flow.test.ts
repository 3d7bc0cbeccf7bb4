import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Flow, FlowTask } from "../../www/package/flow.ts";
import { type Answer, DOCUMENT, type Person, type RunningGateway, startGateway } from "./start-gateway.ts";

vi.setConfig({ testTimeout: 60_000 });

const CLAIMS = { identity_at: "2026-03-02T09:30:00Z", liveness_at: 1_772_443_800 };

let gateway: RunningGateway;
beforeAll(async () => {
  const variables = {
    IDENTITY_CHECK_CLAIM: "identity_at",
    LIVENESS_CHECK_CLAIM: "liveness_at",
    FLOW_OPTIONS: JSON.stringify({ employment: [{ value: "retired", label: "Retired" }] }),
  };
  gateway = await startGateway({ variables });
});
afterAll(() => gateway.stop());

const VALUES = {
  "country-of-residence": "DE",
  "first-name": "Zenobia",
  "last-name": "Quixwell",
  "date-of-birth": "1987-06-05",
  nationality: "DE",
  "address-line": "Lindenallee 17",
  "postal-code": "99998",
  city: "Kleinkleckersdorf",
  email: "zenobia@quixwell.example",
  "identity-number": "C01X00T47",
  employment: "retired",
  "source-of-funds": "salary-disbursement",
  industry: "financial-institution",
};

const PNG = Buffer.from(DOCUMENT.data.split(",")[1] ?? "", "base64");

function newPerson(name: string): Person {
  return gateway.person(name, CLAIMS);
}

function flowOf(answer: Answer): Flow {
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.body as unknown as Flow;
}

async function look(person: Person, query = ""): Promise<Flow> {
  return flowOf(await person.ask(`/flow${query}`));
}

function now({ tasks }: Flow): FlowTask {
  const [task] = tasks;
  if (task === undefined) throw new Error("there is nothing to do");
  return task;
}

function send(person: Person, id: string, body: unknown = {}): Promise<Answer> {
  return person.ask(`/flow/tasks/${id}`, { method: "POST", body });
}

function upload(person: Person, part: string, headers: Record<string, string> = {}, body: Uint8Array = PNG) {
  return person.ask(`/flow/tasks/crossmint.documents/documents/${part}`, {
    method: "POST",
    body,
    headers: { "content-type": "image/png", "content-length": String(body.length), ...headers },
  });
}

async function pass(seconds: number): Promise<void> {
  await gateway.control("/control/clock/advance", "POST", { seconds });
  // The gateway knows the answer of before for as long as it was told to wait.
  await gateway.restart();
}

async function calls(): Promise<readonly string[]> {
  return gateway.partnerCalls();
}

describe("the whole way at Crossmint", () => {
  test("consent, details, documents, start, wait, done", async () => {
    const person = newPerson("verified-whole-way");
    const first = await look(person);
    expect(first.tasks).toMatchObject([
      { id: "crossmint.consent", kind: "consent", policies: ["crossmint-privacy-policy"], scopes: ["onramp"] },
    ]);
    await person.agree();
    const form = await look(person);
    expect(now(form)).toMatchObject({ id: "crossmint.details", kind: "form" });
    const asked = await send(person, "crossmint.details/fields", { values: { "country-of-residence": "DE" } });
    const items = asked.body.fields?.map((field) => field["item"]);
    expect(new Set(items)).toEqual(new Set(Object.keys(VALUES)));
    const documents = flowOf(await send(person, "crossmint.details", { values: VALUES }));
    const task = now(documents);
    if (task.kind !== "documents") throw new Error(`not documents: ${task.kind}`);
    expect(task.documents.map(({ item, ways }) => [item, ways.map(({ way }) => way)])).toEqual([
      ["identity-document", ["passport", "card"]],
      ["selfie", ["selfie"]],
    ]);
    expect(task).toMatchObject({ storage: "gateway", accept: ["image/jpeg", "image/png", "application/pdf"] });
    expect((await upload(person, "card-front")).body).toEqual({ received: ["card-front"] });
    expect((await upload(person, "card-back")).body).toEqual({ received: ["card-front", "card-back"] });
    expect(now(await look(person)).kind).toBe("documents");
    expect((await upload(person, "selfie")).body.received).toContain("selfie");
    expect(now(await look(person))).toMatchObject({ id: "crossmint.start", kind: "start", automatic: true });
    const started = flowOf(await send(person, "crossmint.start"));
    expect(now(started)).toMatchObject({ kind: "wait", reason: "review" });
    expect(started.lookAgainAfter).toBe(5);
    await gateway.control("/control/clock/advance", "POST", { seconds: 10 });
    await vi.waitFor(async () => expect(now(await look(person)).kind).toBe("done"), { timeout: 30_000, interval: 500 });
    const done = await look(person);
    expect(done.tasks).toMatchObject([{ id: "crossmint.result", kind: "done", scopes: ["onramp"], text: "proceed" }]);
    expect(done.timeline.map(({ step, state }) => [step, state])).toEqual([
      ["consent", "done"],
      ["details", "done"],
      ["documents", "done"],
      ["check", "done"],
      ["result", "done"],
    ]);
    expect(done.timeline[0]?.at).toMatch(/Z$/);
  });

  test("a file costs one call of the partner; asked with its tag, the flow is a 304 until something has changed", async () => {
    const person = newPerson("verified-cost");
    await person.agree();
    await send(person, "crossmint.details", { values: VALUES });
    const headers = { "if-none-match": (await person.ask("/flow")).headers.get("etag") ?? "" };
    const before = await calls();
    await upload(person, "card-front");
    expect((await calls()).slice(before.length)).toEqual(["uploadDocument"]);
    expect(await person.ask("/flow", { headers })).toMatchObject({ status: 200 });
    headers["if-none-match"] = (await person.ask("/flow")).headers.get("etag") ?? "";
    expect(await person.ask("/flow", { headers })).toMatchObject({ status: 304, text: "" });
  });

  test("a resident of the United States hands in no document", async () => {
    const person = newPerson("verified-us");
    await person.agree();
    const values = {
      ...VALUES,
      "country-of-residence": "US",
      state: "CA",
      phone: "+15551234567",
      "social-security-number": "078-05-1120",
    };
    const start = flowOf(await send(person, "crossmint.details", { values }));
    expect(now(start)).toMatchObject({ kind: "start", automatic: true });
    expect(start.timeline.map(({ step }) => step)).not.toContain("documents");
  });

  test("it is asked for more, and goes on", async () => {
    const person = newPerson("more-data-flow");
    await person.agree();
    await send(person, "crossmint.details", { values: VALUES });
    for (const part of ["passport", "selfie"]) await upload(person, part);
    await gateway.control("/control/settings/crossmint", "PUT", { missingTold: "at-once" });
    const form = flowOf(await send(person, "crossmint.start"));
    await gateway.control("/control/settings/crossmint", "PUT", { missingTold: "after-review" });
    const task = now(form);
    if (task.kind !== "form") throw new Error(`not a form: ${task.kind}`);
    const fields = (await send(person, "crossmint.details/fields", { values: { "country-of-residence": "DE" } })).body;
    expect(fields.fields).toContainEqual(expect.objectContaining({ item: "phone", required: false }));
    const again = flowOf(await send(person, "crossmint.details", { values: { ...VALUES, phone: "+4915112345678" } }));
    expect(now(again)).toMatchObject({ kind: "start", automatic: true });
    expect(now(flowOf(await send(person, "crossmint.start"))).kind).toBe("wait");
  });

  test("another scope is its own way", async () => {
    const person = newPerson("verified-payout");
    await person.agree();
    const flow = await look(person, "?scopes=regulated-transfer");
    const task = now(flow);
    expect(task).toMatchObject({ kind: "form", scopes: ["regulated-transfer"] });
    const { "country-of-residence": country, "first-name": first, "last-name": last, "date-of-birth": born } = VALUES;
    const values = { "country-of-residence": country, "first-name": first, "last-name": last, "date-of-birth": born };
    const body = { scopes: ["regulated-transfer"], values };
    expect(now(flowOf(await send(person, "crossmint.details", body))).kind).toBe("start");
    const unknown = await person.ask("/flow?scopes=kyc");
    expect([unknown.status, unknown.body.field]).toEqual([422, "scopes"]);
  });
});

describe("laws", () => {
  test("law 2: without a consent nothing is taken, and nothing is sent", async () => {
    const person = newPerson("verified-law-2");
    const before = await calls();
    const answers = [
      await send(person, "crossmint.details", { values: VALUES }),
      await upload(person, "passport"),
      await send(person, "crossmint.start"),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 3 }, () => [403, "consent-required"]),
    );
    expect(await calls()).toEqual(before);
    await person.agree();
    await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
    const after = await calls();
    expect((await send(person, "crossmint.details", { values: VALUES })).status).toBe(403);
    expect(await calls()).toEqual(after);
  });

  test("law 4: a page names tasks, never another person or a partner's address", async () => {
    const person = newPerson("verified-law-4");
    await person.agree();
    for (const [path, body] of [
      ["crossmint.details", { values: VALUES, userLocator: "userId:another" }],
      ["crossmint.details", { values: [], scopes: [] }],
      ["crossmint.details", { values: VALUES, scopes: "onramp" }],
    ] as const) {
      expect((await send(person, path, body)).status).toBe(422);
    }
    for (const id of ["crossmint.getUser", "crossmint", "https:%2F%2Fevil.example", "crossmint.toString"]) {
      expect((await send(person, id, {})).status).toBe(404);
    }
    expect((await gateway.ask("/flow")).status).toBe(401);
    expect((await person.ask("/flow", { headers: { origin: "https://evil.example" } })).status).toBe(403);
  });

  test("law 6: an update takes nothing away", async () => {
    const person = newPerson("verified-law-6");
    await person.agree();
    await send(person, "crossmint.details", { values: VALUES });
    const { body } = await person.ask("/crossmint/user");
    expect(body.value).toMatchObject({
      userDetails: true,
      kycData: true,
      dueDiligence: true,
      verificationHistory: true,
    });
  });

  test("law 8: nothing that was typed is told again, logged or kept", async () => {
    const person = newPerson("verified-law-8");
    await person.agree();
    const secret = "Hieronymus-Geheim";
    const wrong = { ...VALUES, "first-name": secret, email: "Geheim at nowhere", "date-of-birth": "1887-13-45" };
    const refused = await send(person, "crossmint.details", { values: wrong });
    expect(refused.status).toBe(422);
    expect(refused.body.fields).toEqual([
      { item: "date-of-birth", problem: "invalid" },
      { item: "email", problem: "invalid" },
    ]);
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    const taken = await send(person, "crossmint.details", { values: { ...VALUES, "first-name": secret } });
    const told = [refused.text, taken.text, (await person.ask("/flow")).text, gateway.output].join();
    for (const text of [secret, "Geheim", "Lindenallee", "C01X00T47", "zenobia@", "1987-06-05"]) {
      expect(told).not.toContain(text);
    }
  });
});

describe("a file", () => {
  let person: Person;
  beforeAll(async () => {
    person = newPerson("verified-files");
    await person.agree();
    await send(person, "crossmint.details", { values: VALUES });
  });

  test.each([
    ["of another type than it says", { "content-type": "image/jpeg" }, PNG, 422, "content-type"],
    ["that is a page", { "content-type": "image/png" }, Buffer.from("<html>"), 422, "content-type"],
    ["of a type that is not taken", { "content-type": "text/html" }, Buffer.from("<html>"), 422, "content-type"],
  ] as const)("%s is not sent", async (_, headers, bytes, status, field) => {
    const before = await calls();
    const answer = await upload(person, "passport", headers, bytes);
    expect([answer.status, answer.body.field]).toEqual([status, field]);
    expect((await calls()).slice(before.length)).not.toContain("uploadDocument");
  });

  test("that is too large is refused by the length that it announces", async () => {
    const answer = await person.ask("/flow/tasks/crossmint.documents/documents/passport", {
      method: "POST",
      headers: { "content-type": "image/png", "content-length": String(10 * 1024 * 1024 + 1) },
      send: (write) => write("x"),
    });
    expect([answer.status, answer.body.code]).toEqual([413, "invalid-input"]);
  });

  test("for a part that is not asked for is not sent", async () => {
    const before = await calls();
    for (const part of ["permit", "proof-of-income", "id-passport"]) {
      expect([part, (await upload(person, part)).status]).toEqual([part, 422]);
    }
    expect((await calls()).slice(before.length)).not.toContain("uploadDocument");
  });

  test("that arrives twice is there once, and resumes after a failure", async () => {
    await gateway.fail("502", "uploadDocument", 1);
    expect((await upload(person, "passport")).status).toBe(503);
    expect((await upload(person, "passport")).body.received).toEqual(["passport"]);
    expect((await upload(person, "passport")).body.received).toEqual(["passport"]);
  });
});

test("a double click does nothing twice", async () => {
  const person = newPerson("verified-twice");
  await person.agree();
  const before = await calls();
  const form = () => send(person, "crossmint.details", { values: VALUES });
  const answers = await Promise.all([form(), form(), form()]);
  expect(answers.map((answer) => now(flowOf(answer)).kind)).toEqual(["documents", "documents", "documents"]);
  expect((await calls()).slice(before.length).filter((call) => call === "putUser")).toEqual(["putUser"]);
});

test("a reload continues where it was, also after a restart", async () => {
  const person = newPerson("verified-reload");
  await person.agree();
  await send(person, "crossmint.details", { values: VALUES });
  await upload(person, "passport");
  await pass(0);
  const task = now(await look(person));
  if (task.kind !== "documents") throw new Error(`not documents: ${task.kind}`);
  expect(task.documents.map(({ received }) => received)).toEqual([["passport"], []]);
});

test("a partner that is out of reach is a problem, and nothing is done", async () => {
  const person = newPerson("verified-outage");
  await person.agree();
  await gateway.fail("502", "getVerification", 2);
  const { body } = await person.ask("/flow");
  expect(body).toMatchObject({ tasks: [], problems: [{ partner: "crossmint", code: "unavailable" }] });
  await gateway.fail("502", "getVerification", 0);
});

test("a token that does not say when the host has checked is the operator's to mend", async () => {
  const person = gateway.person("verified-unclaimed");
  await person.agree();
  const answer = await send(person, "crossmint.details", { values: VALUES });
  expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
    502,
    "not-enabled",
    expect.stringContaining("IDENTITY_CHECK_CLAIM"),
  ]);
});

test("a form asks for a name in the order of the page's language, and for an address in that of the residence", async () => {
  const person = newPerson("verified-flow-order");
  await person.agree();
  const asked = async (language: string, residence: string) => {
    const headers = { "accept-language": language };
    const body = { values: { "country-of-residence": residence } };
    const { body: answer } = await person.ask("/flow/tasks/crossmint.details/fields", {
      method: "POST",
      body,
      headers,
    });
    return (answer as { fields: { item: string }[] }).fields.map(({ item }) => item);
  };
  const places = async (language: string, residence: string, items: readonly string[]) => {
    const fields = await asked(language, residence);
    return items.map((item) => fields.indexOf(item));
  };
  const rising = (list: readonly number[]) => list.every((place, at) => place >= 0 && place > (list[at - 1] ?? -1));
  expect(rising(await places("de-AT", "DE", ["first-name", "last-name", "postal-code", "city"]))).toBe(true);
  expect(rising(await places("en;q=0.2, hu", "HU", ["last-name", "first-name", "city", "postal-code"]))).toBe(true);
  expect(rising(await places("ja-JP", "JP", ["last-name", "first-name", "postal-code", "city", "address-line"]))).toBe(
    true,
  );
});

// Also for a task that is not open any more, whose answers nobody looks at.
test.each([
  ["a number", { values: { city: 7 } }],
  ["null", { values: { city: null } }],
  ["an object", { values: { "yearly-income": {} } }],
  ["a list of answers", { values: ["Berlin"] }],
  ["scopes that are no texts", { scopes: [1], values: {} }],
  ["another member", { values: {}, person: "userId:other" }],
])("an answer that is %s is refused", async (_, body) => {
  const person = newPerson("verified-odd-answers");
  await person.agree();
  for (const path of ["crossmint.details", "crossmint.details/fields"]) {
    const answer = await send(person, path, body);
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      422,
      "invalid-input",
      "the body must be { scopes?: [text], values?: { item: text } }",
    ]);
  }
});
