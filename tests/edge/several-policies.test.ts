// More than one policy: one box each, and nothing goes to a partner before all of its policies are accepted.

import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith } from "./ledger-file.ts";
import { callsTo, count, customer, startWithPartners } from "./partners.ts";
import { evidence, ORIGIN, type Person, RECORD, type RunningGateway, startGateway, token } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const PRIVACY = "crossmint-privacy-policy";
const TERMS = "crossmint-terms-of-service";
const SHOP = "shop-terms";
const entry = "tests/edge/own-policies-worker.ts";

let gateway: RunningGateway;
beforeAll(async () => {
  const variables = { POLICIES: `${PRIVACY}, ${TERMS},${SHOP}`, RESIDENCE_CLAIM: "residence" };
  gateway = await startWithPartners({ entry, variables });
});
afterAll(() => gateway.stop());

const lives = (subject: string, residence?: unknown): Person =>
  gateway.person(subject, residence === undefined ? {} : { residence });

async function send(person: Person) {
  return [await person.put(RECORD), await person.upload(), await person.trigger()].map(
    ({ status, body }) => body.code ?? status,
  );
}

const refused = ["consent-required", "consent-required", "consent-required"];

test("nothing goes to Crossmint before both of its policies are accepted, in whatever order", async () => {
  for (const [first, second] of [
    [PRIVACY, TERMS],
    [TERMS, PRIVACY],
  ] as const) {
    const person = lives(`verified-both-${first}`, "DE");
    expect(await send(person)).toEqual(refused);
    expect((await person.agreeTo(first)).status).toBe(201);
    expect(await send(person)).toEqual(refused);
    expect((await person.agreeTo(second)).body).toMatchObject({ delivery: "delivered" });
    expect(await send(person)).toEqual([200, 200, 200]);
    await person.ask(`/consents/${first}`, { method: "DELETE" });
    expect(await send(person)).toEqual(refused);
  }
});

test("Crossmint is told of the terms with the region of the person's residence", async () => {
  const partner = "tests/edge/recording-partner-worker.ts";
  const variables = { POLICIES: `${PRIVACY},${TERMS}`, RESIDENCE_CLAIM: "residence" };
  const telling = await startGateway({ entry, variables, partner });
  for (const residence of ["US", "AT", "JP"]) {
    const { status, body } = await telling.person(`lives-in-${residence}`, { residence }).agreeTo(TERMS);
    expect([status, body.delivery]).toEqual([201, "delivered"]);
  }
  const { body: privacy } = await telling.person("lives-in-DE").agreeTo(PRIVACY);
  const { told } = (await telling.control("/told")) as { told?: readonly object[] };
  const at = expect.stringMatching(/Z$/);
  expect(told).toEqual([
    { type: TERMS, acceptedAt: at, region: "us" },
    { type: TERMS, acceptedAt: at, region: "eu" },
    { type: TERMS, acceptedAt: at, region: "worldwide" },
    { type: PRIVACY, acceptedAt: privacy.acceptedAt },
  ]);
  await telling.stop();
});

test("who moves to another region agrees to the terms of that one, and Crossmint is told", async () => {
  const partner = "tests/edge/recording-partner-worker.ts";
  const variables = { POLICIES: `${PRIVACY},${TERMS}`, RESIDENCE_CLAIM: "residence" };
  const telling = await startGateway({ entry, variables, partner });
  const inRegion = (residence: string) => telling.person("verified-mover", { residence });
  const first = await inRegion("DE").agreeTo(TERMS);
  const moved = await inRegion("US").agreeTo(TERMS);
  expect([moved.status, moved.body.delivery, moved.body.id === first.body.id]).toEqual([201, "delivered", false]);
  const again = await inRegion("US").agreeTo(TERMS);
  expect([again.status, again.body.id]).toEqual([200, moved.body.id]);
  const events = entriesWith(telling.folder, String(first.body.id)).map(({ event }) => event);
  expect(events.flatMap(({ kind, region }) => (kind === "accepted" ? [region] : []))).toEqual(["eu", "us"]);
  const { told } = (await telling.control("/told")) as { told?: readonly { readonly region: string }[] };
  expect(told?.map(({ region }) => region)).toEqual(["eu", "us"]);
  await inRegion("US").ask(`/consents/${TERMS}`, { method: "DELETE" });
  expect((await inRegion("US").consents()).every(({ withdrawnAt }) => withdrawnAt !== undefined)).toBe(true);
  await telling.stop();
});

