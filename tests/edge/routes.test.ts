import { afterAll, beforeAll, expect, test } from "vitest";
import { DOCUMENT, RECORD, type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const PRESENTATION = "/policies/crossmint-privacy-policy/presentation";
let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

test("a person goes all the way", async () => {
  const person = gateway.person("verified-whole-way");
  const accepted = await person.agree();
  expect(accepted.status).toBe(201);
  expect(accepted.body).toMatchObject({
    policy: "crossmint-privacy-policy",
    language: "en",
    delivery: "delivered",
    decisions: [],
  });
  expect(accepted.body.id).toMatch(/^[0-9a-f]{64}$/);
  const { id, policy, version, language, acceptedAt } = accepted.body;
  expect((await person.ask("/consents")).body).toEqual({
    consents: [
      { id, policy, version, language, acceptedAt, toldAt: expect.stringMatching(/Z$/), delivery: "delivered" },
    ],
  });

  const put = await person.put({ ...RECORD, products: ["onramp"] });
  expect(put.status).toBe(200);
  expect(put.body.value).toMatchObject({ userDetails: true, kycData: true, dueDiligence: true });
  expect(put.body.decisions).toEqual([]);

  const passport = await person.upload();
  expect(passport.status).toBe(200);
  expect(passport.body.value).toMatchObject({ documentType: "id-passport" });
  const selfie = { ...DOCUMENT, documentType: "selfie-front", countryOfResidence: "DE" };
  expect((await person.ask("/crossmint/documents", { method: "POST", body: selfie })).status).toBe(200);
  const again = await person.ask(`/crossmint/documents/${passport.body.value?.id}`);
  expect(again.body.value).toEqual(passport.body.value);

  const triggered = await person.trigger();
  expect(triggered.body.decisions).toContainEqual(expect.objectContaining({ scope: "onramp", next: "wait" }));
  await gateway.control("/control/clock/advance", "POST", { seconds: 60 });
  const settled = await person.ask("/crossmint/identity-verification");
  expect(settled.body.decisions).toContainEqual(expect.objectContaining({ scope: "onramp", next: "proceed" }));
  expect(settled.body.value?.eligibility).toContainEqual({ type: "onramp", status: "verified" });

  const user = await person.ask("/crossmint/user");
  expect(user.body.value).toMatchObject({ userId: "verified-whole-way", kycData: true });

  const withdrawn = await person.ask("/consents/crossmint-privacy-policy", { method: "DELETE" });
  expect(withdrawn.status).toBe(200);
  expect(withdrawn.body).toEqual({ policy: "crossmint-privacy-policy", withdrawnAt: expect.stringMatching(/Z$/) });
});

test.each([
  ["PATCH", "/consents", "GET, POST"],
  ["DELETE", "/me", "GET"],
  ["POST", "/policies/crossmint-privacy-policy/presentation", "GET"],
  ["GET", "/consent-forms/posted", "POST"],
  ["GET", "/kriptomat/kyc-import", "POST"],
  ["TRACE", "/crossmint/user", "GET, PUT"],
  ["PUT", "/health", "GET"],
])("%s %s: the answer says by which methods it can be asked", async (method, path, allow) => {
  const { status, headers, body } = await gateway.ask(path, { method });
  expect([status, headers.get("allow"), body.code]).toEqual([405, allow, "not-found"]);
  expect(headers.get("x-request-id")).toBe(body.requestId);
});

test("an address that no method leads to is not found", async () => {
  for (const path of ["/", "/no-such", "/consents/a/b", "/operator", "/log"]) {
    const { status, headers, body } = await gateway.ask(path);
    expect([path, status, headers.get("allow"), body.code]).toEqual([path, 404, null, "not-found"]);
  }
});

test("every answer bears a request id and is kept by no cache, but for the presentation", async () => {
  const answers = await Promise.all([
    gateway.ask("/health"),
    gateway.ask("/nowhere"),
    gateway.ask("/consents"),
    gateway.person("verified-ids").ask("/consents"),
    gateway.ask("/consents", { method: "OPTIONS" }),
  ]);
  const ids = answers.map(({ headers }) => headers.get("x-request-id"));
  expect(new Set(ids).size).toBe(answers.length);
  for (const { headers } of answers) {
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}-[0-9a-f]{16}$/);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  }
  const { body } = answers[2] as (typeof answers)[number];
  expect(body.requestId).toBe(ids[2]);
});

test("errors are problem+json", async () => {
  const { status, headers, body } = await gateway.ask("/nowhere");
  expect(status).toBe(404);
  expect(headers.get("content-type")).toBe("application/problem+json");
  expect(body).toEqual({
    type: "urn:kyc-assent:error:not-found",
    title: "Not found",
    status: 404,
    code: "not-found",
    detail: "no such route",
    requestId: headers.get("x-request-id"),
  });
});

test("the gateway says that it is well", async () => {
  const { status, body } = await gateway.ask("/health");
  expect([status, body]).toEqual([200, { status: "ok" }]);
});

