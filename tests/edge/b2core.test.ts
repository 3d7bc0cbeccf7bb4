import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { count, startWithPartners } from "./partners.ts";
import { type Answer, type Asked, type Person, type RunningGateway, token } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

vi.setConfig({ testTimeout: 60_000 });

const PASSWORD = "sandbox-only-password";
const DOMAIN = "b2core.sandbox.example";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startWithPartners();
});
afterAll(() => gateway.stop());

const post = (body: unknown, headers: Record<string, string> = {}): Asked => ({ method: "POST", body, headers });

function cookieOf({ headers }: Answer): string {
  return headers.get("set-cookie")?.split(";")[0] ?? "";
}

async function code(): Promise<string> {
  return String((await gateway.control("/control/partners/b2core/authenticator-code", "POST", {})).code);
}

/** Signs in with password and code; gives the cookie. */
async function signIn(person: Person, email: string): Promise<string> {
  const first = await person.ask("/b2core/sign-in", post({ email, password: PASSWORD }));
  expect([first.status, first.body]).toEqual([200, { signedIn: false }]);
  const cookie = cookieOf(first);
  const second = await person.ask("/b2core/second-factor", post({ method: "google", code: await code() }, { cookie }));
  expect([second.status, second.body]).toEqual([200, { signedIn: true }]);
  return cookie;
}

test("the cookie is for this host alone, over https, out of reach of scripts and of other sites", async () => {
  const answer = await gateway
    .person("ada")
    .ask("/b2core/sign-in", post({ email: `level-1-c@${DOMAIN}`, password: PASSWORD }));
  const [pair, ...attributes] = (answer.headers.get("set-cookie") ?? "").split("; ");
  expect(pair).toMatch(/^__Host-kyc-assent-b2core=[0-9a-f]{64}\.[0-9a-f]{64}$/);
  expect(new Set(attributes)).toEqual(new Set(["Path=/", "Secure", "HttpOnly", "SameSite=Strict"]));
  expect(answer.text).not.toContain("sandbox-only-access");
});

test("the three documents' way: levels, wizard, run", async () => {
  const person = gateway.person("bea");
  const email = `documents-b@${DOMAIN}`;
  const cookie = await signIn(person, email);
  const headers = { cookie };
  const before = await person.ask("/b2core/verifications", { headers });
  expect([before.status, before.body.decisions]).toMatchObject([
    200,
    [{ partner: "b2core", next: "start-verification" }],
  ]);
  const wizard = await person.ask("/b2core/wizard", { headers });
  expect(wizard.body.decisions).toMatchObject([{ next: "provide" }]);
  const { path } = await gateway.control("/control/partners/b2core/upload", "POST", { email, name: "card.jpeg" });
  const documents = { type: 1, files: [path] };
  const run = await person.ask("/b2core/wizard", post({ uuid: wizard.body.value?.uuid, documents }, headers));
  expect([run.status, run.body.decisions]).toMatchObject([200, [{ next: "proceed" }]]);
  const after = await person.ask("/b2core/verifications?limit=20", { headers });
  expect(after.body.decisions).toMatchObject([{ partner: "b2core", next: "proceed" }]);
  const grant = after.body.value?.data?.[0];
  const one = await person.ask(`/b2core/verifications/${grant?.id}`, { headers });
  expect(one.body.value?.id).toBe(grant?.id);
  expect((await person.ask("/b2core/verifications?limit=20&offset=1", { headers })).body.decisions).toEqual([]);
  for (const { text } of [before, wizard, run, after, one]) expect(text).not.toContain("sandbox-only-access");
});

test("a look at the levels that had begun before a document was handed in says nothing about the time after", async () => {
  const person = gateway.person("kim");
  const email = `documents-kim@${DOMAIN}`;
  const headers = { cookie: await signIn(person, email) };
  const wizard = await person.ask("/b2core/wizard", { headers });
  const { path } = await gateway.control("/control/partners/b2core/upload", "POST", { email, name: "card.jpeg" });
  const before = await count(gateway, "b2core.listVerifications");
  await gateway.fail("slow:2000", "listVerifications", 1, "b2core");
  const begun = person.ask("/me", { headers });
  await waitFor(async () => (await count(gateway, "b2core.listVerifications")) > before);
  const documents = { type: 1, files: [path] };
  await person.ask("/b2core/wizard", post({ uuid: wizard.body.value?.uuid, documents }, headers));
  await begun;
  const { decisions } = (await person.ask("/me", { headers })).body;
  expect(decisions).toContainEqual(expect.objectContaining({ partner: "b2core", next: "proceed" }));
});

