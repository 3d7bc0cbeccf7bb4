import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWithPartners } from "./partners.ts";
import { DOCUMENT, evidence, RECORD, type RunningGateway, startGateway, token } from "./start-gateway.ts";

const OPERATOR = "o".repeat(32);

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const ROUTES = [
  ["POST", "/consents"],
  ["PUT", "/crossmint/user"],
  ["POST", "/crossmint/documents"],
] as const;

const deep = `${'{"kycData":'.repeat(5_000)}1${"}".repeat(5_000)}`;

/** What is sent, and the status it meets. */
const BAD_BODIES: readonly [string, string, string, number][] = [
  ["a form", "application/x-www-form-urlencoded", "policy=crossmint-privacy-policy", 415],
  ["plain text", "text/plain", "{}", 415],
  ["HTML", "text/html", "<!doctype html><p>no</p>", 415],
  ["HTML that says it is JSON", "application/json", "<!doctype html><p>no</p>", 400],
  ["half an object", "application/json", '{"policy": ', 400],
  ["nothing", "application/json", "", 400],
  ["a list", "application/json", "[]", 422],
  ["null", "application/json", "null", 422],
  ["a text", "application/json", '"text"', 422],
  ["JSON 5,000 deep", "application/json", deep, 422],
  ["lists 5,000 deep", "application/json", `{"userDetails":${"[".repeat(5_000)}${"]".repeat(5_000)}}`, 422],
];

test.each(ROUTES.flatMap((route) => BAD_BODIES.map((bad) => [...route, ...bad] as const)))(
  "%s %s refuses %s",
  async (method, path, _, type, body, status) => {
    const person = gateway.person("verified-bad-body");
    const answer = await person.ask(path, { method, headers: { "content-type": type }, body });
    expect([answer.status, answer.body.code]).toEqual([status, "invalid-input"]);
  },
);

test("bytes that are no text are refused", async () => {
  const body = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
  const answer = await gateway.person("verified-bytes").ask("/consents", { method: "POST", body });
  expect([answer.status, answer.body.code]).toEqual([400, "invalid-input"]);
});

test("braces and quotes within a text do not count as depth", async () => {
  const person = gateway.person("verified-braces");
  await person.agree();
  const line1 = `${'{"['.repeat(50)}\\"\\\\`;
  const addressOfResidence = { ...RECORD.kycData.addressOfResidence, line1 };
  const put = await person.put({ ...RECORD, kycData: { ...RECORD.kycData, addressOfResidence } });
  expect(put.body.detail ?? "").not.toMatch(/nests/);
});

test("null in a record is the same as left out", async () => {
  const person = gateway.person("verified-null");
  await person.agree();
  const { userDetails, kycData } = RECORD;
  const body = { userDetails, kycData: { ...kycData, email: null, ipAddresses: null }, dueDiligence: null };
  const { status, body: put } = await person.put({ ...body, products: null });
  expect([status, put.value]).toEqual([200, expect.objectContaining({ kycData: true, dueDiligence: false })]);
});

test.each([true, false])("a body over 1 MB is refused (with its length announced: %s)", async (announced) => {
  const text = JSON.stringify({ userDetails: { firstName: "a".repeat(1024 * 1024) } });
  const { status, body } = await sendLarge("PUT", "/crossmint/user", text, announced);
  expect([status, body.code]).toEqual([413, "invalid-input"]);
});

test.each([true, false])("a document over 15 MB is refused (with its length announced: %s)", async (announced) => {
  const text = JSON.stringify({ documentType: "id-passport", data: "a".repeat(15 * 1024 * 1024) });
  const { status, body } = await sendLarge("POST", "/crossmint/documents", text, announced);
  expect([status, body.code]).toEqual([413, "invalid-input"]);
});

const MEGABYTE = 1024 * 1024;

/** Each route that takes a body, who asks, and how many bytes it takes. */
const LIMITED: readonly [string, string, number][] = [
  ["POST", "/consents", MEGABYTE],
  ["PUT", "/crossmint/user", MEGABYTE],
  ["POST", "/flow/tasks/crossmint.details", MEGABYTE],
  ["POST", "/operator/people", MEGABYTE],
  ["POST", "/crossmint/documents", 15 * MEGABYTE],
  ["POST", "/webhooks/kriptomat", 256 * 1024],
];