test.each([
  ["?lang=de", "", "de"],
  ["?lang=xx,fr", "", "fr"],
  ["?lang=", "", "en"],
  ["?lang=xx", "de", "de"],
  ["?lang=fr", "de", "fr"],
  ["?lang=xx,de-AT", "fr", "de"],
  ["", "de;q=0.5, fr", "fr"],
  ["", "de;q=0, *", "en"],
  ["", "<script>, es-MX", "es"],
  ["", "", "en"],
])("the sentence for %j and Accept-Language %j is in %s", async (query, accepted, language) => {
  const { status, headers, body } = await gateway.ask(PRESENTATION + query, {
    headers: { "accept-language": accepted },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ policy: "crossmint-privacy-policy", language, direction: "ltr" });
  expect(body).not.toHaveProperty("words");
  expect(body.segments?.filter(({ href }) => href === "https://www.crossmint.com/legal/privacy-policy")).toHaveLength(
    1,
  );
  expect(headers.get("cache-control")).toBe("public, max-age=60");
  expect(headers.get("vary")).toMatch(/Accept-Language/);
  expect(headers.get("vary")).toMatch(/Origin/);
});

test("each language is an answer of its own", async () => {
  const [english, german] = await Promise.all(["en", "de"].map((lang) => gateway.ask(`${PRESENTATION}?lang=${lang}`)));
  expect(english?.headers.get("etag")).not.toBe(german?.headers.get("etag"));
});

test("a presentation that is known is not sent again", async () => {
  const { headers } = await gateway.ask(PRESENTATION);
  const etag = headers.get("etag") ?? "";
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  const known = await gateway.ask(PRESENTATION, { headers: { "if-none-match": `W/${etag}, "other"` } });
  expect([known.status, known.text, known.headers.get("etag")]).toEqual([304, "", etag]);
  const other = await gateway.ask(PRESENTATION, { headers: { "if-none-match": '"other"' } });
  expect(other.status).toBe(200);
});

test("there is no presentation of a policy nobody has", async () => {
  expect((await gateway.ask("/policies/no-such/presentation")).body.code).toBe("not-found");
});

test("another person's document is not there, and Crossmint is not asked for it", async () => {
  const owner = gateway.person("verified-owner");
  await owner.agree();
  const { body } = await owner.upload();
  const before = (await gateway.partnerCalls()).length;
  const path = `/crossmint/documents/${body.value?.id}`;
  const stranger = await gateway.person("verified-stranger").ask(path);
  expect([stranger.status, stranger.body.code]).toEqual([404, "not-found"]);
  const guessed = await owner.ask("/crossmint/documents/doc_guessed");
  expect(guessed.status).toBe(404);
  const climbing = await owner.ask("/crossmint/documents/..%2F..%2Fusers%2FuserId:verified-owner");
  expect(climbing.status).toBe(404);
  expect((await gateway.partnerCalls()).length).toBe(before);
  expect((await owner.ask(path)).status).toBe(200);
});

test("what Crossmint says of a person who is not enabled comes with its words", async () => {
  const { status, body } = await gateway.person("not-enabled-words").ask("/crossmint/user");
  expect([status, body.code]).toEqual([502, "not-enabled"]);
  expect(body.said).toMatch(/not configured/);
});

test("two tabs of one person do not interleave", async () => {
  const person = gateway.person("verified-tabs");
  await person.agree();
  const before = (await gateway.partnerCalls()).length;
  await gateway.fail("slow:150", "getUser", 3);
  const answers = await Promise.all([person.put(RECORD), person.put(RECORD), person.put(RECORD)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const calls = (await gateway.partnerCalls()).slice(before);
  const pair = ["getUser (slow)", "putUser"];
  expect(calls).toEqual([...pair, ...pair, ...pair]);
});

test("a page that leaves in the middle does not keep the next one waiting", async () => {
  const person = gateway.person("verified-leaves");
  await person.agree();
  await gateway.fail("slow:1500", "getUser", 1);
  const before = (await gateway.partnerCalls()).length;
  const leaving = person.ask("/crossmint/user", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    send: (write, end, leave) => {
      write(JSON.stringify(RECORD));
      end();
      void waitFor(async () => (await gateway.partnerCalls()).length > before).then(leave);
    },
  });
  await expect(leaving).rejects.toThrow();
  expect((await person.put(RECORD)).status).toBe(200);
});

test("a crowd of requests of one person is turned away", async () => {
  const person = gateway.person("verified-crowd");
  await person.agree();
  await gateway.fail("slow:300", "getUser", 1);
  const answers = await Promise.all(Array.from({ length: 30 }, () => person.put(RECORD)));
  const codes = answers.map(({ body }) => body.code ?? "done");
  expect(codes.filter((code) => code === "done").length).toBeGreaterThanOrEqual(16);
  expect(new Set(codes)).toEqual(new Set(["done", "rate-limited"]));
  const refused = answers.find(({ body }) => body.code === "rate-limited");
  expect([refused?.status, refused?.headers.get("retry-after")]).toEqual([429, "1"]);
});

test("each request and each partner call is logged with its duration", async () => {
  const person = gateway.person("verified-logged");
  const { headers } = await person.agree();
  const requestId = headers.get("x-request-id");
  const lines = await waitFor(() => {
    const found = gateway.log.filter((line) => line.requestId === requestId);
    return found.length === 4 && found;
  });
  expect(lines).toEqual([
    expect.objectContaining({ event: "consent", operation: "recorded", policy: "crossmint-privacy-policy" }),
    expect.objectContaining({ event: "partner-call", operation: "crossmint.acceptLegalDocument", status: 200 }),
    expect.objectContaining({ event: "delivery", attempts: 1 }),
    expect.objectContaining({ event: "request", operation: "POST /consents", status: 201 }),
  ]);
  for (const line of lines.slice(1)) expect(line["ms"]).toBeGreaterThanOrEqual(0);
});