test("documents are named in the person's language, and several go in one run", async () => {
  const person = gateway.person("lea");
  const email = `documents-lea@${DOMAIN}`;
  const headers = { cookie: await signIn(person, email) };
  const names = async (language: string) => {
    const asked = { headers: { ...headers, "accept-language": language } };
    const { value } = (await person.ask("/b2core/wizard", asked)).body;
    expect(value?.data).toEqual({ types: value?.types });
    return value?.types;
  };
  expect(await names("en, de;q=0.9")).toMatchObject([{ description: "Passport" }, { description: "Identity card" }]);
  expect(await names("de-AT, en;q=0.5")).toMatchObject([{ description: "Reisepass" }, {}]);
  expect(await names("")).toMatchObject([{ description: "Passport" }, {}]);
  const { uuid } = (await person.ask("/b2core/wizard", { headers })).body.value ?? {};
  const { path } = await gateway.control("/control/partners/b2core/upload", "POST", { email, name: "card.jpeg" });
  const documents = [{ type: 1, files: [path] }];
  const run = await person.ask("/b2core/wizard", post({ uuid, documents }, headers));
  expect([run.status, run.body.decisions]).toMatchObject([200, [{ next: "proceed" }]]);
  const none = await person.ask("/b2core/wizard", post({ uuid, documents: [] }, headers));
  expect([none.status, none.body.code, none.body.field]).toEqual([422, "invalid-input", "input.documents"]);
});

describe("a session belongs to one browser and one person", () => {
  test("the cookie is worth nothing with another person's token, or without one", async () => {
    const cookie = await signIn(gateway.person("cem"), `level-1-d@${DOMAIN}`);
    const headers = { cookie };
    expect((await gateway.person("cem").ask("/b2core/verifications", { headers })).status).toBe(200);
    const other = await gateway.person("mallory").ask("/b2core/verifications", { headers });
    expect([other.status, other.body.code, other.body.field]).toEqual([403, "unauthorized", "b2core"]);
    expect((await gateway.ask("/b2core/verifications", { headers })).status).toBe(401);
    const forged = { cookie: `${cookie.slice(0, -4)}0000` };
    expect((await gateway.person("cem").ask("/b2core/verifications", { headers: forged })).status).toBe(403);
    expect((await gateway.person("cem").ask("/b2core/verifications")).status).toBe(403);
    await gateway.restart();
    expect((await gateway.person("cem").ask("/b2core/verifications", { headers })).status).toBe(200);
  });

  test("whoever has the password alone is not told what the client's own browser has just learnt", async () => {
    const email = `level-1-a@${DOMAIN}`;
    const half = cookieOf(await gateway.person("mallory").ask("/b2core/sign-in", post({ email, password: PASSWORD })));
    const owner = gateway.person("gil");
    const own = await owner.ask("/me", { headers: { cookie: await signIn(owner, email) } });
    expect(own.body.decisions).toContainEqual(expect.objectContaining({ partner: "b2core", next: "proceed" }));
    const { body } = await gateway.person("mallory").ask("/me", { headers: { cookie: half } });
    expect(body.decisions?.filter(({ partner }) => partner === "b2core")).toEqual([]);
    expect(body.problems).toContainEqual(expect.objectContaining({ partner: "b2core", code: "unauthorized" }));
  });

  test("it ends by signing out, and when the partner ends it", async () => {
    const person = gateway.person("dan");
    const headers = { cookie: await signIn(person, `level-1-e@${DOMAIN}`) };
    const out = await person.ask("/b2core/session", { method: "DELETE", headers });
    expect([out.status, out.headers.get("set-cookie")]).toEqual([204, expect.stringContaining("Max-Age=0")]);
    expect((await person.ask("/b2core/verifications", { headers })).status).toBe(403);
    const again = { cookie: await signIn(person, `level-1-e@${DOMAIN}`) };
    await gateway.control("/control/clock/advance", "POST", { seconds: 3601 });
    const ended = await person.ask("/b2core/verifications", { headers: again });
    expect([ended.status, ended.body.code]).toEqual([403, "unauthorized"]);
  });
});

