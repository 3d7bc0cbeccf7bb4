// A consent that a form posts without script: who may be meant by it, what is refused, and what the ledger says of it.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { LedgerEntry, Presentation } from "../../www/package/types.ts";
import {
  type Answer,
  LEDGER_KEY,
  ORIGIN,
  type Person,
  type RunningGateway,
  startGateway,
  token,
} from "./start-gateway.ts";

const NEXT = `${ORIGIN}/next?step=2`;
const ELSEWHERE = "http://localhost:8780/done";
const POLICY = "crossmint-privacy-policy";
const LOGO = { width: 132, height: 24 };
const variables = { CONSENT_RETURN_URLS: `${NEXT}, ${ELSEWHERE}` };

/** What a browser says of a post that a person made by pressing the button. */
const PRESSED = {
  "content-type": "application/x-www-form-urlencoded",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
  "sec-fetch-user": "?1",
  "sec-fetch-site": "cross-site",
};

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables });
});
afterAll(() => gateway.stop());

/** What the host's server asks for: it has no origin. */
function form(person: Person, change: object = {}): Promise<Answer> {
  const body = { policy: POLICY, languages: ["de"], logo: LOGO, returnTo: NEXT, ...change };
  return person.ask("/consent-forms", { method: "POST", body, headers: { origin: "" } });
}

function fieldsOf({ body }: Answer, more: Readonly<Record<string, string>> = {}): string {
  const { policy, version } = body["presentation"] as Presentation;
  return String(new URLSearchParams({ consent: `${policy}@${version}`, ticket: String(body["ticket"]), ...more }));
}

function post(body: string, headers: Readonly<Record<string, string>> = {}, bearer?: string): Promise<Answer> {
  const asked = { method: "POST", body, headers: { ...PRESSED, ...headers } };
  return gateway.ask("/consent-forms/posted", { ...asked, ...(bearer !== undefined && { token: bearer }) });
}

/** Where the browser is sent, as the page there reads it. */
function outcome({ status, headers }: Answer): readonly [number, string, string | null] {
  const next = new URL(headers.get("location") ?? "about:blank");
  const result = next.searchParams.get("kyc-consent");
  next.searchParams.delete("kyc-consent");
  return [status, next.href, result];
}

async function events(person: Person): Promise<readonly LedgerEntry["event"][]> {
  const [record] = await person.consents();
  const receipt = await person.ask(`/consents/${record?.id}/receipt`);
  const { evidence } = receipt.body["receipt"] as { readonly evidence: { readonly entries: readonly LedgerEntry[] } };
  return evidence.entries.map(({ event }) => event);
}

test("a person's post is on the ledger, told to the partner, and marked as drawn by a server", async () => {
  const person = gateway.person("verified-form");
  const handed = await form(person);
  expect([handed.status, (handed.body["presentation"] as Presentation).language]).toEqual([201, "de"]);
  expect(outcome(await post(fieldsOf(handed)))).toEqual([303, NEXT, "recorded"]);
  expect(await person.consents()).toEqual([
    expect.objectContaining({ policy: POLICY, language: "de", delivery: "delivered" }),
  ]);
  const [accepted] = await events(person);
  expect(accepted).toMatchObject({
    ...{ kind: "accepted", origin: ORIGIN, rendering: "server", byPerson: true, visible: true, tickedAtStart: false },
    ...{ logoWidth: 132, logoHeight: 24, language: "de" },
  });
  // The data may go now, as after any other consent.
  expect((await person.ask("/crossmint/user")).status).toBe(200);
});

test("a consent that a script measured bears no such mark, whatever it says of itself", async () => {
  const person = gateway.person("verified-scripted");
  const { body } = await form(person);
  const { segments, ...shown } = body["presentation"] as Presentation;
  const link = segments.find(({ href }) => href !== undefined);
  const evidence = {
    ...{ policy: shown.policy, version: shown.version, language: shown.language, link },
    ...{ text: segments.map(({ text }) => text).join(""), tickedAtStart: false, openingForced: false, visible: true },
    ...{ logo: { shown: true, ...LOGO }, presentedAt: "2026-11-23T10:00:00Z", tickedAt: "2026-11-23T10:00:09Z" },
    ...{ byPerson: true, rendering: "server" },
  };
  expect((await person.ask("/consents", { method: "POST", body: evidence })).status).toBe(201);
  expect((await events(person))[0]).not.toHaveProperty("rendering");
});