test("terms that Crossmint says are out of date lapse like the privacy policy does", async () => {
  const partner = "tests/edge/recording-partner-worker.ts";
  const variables = { POLICIES: `${PRIVACY},${TERMS}`, RESIDENCE_CLAIM: "residence" };
  const lapsing = await startGateway({ entry, variables, partner });
  const person = lapsing.person("terms-outdated", { residence: "DE" });
  await person.agreeTo(PRIVACY);
  const first = await person.agreeTo(TERMS);
  const { decisions = [] } = (await person.ask("/crossmint/user")).body;
  expect(decisions.map(({ next, policy }) => [next, policy])).toEqual([["ask-consent", TERMS]]);
  expect((await person.put(RECORD)).body.code).toBe("consent-required");
  const lapsedAt = expect.stringMatching(/Z$/);
  expect(await person.consents()).toMatchObject([{ policy: PRIVACY }, { id: first.body.id, lapsedAt }]);
  expect((await person.consents())[0]).not.toHaveProperty("lapsedAt");
  const second = await person.agreeTo(TERMS);
  expect([second.status, second.body.id === first.body.id]).toEqual([201, false]);
  expect((await person.ask("/crossmint/user")).body.decisions).toEqual([]);
  expect((await person.put(RECORD)).status).toBe(200);
  await lapsing.stop();
});

test("the region that a page names does not count where the token says the residence", async () => {
  const person = lives("verified-moves", "DE");
  const bearer = await token("verified-moves", { claims: { residence: "US" } });
  const shownToAnother = await evidence(gateway, "en", TERMS, { token: bearer });
  expect(shownToAnother.region).toBe("us");
  const answer = await person.ask("/consents", { method: "POST", body: shownToAnother });
  expect([answer.status, answer.body.rules]).toEqual([422, ["region-differs"]]);
  const noToken = await gateway.ask(`/policies/${TERMS}/presentation?region=eu`);
  expect([noToken.status, noToken.body.code]).toEqual([401, "unauthorized"]);
});

test("a token that does not say the residence as configured shows and takes nothing", async () => {
  for (const residence of [undefined, "", "de", "DEU", 49, ["DE"]]) {
    const person = lives("verified-nowhere", residence);
    expect((await person.ask(`/policies/${TERMS}/presentation`)).status).toBe(401);
    const body = { ...(await evidence(gateway)), policy: TERMS };
    expect((await person.ask("/consents", { method: "POST", body })).status).toBe(401);
  }
  expect((await lives("verified-nowhere").agreeTo(PRIVACY)).status).toBe(201);
});

test("what a token decides is for no cache, what a page names may be cached", async () => {
  const regional = await lives("verified-cache", "DE").ask(`/policies/${TERMS}/presentation`);
  expect(regional.headers.get("cache-control")).toBe("no-store");
  const general = await gateway.ask(`/policies/${PRIVACY}/presentation`);
  expect(general.headers.get("cache-control")).toBe("public, max-age=60");
});

test("GET /me asks for each policy that is missing, and no product of its partner does anything else", async () => {
  const person = lives("verified-asked", "DE");
  const asked = async () => {
    const { decisions = [] } = (await person.ask("/me")).body;
    const own = decisions.filter(({ partner }) => partner === "crossmint");
    return own.map(({ next, scope, policy }) => [next, scope, policy]);
  };
  expect(await asked()).toEqual([
    ["ask-consent", PRIVACY, PRIVACY],
    ["ask-consent", TERMS, TERMS],
  ]);
  await person.agreeTo(PRIVACY);
  await person.agreeTo(TERMS);
  await person.put(RECORD);
  await person.trigger();
  const after = await asked();
  expect(after.map(([next]) => next)).not.toContain("ask-consent");
  await person.ask(`/consents/${TERMS}`, { method: "DELETE" });
  const again = await asked();
  expect(again[0]).toEqual(["ask-consent", TERMS, TERMS]);
  expect(again).toHaveLength(after.length + 1);
  expect(again.every(([next, , policy]) => next === "ask-consent" && policy === TERMS)).toBe(true);
  const { decisions = [] } = (await person.ask("/crossmint/identity-verification")).body;
  expect(decisions.length).toBeGreaterThan(1);
  expect(decisions.every(({ next }) => next === "ask-consent")).toBe(true);
});

