// The report: a page without a script that shows each consent as the person saw it, and whether it verifies.

import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesWith, withLedger } from "./ledger-file.ts";
import { type RunningGateway, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const OPERATOR = "operators-token-of-the-tests-for-reports";
const PRIVACY = "crossmint-privacy-policy";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { OPERATOR_TOKENS: OPERATOR } });
});
afterAll(() => gateway.stop());

const asOperator = { token: OPERATOR, headers: { origin: "" } };
const report = (query = "") => gateway.ask(`/operator/report?${query}`, asOperator);

async function agreed(subject: string, language = "en"): Promise<{ id: string; person: string }> {
  const { body } = await gateway.person(subject).agree({}, language);
  const id = String(body.id);
  const person = entriesWith(gateway.folder, id)[0]?.person ?? "";
  await waitFor(async () => (await report(`person=${person}`)).text.includes("leaf "));
  return { id, person };
}

test("an acceptance is shown as it was given", async () => {
  const { person } = await agreed("verified-reported", "ar");
  await gateway.person("verified-reported").ask(`/consents/${PRIVACY}`, { method: "DELETE" });
  const [consent] = await gateway.person("verified-reported").consents();
  const { status, headers, text } = await report(`person=${person}`);
  expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
  expect(text).toMatch(/<p lang="ar" dir="rtl">[^<]*<a href="https:[^"]+" rel="noreferrer">[^<]+<\/a>/);
  expect(text).toContain(`<code>${person}</code>`);
  for (const at of [consent?.acceptedAt, consent?.toldAt, consent?.withdrawnAt]) {
    expect(text).toContain(`<time datetime="${at}">`);
  }
  expect(text).toMatch(/<td>leaf \d+<\/td><td>yes<\/td>/);
  expect(text).toContain("not reviewed");
  expect(text).not.toContain("verified-reported");
});

test("nothing on the page can run, be framed, or send anything", async () => {
  const { headers, text } = await report();
  const csp = headers.get("content-security-policy") ?? "";
  const nonce = /style-src 'nonce-([^']+)'/.exec(csp)?.[1];
  expect(csp.split("; ")[0]).toBe("default-src 'none'");
  for (const part of ["form-action 'none'", "frame-ancestors 'none'", "base-uri 'none'"]) expect(csp).toContain(part);
  expect(text).toContain(`<style nonce="${nonce}">`);
  expect(text).not.toMatch(/<script|<form|\son\w+=/);
  // A style is no mark-up: an escaped sign in it would end a rule.
  const style = /<style[^>]*>([^<]*)<\/style>/.exec(text)?.[1] ?? "";
  expect(style).toContain("td > p");
  expect(style).not.toContain("&");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
});

test("many people come in pages, each once", async () => {
  await Promise.all(Array.from({ length: 22 }, (_, at) => gateway.person(`verified-paged-${at}`).agree()));
  const people = await waitFor(async () => {
    const seen: string[] = [];
    let query: string | undefined = "";
    while (query !== undefined) {
      const { text } = await report(query);
      seen.push(...[...text.matchAll(/<caption>Person <code>([0-9a-f]{64})/g)].map(([, person]) => person ?? ""));
      query = /rel="next" href="\?([^"]+)"/.exec(text)?.[1];
    }
    return seen.length >= 22 && seen;
  });
  expect(people).toEqual([...new Set(people)].sort());
});

test("what does not verify is named", async () => {
  const { id, person } = await agreed("verified-report-broken");
  withLedger(gateway.folder, id, (ledger, [first]) => {
    ledger.exec("DROP TRIGGER entries_stay_as_they_are");
    const entry = { ...first, hash: "0".repeat(64), event: { ...first?.event, policyHash: "0".repeat(64) } };
    ledger.prepare("UPDATE entries SET entry = ? WHERE sequence = 1").run(JSON.stringify(entry));
  });
  const { text } = await report(`person=${person}`);
  expect(text).toMatch(/<td><span class="fails">no: [^<]*chain[^<]*no policy file[^<]*log has another entry/);
});

test("words that have another hash than those that were agreed to are not shown", async () => {
  const { id, person } = await agreed("verified-report-words");
  expect((await report(`person=${person}`)).text).toContain('<p lang="en" dir="ltr">');
  withLedger(gateway.folder, id, (ledger, [first]) => {
    ledger.exec("DROP TRIGGER entries_stay_as_they_are");
    const entry = { ...first, event: { ...first?.event, sentenceHash: "0".repeat(64) } };
    ledger.prepare("UPDATE entries SET entry = ? WHERE sequence = 1").run(JSON.stringify(entry));
  });
  const { text } = await report(`person=${person}`);
  expect(text).toContain("<p>The words are not at this gateway.</p>");
  expect(text).toMatch(/<span class="fails">no: [^<]*no policy file here has this sentence/);
  expect(text).not.toContain('<p lang="en" dir="ltr">');
});

test("what is in a ledger cannot become mark-up", async () => {
  const { id, person } = await agreed("verified-report-markup");
  withLedger(gateway.folder, id, (ledger, [first]) => {
    ledger.exec("DROP TRIGGER entries_stay_as_they_are");
    const entry = { ...first, event: { ...first?.event, link: 'x"><img src=y>' } };
    ledger.prepare("UPDATE entries SET entry = ? WHERE sequence = 1").run(JSON.stringify(entry));
  });
  expect((await report(`person=${person}`)).text).not.toContain("<img");
});

test("who has to be asked again is on the page, with the count", async () => {
  const { person } = await agreed("verified-report-outdated");
  await gateway.restart({ policyVersion: "2030-01-01" });
  const { text } = await report(`policy=${PRIVACY}&person=${person}`);
  expect(text).toMatch(new RegExp(`<th scope="row">${PRIVACY}</th><td>2030-01-01</td><td>[1-9]\\d*</td>`));
  expect((await report("after=x")).body).toMatchObject({ code: "invalid-input", field: "after" });
});

test("without an index, or without a log, neither report nor count is enabled", async () => {
  const both = async () => [await report(), await gateway.ask(`/operator/outdated?policy=${PRIVACY}`, asOperator)];
  await gateway.restart({ withoutIndex: true });
  for (const { status, body } of await both()) {
    expect([status, body.code, body.detail]).toEqual([404, "not-enabled", expect.stringContaining("CONSENT_INDEX")]);
  }
  const none = { LEDGER_SIGNING_KEYS: undefined, LOG_NAME: undefined, CONTROLLER: undefined };
  await gateway.restart({ variables: { OPERATOR_TOKENS: OPERATOR, ...none } });
  for (const { status, body } of await both()) {
    expect([status, body.code, body.detail]).toEqual([404, "not-enabled", expect.stringContaining("no log")]);
  }
});