describe("no other site can act for the client", () => {
  test.each([
    ["a foreign origin", { origin: "https://evil.example" }],
    ["no origin", { origin: "" }],
    ["no origin, from the same site", { origin: "", "sec-fetch-site": "same-site" }],
  ])("%s is refused", async (_, headers) => {
    const person = gateway.person("eve");
    const all: readonly [string, string, unknown][] = [
      ["POST", "/b2core/sign-in", { email: `level-1@${DOMAIN}`, password: PASSWORD }],
      ["POST", "/b2core/second-factor", { method: "google", code: "123456" }],
      ["POST", "/b2core/wizard", { uuid: "u", documents: { type: 1, files: ["f"] } }],
      ["DELETE", "/b2core/session", undefined],
      ["GET", "/b2core/verifications", undefined],
      ["GET", "/b2core/wizard", undefined],
    ];
    for (const [method, path, body] of all) {
      const { status, body: problem } = await person.ask(path, {
        method,
        headers,
        ...(body !== undefined && { body }),
      });
      expect([path, status, problem.code]).toEqual([path, 403, "unauthorized"]);
    }
  });

  test("a form's content type is refused", async () => {
    const headers = { "content-type": "text/plain" };
    const body = JSON.stringify({ email: `level-1@${DOMAIN}`, password: PASSWORD });
    expect((await gateway.person("eve").ask("/b2core/sign-in", { method: "POST", body, headers })).status).toBe(415);
  });

  test("a page on the list may send its cookie, another not", async () => {
    const bearer = await token("eve");
    const known = await gateway.ask("/b2core/wizard", { token: bearer });
    expect(known.headers.get("access-control-allow-credentials")).toBe("true");
    const foreign = await gateway.ask("/b2core/wizard", { token: bearer, headers: { origin: "https://evil.example" } });
    expect(foreign.headers.get("access-control-allow-credentials")).toBeNull();
  });
});

describe("tries to sign in", () => {
  test("stop one short of the partner's own block, whoever tries", async () => {
    const email = `level-2-z@${DOMAIN}`;
    const before = await count(gateway, "b2core.signIn");
    const statuses: number[] = [];
    for (let tried = 0; tried < 6; tried++) {
      const body = { email: tried % 2 === 0 ? email : ` ${email.toUpperCase()}`, password: "wrong" };
      statuses.push((await gateway.person(`thief-${tried}`).ask("/b2core/sign-in", post(body))).status);
    }
    expect(statuses).toEqual([403, 403, 403, 403, 429, 429]);
    expect(await count(gateway, "b2core.signIn")).toBe(before + 4);
    await gateway.restart();
    const later = await gateway.person("owner").ask("/b2core/sign-in", post({ email, password: PASSWORD }));
    expect([later.status, later.body.code]).toEqual([429, "rate-limited"]);
    expect(later.body.retryAfter).toBeGreaterThan(0);
    // The partner has blocked nobody.
    expect((await gateway.control("/control/log")).calls).not.toContainEqual(expect.objectContaining({ status: 429 }));
  });

  test("wrong codes count", async () => {
    const person = gateway.person("fay");
    const first = await person.ask("/b2core/sign-in", post({ email: `level-2-f@${DOMAIN}`, password: PASSWORD }));
    const headers = { cookie: cookieOf(first) };
    const wrong = () => person.ask("/b2core/second-factor", post({ method: "google", code: "000000" }, headers));
    const statuses = [await wrong(), await wrong(), await wrong(), await wrong()].map(({ status }) => status);
    expect(statuses).toEqual([422, 422, 422, 429]);
  });
});