test("a second post of the same form records nothing, and is told what became of the first", async () => {
  const person = gateway.person("verified-twice");
  const fields = fieldsOf(await form(person));
  expect(outcome(await post(fields))[2]).toBe("recorded");
  expect(outcome(await post(fields))[2]).toBe("recorded");
  expect(await person.consents()).toHaveLength(1);
  await person.ask(`/consents/${POLICY}`, { method: "DELETE" });
  expect(outcome(await post(fields))[2]).toBe("used");
  const [only, ...more] = await person.consents();
  expect([only?.withdrawnAt, more]).toEqual([expect.any(String), []]);
  // Whoever agrees again gets a form of its own.
  expect(outcome(await post(fieldsOf(await form(person))))[2]).toBe("recorded");
  expect(await person.consents()).toHaveLength(2);
});

test.each([
  ["no box was ticked", (fields: string) => fields.replace(/consent=[^&]*&/, ""), {}],
  ["the box is another one", (fields: string) => fields.replace(/consent=[^&]*&/, "consent=on&"), {}],
  ["a script posted it", (fields: string) => fields, { "sec-fetch-user": "" }],
  ["a script fetched", (fields: string) => fields, { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }],
  ["a frame posted it", (fields: string) => fields, { "sec-fetch-dest": "iframe" }],
  ["no page posted it", (fields: string) => fields, { "sec-fetch-site": "none" }],
  ["a browser that says nothing posted it", (fields: string) => fields, { "sec-fetch-site": "", "sec-fetch-mode": "" }],
])("%s: nothing is on record", async (_, change, headers) => {
  const person = gateway.person("verified-nobody");
  expect(outcome(await post(change(fieldsOf(await form(person))), headers))).toEqual([303, NEXT, "not-by-person"]);
  expect(await person.consents()).toEqual([]);
});

test.each([
  ["another page of the list", { origin: "http://localhost:8780" }, "refused"],
  ["a foreign page", { origin: "https://evil.example" }, "unauthorized"],
  ["a page without an origin", { origin: "null" }, "unauthorized"],
  ["no page", { origin: "" }, "refused"],
])("a post of %s is refused", async (_, headers, code) => {
  const person = gateway.person("verified-foreign-form");
  const answer = await post(fieldsOf(await form(person)), headers);
  expect([answer.status, answer.body.code, answer.headers.get("location")]).toEqual([403, code, null]);
  expect(await person.consents()).toEqual([]);
});

test("a ticket that was changed, made up, or sealed by another gateway is refused", async () => {
  const person = gateway.person("verified-forged");
  const ticket = String((await form(person)).body["ticket"]);
  const flipped = `${ticket.slice(0, 40)}${ticket[40] === "A" ? "B" : "A"}${ticket.slice(41)}`;
  for (const forged of [
    flipped,
    ticket.slice(1),
    `${ticket}AA`,
    "",
    "x",
    "A".repeat(5000),
    "not base64!",
    btoa(LEDGER_KEY),
  ]) {
    const answer = await post(String(new URLSearchParams({ consent: "x", ticket: forged })));
    expect([answer.status, answer.body.code]).toEqual([403, "refused"]);
  }
  expect(await person.consents()).toEqual([]);
});

test("where the host hands the post on, its token must be of the ticket's person", async () => {
  const [person, other] = [gateway.person("verified-own"), gateway.person("verified-other")];
  const fields = fieldsOf(await form(person));
  const foreign = await post(fields, {}, await token("verified-other"));
  expect([foreign.status, foreign.body.code]).toEqual([403, "refused"]);
  expect((await post(fields, {}, "not.a.token")).status).toBe(401);
  expect([await person.consents(), await other.consents()]).toEqual([[], []]);
  expect(outcome(await post(fields, {}, await token("verified-own")))[2]).toBe("recorded");
  expect([(await person.consents()).length, (await other.consents()).length]).toEqual([1, 0]);
});