test("a browser's times are noted, doubted where they are absurd, and never what counts", async () => {
  for (const [presentedAt, tickedAt, problems] of [
    ["2999-01-01T00:00:00Z", "2999-01-01T00:00:01Z", ["from-the-future"]],
    ["2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z", ["ticked-before-presented"]],
    ["zenobia@quixwell.example", undefined, ["not-a-time"]],
  ] as const) {
    const person = lives(`verified-clock-${problems[0]}`, "DE");
    const body = { ...(await evidence(gateway)), presentedAt, tickedAt };
    const { status, body: answer } = await person.ask("/consents", { method: "POST", body });
    expect(status).toBe(201);
    expect(Math.abs(Date.parse(answer.acceptedAt ?? "") - Date.now())).toBeLessThan(60_000);
    const [accepted] = entriesWith(gateway.folder, answer.id ?? "");
    const isTime = problems[0] !== "not-a-time";
    const noted = { presentedAt: isTime ? new Date(presentedAt).toISOString() : "" };
    expect(accepted?.event).toMatchObject({ ...noted, origin: ORIGIN, region: "" });
    expect(gateway.log).toContainEqual(expect.objectContaining({ event: "claims-doubted", problems }));
  }
  expect(gateway.output).not.toContain("quixwell");
});

test("one acceptance is of one policy", async () => {
  const person = lives("verified-bundle", "DE");
  const one = await evidence(gateway);
  const bundles = [
    [one, one],
    { ...one, policy: [PRIVACY, SHOP] },
    { ...one, policies: [PRIVACY, SHOP] },
    { consents: [one] },
  ];
  for (const body of bundles) {
    const { status, body: answer } = await person.ask("/consents", { method: "POST", body });
    expect([status, answer.code, answer.rules]).toEqual([422, "invalid-input", ["bundled-consents"]]);
  }
  expect(await person.consents()).toEqual([]);
});

test("an acceptance of an operator's own terms is kept, and holds nothing up", async () => {
  const user = customer(gateway, 900_001);
  const { status, body } = await user.agreeTo(SHOP);
  expect([status, body.delivery]).toEqual([201, "kept"]);
  expect(await user.consents()).toMatchObject([{ policy: SHOP, delivery: "kept" }]);
  const withdrawn = await user.ask(`/consents/${SHOP}`, { method: "DELETE" });
  expect(withdrawn.status).toBe(200);
  expect(await user.consents()).toMatchObject([{ delivery: "kept", withdrawnAt: withdrawn.body.withdrawnAt }]);
});

test("nothing is handed over to Kriptomat before the operator's terms for it are accepted", async () => {
  const user = customer(gateway, 900_002);
  const before = await callsTo(gateway, "kriptomat");
  for (const path of ["/kriptomat/kyc-import", "/kriptomat/kyc-request"]) {
    const answer = await gateway
      .person(user.subject, { ...user.claims, sumsub_applicant: "a1" })
      .ask(path, { method: "POST" });
    expect([answer.status, answer.body.code]).toEqual([403, "consent-required"]);
  }
  expect(await callsTo(gateway, "kriptomat")).toEqual(before);
  expect(await count(gateway, "sumsub.createShareToken")).toBe(0);
  await user.agreeTo(SHOP);
  const requested = await user.ask("/kriptomat/kyc-request", { method: "POST" });
  expect(requested.body.code).not.toBe("consent-required");
});

test("each partner's way in waits for the policies of that partner: wizard, open endpoints, and who is shared", async () => {
  const open = (name: string, method: string, maxBytes: number) => {
    const path = `/api/v1/partners/users/{userId}/${name}`;
    return { partner: "kriptomat", name, method, path, ...(maxBytes > 0 && { maxBytes }) };
  };
  const endpoints = JSON.stringify([open("orders", "POST", 1000), open("balance", "GET", 0)]);
  const POLICIES = `${PRIVACY},${SHOP},b2core-terms,sumsub-terms`;
  const own = await startWithPartners({ entry, variables: { POLICIES, PASS_THROUGH: endpoints } });
  const user = customer(own, 900_003, "an-applicant");
  const code = async (method: string, path: string, body?: unknown) => {
    const answer = await user.ask(path, { method, ...(body !== undefined && { body }) });
    return answer.body.code ?? answer.status;
  };
  const run = { uuid: "1", documents: [] };
  const ways = async () => [
    await code("GET", "/b2core/wizard"),
    await code("POST", "/b2core/wizard", run),
    await code("POST", "/kriptomat/open/orders", {}),
    await code("POST", "/kriptomat/kyc-import"),
  ];
  const closed = "consent-required";
  expect(await ways()).toEqual([closed, closed, closed, closed]);
  expect(await code("GET", "/kriptomat/open/balance")).not.toBe(closed);
  await user.agreeTo("b2core-terms");
  // Nobody has signed in there, which is the next thing to be missed.
  expect(await ways()).toEqual(["unauthorized", "unauthorized", closed, closed]);
  await user.agreeTo(SHOP);
  const withShop = await ways();
  expect(withShop[2]).not.toBe(closed);
  expect(withShop[3]).toBe(closed);
  await user.agreeTo("sumsub-terms");
  expect((await ways())[3]).not.toBe(closed);
  await own.stop();
});