describe("how large a body may be is a limit, not luck", () => {
  let strict: RunningGateway;
  beforeAll(async () => {
    strict = await startWithPartners({ variables: { OPERATOR_TOKENS: OPERATOR } });
  });
  afterAll(() => strict.stop());

  type How = "announced" | "in chunks" | "begun" | "without an end";

  /** JSON of so many bytes; `begun`: announced, and hardly anything of it sent, as the answer comes before. */
  async function sent(method: string, path: string, bytes: number, how: How) {
    const bearer = path.startsWith("/operator") ? OPERATOR : await token("verified-limit");
    const isAnnounced = how === "announced" || how === "begun";
    const text = `{}${" ".repeat(how === "begun" ? 100 : bytes - 2)}`;
    const headers = { "content-type": "application/json", ...(isAnnounced && { "content-length": String(bytes) }) };
    const send = (write: (text: string) => void, end: () => void) => {
      write(text);
      if (how === "announced" || how === "in chunks") end();
    };
    return strict.ask(path, { method, headers, send, token: bearer });
  }

  test.each(LIMITED)("%s %s takes %d bytes and not one more", async (method, path, most) => {
    for (const how of ["announced", "in chunks"] as const) {
      const taken = await sent(method, path, most, how);
      // What is in it is no consent, record or webhook: it was read.
      expect([how, [408, 413].includes(taken.status), taken.body.code]).toEqual([how, false, expect.any(String)]);
    }
    for (const how of ["begun", "without an end"] as const) {
      const { status, body } = await sent(method, path, most + 1, how);
      const detail = `the body is larger than ${most} bytes`;
      expect([how, status, body.code, body.detail]).toEqual([how, 413, "invalid-input", detail]);
    }
  });

  test("10 MB from many at once, announced or in chunks, take nothing from the others", async () => {
    const other = strict.person("verified-beside");
    const large = [
      ...Array.from({ length: 8 }, () => sent("PUT", "/crossmint/user", 10 * MEGABYTE, "begun")),
      // More than its first megabyte is not read, so no more of it is sent.
      ...Array.from({ length: 8 }, () => sent("PUT", "/crossmint/user", MEGABYTE + 1, "without an end")),
    ];
    const small = Array.from({ length: 8 }, () => other.ask("/consents"));
    expect((await Promise.all(small)).map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect((await Promise.all(large)).map(({ status }) => status)).toEqual(Array(16).fill(413));
  });
});

test.each([
  [32, expect.not.stringContaining("nests")],
  [33, "the body nests deeper than 32 levels"],
  [5_000, "the body nests deeper than 32 levels"],
])("a body that nests %d levels", async (levels, detail) => {
  const body = `${'{"kycData":'.repeat(levels - 1)}{}${"}".repeat(levels - 1)}`;
  const { status, body: problem } = await gateway.person("verified-levels").put(body);
  expect([status, problem.detail]).toEqual([levels > 32 ? 422 : expect.any(Number), detail]);
});

test("a document of 10 MB goes through", async () => {
  const person = gateway.person("verified-large");
  await person.agree();
  const data = `data:image/png;base64,${"iVBORw0KGgoA".repeat((10 * 1024 * 1024) / 12)}`;
  const body = { ...DOCUMENT, data };
  const answer = await person.ask("/crossmint/documents", { method: "POST", body });
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
});

test("a body that does not arrive is not waited for", async () => {
  const impatient = await startGateway({ entry: "tests/edge/short-limits-worker.ts" });
  const never = (write: (text: string) => void) => write('{"policy":');
  const headers = { "content-type": "application/json" };
  const { status } = await impatient.person("verified-slow").ask("/consents", { method: "POST", headers, send: never });
  expect(status).toBe(408);
  await impatient.stop();
});

test.each<[string, Record<string, unknown>, string]>([
  ["ticked beforehand", { tickedAtStart: true }, "pre-ticked"],
  ["ticked by nobody knows whom", { byPerson: undefined }, "not-by-person"],
  ["ticked by a script", { byPerson: "yes" }, "not-by-person"],
  ["of another text", { text: "I agree to everything" }, "sentence-differs"],
  ["of no text", { text: undefined }, "sentence-missing"],
  ["with another link", { link: { text: "Privacy Policy", href: "https://evil.example/" } }, "link-differs"],
  ["without a link", { link: null }, "link-missing"],
  ["without the logo", { logo: { shown: false, width: 0, height: 0 } }, "logo-missing"],
  ["that could not be seen", { visible: false }, "not-visible"],
  ["that had to be opened", { openingForced: true }, "opening-forced"],
  ["of an old version", { version: "2020-01-01" }, "stale-version"],
  ["in no language there is", { language: "tlh" }, "unknown-language"],
])("evidence %s is refused and nothing is written", async (_, change, rule) => {
  const person = gateway.person(`verified-${rule}`);
  const body = { ...(await evidence(gateway)), ...change };
  const { status, body: problem } = await person.ask("/consents", { method: "POST", body });
  expect([status, problem.code]).toEqual([422, "invalid-input"]);
  expect(problem.rules).toContain(rule);
  expect(await person.consents()).toEqual([]);
  expect((await person.put(RECORD)).body.code).toBe("consent-required");
});

test("evidence of everything wrong names every rule", async () => {
  const person = gateway.person("verified-all-wrong");
  const { body } = await person.ask("/consents", { method: "POST", body: { policy: "crossmint-privacy-policy" } });
  expect(body.rules?.length).toBeGreaterThan(5);
});

test("a policy nobody has cannot be accepted", async () => {
  const body = { ...(await evidence(gateway)), policy: "constructor" };
  const answer = await gateway.person("verified-no-policy").ask("/consents", { method: "POST", body });
  expect(answer.body.code).toBe("not-found");
});

test("a host can refuse translations that nobody has reviewed", async () => {
  const strict = await startGateway({ variables: { REVIEWED_ONLY: "true" } });
  const person = strict.person("verified-strict");
  const shown = await strict.ask("/policies/crossmint-privacy-policy/presentation?lang=de");
  expect(shown.body.language).toBe("en");
  const body = await evidence(gateway, "de");
  const refused = await person.ask("/consents", { method: "POST", body });
  expect([refused.status, refused.body.rules]).toEqual([422, ["not-reviewed"]]);
  expect((await person.agree()).status).toBe(201);
  await strict.stop();
});

test.each(["", "k".repeat(256)])("an idempotency key of a wrong length is refused", async (key) => {
  const { status, body } = await gateway.person("verified-key").agree({ "idempotency-key": key });
  expect([status, body.field]).toEqual([422, "Idempotency-Key"]);
});

/** Sends all of it; where its length is announced the answer comes before, so that only a beginning is sent. */
function sendLarge(method: string, path: string, text: string, announced: boolean) {
  const headers = { "content-type": "application/json", ...(announced && { "content-length": String(text.length) }) };
  const some = (write: (text: string) => void, end: () => void) => {
    write(announced ? text.slice(0, 100) : text);
    if (!announced) end();
  };
  return gateway.person("verified-oversize").ask(path, { method, headers, send: some });
}