test("only a form is taken, each field once, and no long one", async () => {
  const fields = fieldsOf(await form(gateway.person("verified-forms")));
  expect((await post(fields, { "content-type": "application/json" })).status).toBe(415);
  expect((await post(fields, { "content-type": "multipart/form-data; boundary=x" })).status).toBe(415);
  expect((await post(`${fields}&consent=again`)).status).toBe(422);
  expect((await post(`${fields}&more=${"x".repeat(20_000)}`)).status).toBe(413);
});

test.each([
  ["no address to return to", { returnTo: undefined }, "returnTo"],
  ["an address that is not on the list", { returnTo: `${ORIGIN}/other` }, "returnTo"],
  ["the beginning of one that is", { returnTo: ORIGIN }, "returnTo"],
  ["an address of another site", { returnTo: "https://evil.example/next" }, "returnTo"],
])("a form with %s is not handed out", async (_, change, field) => {
  const answer = await form(gateway.person("verified-returns"), change);
  expect([answer.status, answer.body.code, answer.body.field]).toEqual([422, "invalid-input", field]);
});

test.each([
  ["no logo", undefined],
  ["a logo that is too small", { width: 132, height: 12 }],
  ["a logo of no size", { width: "132", height: 24 }],
  ["a logo beyond any screen", { width: 132, height: 1e9 }],
])("a form with %s could not be agreed to, and is not handed out", async (_, logo) => {
  const answer = await form(gateway.person("verified-logos"), { logo });
  expect([answer.status, answer.body.rules]).toEqual([422, ["logo-missing"]]);
});

test("a form is for who is signed in", async () => {
  const body = { policy: POLICY, logo: LOGO, returnTo: NEXT };
  const answer = await gateway.ask("/consent-forms", { method: "POST", body });
  expect([answer.status, answer.body.code]).toEqual([401, "unauthorized"]);
});

test("nothing of the person is in the ticket, the address or the log", async () => {
  const person = gateway.person("verified-zenobia.quixwell");
  const handed = await form(person);
  const answer = await post(fieldsOf(handed));
  const decoded = Buffer.from(String(handed.body["ticket"]), "base64url").toString("latin1");
  for (const text of [handed.text, decoded, answer.headers.get("location"), gateway.output]) {
    expect(text).not.toMatch(/quixwell/i);
  }
});

test("a ticket of an hour ago counts no more", async () => {
  const brief = await startGateway({ variables, core: "tests/edge/brief-tickets-core.ts" });
  try {
    const person = brief.person("verified-late");
    const handed = await person.ask("/consent-forms", {
      method: "POST",
      body: { policy: POLICY, logo: LOGO, returnTo: ELSEWHERE },
    });
    const headers = { ...PRESSED, origin: "http://localhost:8780" };
    const answer = await brief.ask("/consent-forms/posted", { method: "POST", body: fieldsOf(handed), headers });
    expect(outcome(answer)).toEqual([303, ELSEWHERE, "expired"]);
    expect(await person.consents()).toEqual([]);
  } finally {
    await brief.stop();
  }
});

test("a sentence that a deployment changed under the same version was not the one that was drawn", async () => {
  const person = gateway.person("verified-reworded");
  const [german, english] = [await form(person), await form(person, { languages: ["en"] })];
  await gateway.restart({ entry: "tests/edge/reworded-worker.ts" });
  expect(outcome(await post(fieldsOf(german)))).toEqual([303, NEXT, "sentence-differs"]);
  expect(await person.consents()).toEqual([]);
  // The other languages are as they were.
  expect(outcome(await post(fieldsOf(english)))).toEqual([303, NEXT, "recorded"]);
  await gateway.restart();
});

test("no browser is sent to an address that was taken off the list after the form was drawn", async () => {
  const handed = await form(gateway.person("verified-unlisted"));
  await gateway.restart({ variables: { CONSENT_RETURN_URLS: ELSEWHERE } });
  const answer = await post(fieldsOf(handed));
  expect([answer.status, answer.body.code, answer.headers.get("location")]).toEqual([403, "refused", null]);
  await gateway.restart();
});

test("a gateway without the variable has no such forms", async () => {
  const plain = await startGateway();
  try {
    const answer = await plain.person("verified-none").ask("/consent-forms", {
      method: "POST",
      body: { policy: POLICY, logo: LOGO, returnTo: NEXT },
    });
    expect([answer.status, answer.body.code]).toEqual([404, "not-found"]);
  } finally {
    await plain.stop();
  }
});