test("who has not agreed does not sign in there, and a withdrawal counts while a body is on its way", async () => {
  const own = await startWithPartners({ entry, variables: { POLICIES: `${PRIVACY},b2core-terms` } });
  const client = own.person("verified-slow-body");
  const email = "documents-slow@b2core.sandbox.example";
  const post = (path: string, body: unknown, cookie = "") =>
    client.ask(path, { method: "POST", body, headers: { cookie } });
  const early = await post("/b2core/sign-in", { email, password: "sandbox-only-password" });
  expect([early.body.code, await count(own, "b2core.startSignIn")]).toEqual(["consent-required", 0]);
  await client.agreeTo("b2core-terms");
  const signedIn = await post("/b2core/sign-in", { email, password: "sandbox-only-password" });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const { code } = await own.control("/control/partners/b2core/authenticator-code", "POST", {});
  expect((await post("/b2core/second-factor", { method: "google", code }, cookie)).body.signedIn).toBe(true);
  const scopes = ["level"];
  const { text } = await post("/flow/tasks/b2core.wizard", { scopes }, cookie);
  const part = /"part":"([^"]+)"/.exec(text)?.[1] ?? "";
  // It has forgotten where the client stands, and so is seen to ask: after the consent was looked at.
  await own.restart();
  const [asked, run] = [await count(own, "b2core.listVerifications"), await count(own, "b2core.runWizard")];
  const { promise: rest, resolve: goOn } = Promise.withResolvers<void>();
  const handingIn = client.ask(`/flow/tasks/b2core.documents/documents/${part}?scopes=level`, {
    method: "POST",
    headers: { cookie, "content-type": "application/json" },
    send: (write, end) => {
      write('{"path":');
      void rest.then(() => {
        write('"documents/1.jpeg"}');
        end();
      });
    },
  });
  await waitFor(async () => (await count(own, "b2core.listVerifications")) > asked);
  expect((await client.ask("/consents/b2core-terms", { method: "DELETE" })).status).toBe(200);
  goOn();
  expect((await handingIn).body.code).toBe("consent-required");
  expect(await count(own, "b2core.runWizard")).toBe(run);
  await own.stop();
});

test("without a claim of residence the page names the region, out of those of the file", async () => {
  const own = await startGateway({ entry, variables: { POLICIES: `${PRIVACY},${TERMS}` } });
  for (const query of ["", "?region=mars", "?region="]) {
    const { status, body } = await own.ask(`/policies/${TERMS}/presentation${query}`);
    expect([status, body.field, body.rules]).toEqual([422, "region", ["unknown-region"]]);
  }
  const person = own.person("verified-names-region");
  const good = await evidence(own, "en", TERMS, { region: "eu" });
  const wrong = await person.ask("/consents", { method: "POST", body: { ...good, region: "us" } });
  expect([wrong.status, wrong.body.rules]).toEqual([422, ["link-differs"]]);
  const { region: _, ...none } = good;
  expect((await person.ask("/consents", { method: "POST", body: none })).body.rules).toEqual(["unknown-region"]);
  expect((await person.ask("/consents", { method: "POST", body: good })).status).toBe(201);
  await own.stop();
});

test("the host's own words come with the sentence of their language, and with no other", async () => {
  const words = async (lang: string) =>
    (await gateway.ask(`/policies/${PRIVACY}/presentation?lang=${lang}`)).body.words;
  expect(await words("de")).toEqual({ required: "Bitte zuerst ankreuzen." });
  for (const lang of ["fr", "constructor"]) expect(await words(lang)).toBeUndefined();
});
