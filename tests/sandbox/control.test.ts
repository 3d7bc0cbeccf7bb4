// The frame: rate limits, clock, settings, log, control page, reset, and state that outlives the process.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bring, look, POLICY, record, STANDARD_DOCUMENTS, same, trigger, user } from "./records.ts";
import { CONTROL, PRODUCTION, type Read, type Sandbox, startSandbox } from "./start-sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const ME = user("verified-1");
const control = (method: string, path: string, json?: unknown, headers = {}) =>
  sandbox.fetch(`${CONTROL}/${path}`, { method, headers, json });

describe("rate limits", () => {
  const reads = (count: number) => Promise.all(Array.from({ length: count }, () => sandbox.crossmint("GET", ME)));
  const writes = (count: number) =>
    Promise.all(Array.from({ length: count }, () => sandbox.crossmint("PUT", `${ME}/legal-documents`, POLICY)));
  const refused = (replies: Read[]) => replies.filter(({ status }) => status === 429).length;

  test("120 writes and 360 reads a minute, counted apart", async () => {
    expect(refused(await writes(120))).toBe(0);
    expect(refused(await writes(3))).toBe(3);
    expect(refused(await reads(360))).toBe(0);
    expect(refused(await reads(2))).toBe(2);
    await sandbox.advance(59.999);
    expect(refused([...(await writes(1)), ...(await reads(1))])).toBe(2);
    await sandbox.advance(0.001);
    expect(refused([...(await writes(1)), ...(await reads(1))])).toBe(0);
  });

  test("the limits and Retry-After are settings; a project is one environment", async () => {
    await sandbox.set({ readsPerMinute: 2, retryAfter: "seconds" });
    await reads(2);
    await sandbox.advance(20.5);
    const [reply] = await reads(1);
    expect(reply).toMatchObject({ status: 429, headers: { "retry-after": "40" }, json: { error: true } });
    const headers = { "x-api-key": "sk_production_a" };
    expect((await sandbox.fetch(PRODUCTION + ME, { headers })).status).toBe(404);
    await sandbox.set({ readsPerMinute: 0 });
    expect(refused(await reads(10))).toBe(0);
  });

  test("calls without a good key use up nothing", async () => {
    await sandbox.set({ readsPerMinute: 1 });
    await sandbox.crossmint("GET", ME, undefined, { "x-api-key": "none" });
    expect(refused(await reads(1))).toBe(0);
  });
});

describe("clock", () => {
  test("stands still, moves by hand, runs on from where it stood", async () => {
    const { now, running } = (await sandbox.control("GET", "clock")) as { now: string; running: boolean };
    expect(running).toBe(false);
    expect(await sandbox.control("POST", "clock/advance", { seconds: 90 })).toEqual({
      now: new Date(Date.parse(now) + 90_000).toISOString(),
      running: false,
    });
    const started = (await sandbox.control("PUT", "clock", { running: true })) as { now: string; running: boolean };
    expect(started.running).toBe(true);
    expect(Date.parse(started.now)).toBeGreaterThanOrEqual(Date.parse(now) + 90_000);
    await sandbox.control("POST", "clock/advance", { seconds: 3600 });
    const later = (await sandbox.control("GET", "clock")) as { now: string };
    expect(Date.parse(later.now)).toBeGreaterThanOrEqual(Date.parse(now) + 3_690_000);
  });

  test.each([[{ seconds: -1 }], [{ seconds: "1" }], [{ seconds: null }], [{}]])("%j is refused", async (body) => {
    expect((await control("POST", "control/clock/advance", body)).status).toBe(400);
  });

  test("running is a boolean", async () => {
    expect((await control("PUT", "control/clock", { running: "yes" })).status).toBe(400);
  });
});

describe("settings", () => {
  test("are listed with what they do, and changed one by one", async () => {
    const before = (await sandbox.control("GET", "settings")) as {
      settings: { crossmint: object } & Record<string, Record<string, unknown>>;
      known: Record<string, Record<string, { what: string; initial: unknown }>>;
    };
    for (const [partner, known] of Object.entries(before.known)) {
      for (const [name, { what, initial }] of Object.entries(known)) {
        expect(what).not.toBe("");
        expect(before.settings[partner]?.[name]).toBe(initial);
      }
    }
    expect(await sandbox.control("PUT", "settings/crossmint", { onrampLight: true })).toEqual({
      ...before.settings.crossmint,
      onrampLight: true,
    });
  });

  test.each([
    ["crossmint", { onrampLight: "true" }, 400],
    ["crossmint", { reviewSeconds: -1 }, 400],
    ["crossmint", { reviewSeconds: 1.5 }, 400],
    ["crossmint", { errorShape: "xml" }, 400],
    ["crossmint", { toString: 1 }, 400],
    ["crossmint", { onrampLight: true, colour: "red" }, 400],
    ["crossmint", [], 400],
    ["sumsub", { webhookUrl: "file:///etc/passwd" }, 400],
    ["sumsub", { webhookSecret: "x".repeat(201) }, 400],
    ["b2core", { host: "no host" }, 400],
    ["kriptomat", { onrampLight: true }, 400],
    ["nobody", {}, 404],
  ])("%s %j is refused and changes nothing", async (partner, body, status) => {
    const before = await sandbox.control("GET", "settings");
    expect((await control("PUT", `control/settings/${partner}`, body)).status).toBe(status);
    expect(await sandbox.control("GET", "settings")).toEqual(before);
  });
});

describe("control", () => {
  test("people are explained", async () => {
    const { people } = (await sandbox.control("GET", "people")) as { people: Record<string, string>[] };
    const outcomes = (name: string) => people.filter(({ partner }) => partner === name).map(({ outcome }) => outcome);
    expect(outcomes("crossmint").join(" ")).toBe(
      "verified rejected manual-review more-data documents edd policy-outdated not-enabled",
    );
    expect(outcomes("kriptomat").join(" ")).toBe(
      "passed verified failed declined edd-required edd-failed edd-confirmed slow never-started",
    );
    expect(outcomes("sumsub").join(" ")).toBe(
      "approved retry final init pending prechecked queued on-hold awaiting-service awaiting-user unsuitable",
    );
    expect(outcomes("b2core").join(" ")).toBe("level-1 level-2 documents two-steps refused");
    for (const { what } of people) expect(what).toMatch(/\.$/);
    const ranges = people.flatMap(({ partner, ids }) => (partner === "kriptomat" ? [ids] : []));
    expect(ranges.slice(0, 2)).toEqual(["1000–1999, 1000000000–1999999999", "2000–2999, 2000000000–2999999999"]);
  });

  test("accounts are listed, and plainly made up", async () => {
    const { accounts } = (await sandbox.control("GET", "accounts")) as {
      accounts: { partner: string; what: string; credentials: Record<string, string | number> }[];
    };
    expect(new Set(accounts.map(({ partner }) => partner))).toEqual(
      new Set(["crossmint", "kriptomat", "sumsub", "b2core"]),
    );
    for (const { credentials } of accounts) {
      const { clientId, client_id, ...others } = credentials;
      for (const value of Object.values(others)) expect(String(value)).toMatch(/sandbox/i);
    }
  });

  test("the log tells of calls, not of people", async () => {
    const id = "manual-review-ada.muster";
    await sandbox.crossmint("PUT", `${user(id)}/legal-documents`, POLICY);
    await sandbox.crossmint("PUT", user(id), record(), { "x-sandbox-fault": "lost-reply" });
    await sandbox.crossmint("GET", user(id), undefined, { "x-sandbox-fault": "502" });
    await sandbox.crossmint("GET", "/users/email:ada@muster.example/secret");
    const { text, json } = await control("GET", "control/log");
    expect(text).not.toMatch(/ada|muster|sk_staging|1990|secret/i);
    const { calls } = json as { calls: object[] };
    const common = { partner: "crossmint", world: "staging" };
    expect(calls).toMatchObject([
      { ...common, operation: null, method: "GET", status: 404, outcome: null, fault: null },
      { ...common, operation: "crossmint.getUser", status: null, fault: "502" },
      { ...common, operation: "crossmint.putUser", status: 200, outcome: "manual-review", fault: "lost-reply" },
      { ...common, operation: "crossmint.acceptLegalDocument", status: 200, outcome: "manual-review", fault: null },
    ]);
  });

  test("the log keeps the last 200 calls", async () => {
    await Promise.all(Array.from({ length: 205 }, () => sandbox.crossmint("GET", ME)));
    expect(((await sandbox.control("GET", "log")) as { calls: unknown[] }).calls).toHaveLength(200);
  });

  test("reset forgets everything", async () => {
    await sandbox.crossmint("PUT", `${ME}/legal-documents`, POLICY);
    await sandbox.set({ readsPerMinute: 1 });
    await sandbox.control("PUT", "faults", { faults: [{ fault: "500", calls: 9 }] });
    await sandbox.control("POST", "clock/advance", { seconds: 1e8 });
    expect(await sandbox.control("POST", "reset")).toEqual({ reset: true });
    const { now, running } = (await sandbox.control("GET", "clock")) as { now: string; running: boolean };
    expect(running).toBe(true);
    expect(Date.parse(now)).toBeLessThan(Date.now() + 1e8);
    expect(await sandbox.control("GET", "faults")).toMatchObject({ faults: [] });
    expect(await sandbox.control("GET", "settings")).toMatchObject({
      settings: { crossmint: { readsPerMinute: 360 } },
    });
    expect((await sandbox.crossmint("GET", ME)).status).toBe(404);
    expect(await sandbox.control("GET", "log")).toMatchObject({ calls: [{ operation: "crossmint.getUser" }] });
  });

  test("calls that other sites make are refused", async () => {
    const headers = { origin: "https://elsewhere.example" };
    expect((await control("POST", "control/reset", {}, headers)).status).toBe(403);
    expect((await control("POST", "control/reset", {}, { origin: CONTROL })).status).toBe(200);
  });

  test.each([
    ["GET", "control/nothing", 404],
    ["GET", "api/2025-06-09/users/userId:a", 404],
    ["POST", "control/partners/crossmint/nothing", 404],
    ["POST", "control/partners/nobody/decide", 404],
  ])("%s %s: %i", async (method, path, status) => {
    expect((await control(method, path, method === "GET" ? undefined : {})).status).toBe(status);
  });
});

describe("control page", () => {
  const submit = (form: Record<string, string>, headers = {}) =>
    sandbox.fetch(`${CONTROL}/`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams(form).toString(),
    });

  test("is HTML without script or style of its own, under a strict policy", async () => {
    const page = await control("GET", "");
    expect(page.status).toBe(200);
    expect(page.headers["content-security-policy"]).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(page.text).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
    expect(page.text).toContain('<html lang="en">');
    const some = ["policy-outdated", "lost-reply", "crossmint.putUser", "reviewSeconds", "renew-policy"];
    const others = [
      "edd-required",
      "sumsub.importApplicant",
      "find-fraud",
      "sandbox-only-app-token",
      "two-steps",
      "host",
    ];
    for (const shown of [...some, ...others]) {
      expect(page.text).toContain(shown);
    }
    const style = await control("GET", "control.css");
    expect(style.headers["content-type"]).toMatch(/^text\/css/);
    expect(style.text).toContain("color-scheme: light dark");
  });

  test("every field has a label", async () => {
    const { text } = await control("GET", "");
    for (const [field] of text.matchAll(/<(?:input|select)[^>]*>/g)) {
      if (field.includes('type="hidden"')) continue;
      const id = /\sid="([^"]+)"/.exec(field)?.[1];
      const before = text.slice(0, text.indexOf(field));
      const wrapped = before.lastIndexOf("<label>") > before.lastIndexOf("</label>");
      expect(wrapped || text.includes(`<label for="${id}">`), field).toBe(true);
    }
  });

  test("its forms do what the control API does", async () => {
    const done = { status: 303 };
    expect(await submit({ form: "faults", fault: "500", calls: "2", operation: "" })).toMatchObject(done);
    expect(await submit({ form: "faults", fault: "502", calls: "1", operation: "crossmint.getUser" })).toMatchObject(
      done,
    );
    expect(await sandbox.control("GET", "faults")).toMatchObject({
      faults: [
        { fault: "500", calls: 2, operation: null },
        { fault: "502", calls: 1, operation: "crossmint.getUser" },
      ],
    });
    expect((await control("GET", "")).text).toContain("next 2 of any operation");
    await submit({ form: "faults", clear: "all" });
    expect(await sandbox.control("GET", "faults")).toMatchObject({ faults: [] });

    await submit({ form: "settings", partner: "crossmint", onrampLight: "true", reviewSeconds: "7" });
    expect(await sandbox.control("GET", "settings")).toMatchObject({
      settings: { crossmint: { onrampLight: true, reviewSeconds: 7 } },
    });

    const before = (await sandbox.control("GET", "clock")) as { now: string };
    await submit({ form: "clock", seconds: "10" });
    expect(await sandbox.control("GET", "clock")).toEqual({
      now: new Date(Date.parse(before.now) + 10_000).toISOString(),
      running: false,
    });
    await submit({ form: "clock", running: "true" });
    expect(await sandbox.control("GET", "clock")).toMatchObject({ running: true });

    expect(await submit({ form: "staff", partner: "crossmint", action: "renew-policy" })).toMatchObject(done);
    await submit({ form: "reset" });
    expect(await sandbox.control("GET", "settings")).toMatchObject({ settings: { crossmint: { reviewSeconds: 3 } } });
  });

  test("shows what an action tells, and takes text settings", async () => {
    const upload = { form: "staff", partner: "b2core", action: "upload" };
    const page = await submit({ ...upload, email: "documents@b2core.sandbox.example", name: "id.pdf" });
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/role="status">\{&quot;path&quot;:&quot;a\/\d+_id\.pdf&quot;\}/);
    const settings = { form: "settings", partner: "sumsub" };
    await submit({ ...settings, webhookUrl: "https://hooks.example/", webhookPatience: "100" });
    expect(await sandbox.control("GET", "settings")).toMatchObject({
      settings: { sumsub: { webhookUrl: "https://hooks.example/", webhookPatience: 100 } },
    });
    await submit({ ...settings, webhookUrl: "" });
    expect(await sandbox.control("GET", "settings")).toMatchObject({ settings: { sumsub: { webhookUrl: "" } } });
    const review = { form: "staff", partner: "sumsub", action: "set-review", applicantId: "final-1" };
    expect((await submit({ ...review, reviewStatus: "init", reviewAnswer: "", reviewRejectType: "" })).status).toBe(
      303,
    );
  });

  test("says what is wrong with a form, as text", async () => {
    const decision = { form: "staff", partner: "crossmint", action: "decide", userLocator: "<b>", status: "verified" };
    const reply = await submit(decision);
    expect(reply.status).toBe(400);
    expect(reply.text).toMatch(/role="alert">userLocator must be &lt;form&gt;/);
    expect((await submit({ form: "settings", partner: "crossmint", reviewSeconds: "" })).status).toBe(400);
    expect((await submit({ form: "faults", fault: "502", calls: "0", operation: "" })).status).toBe(400);
    expect((await submit({ form: "nothing" })).status).toBe(400);
  });

  test("refuses forms of other sites", async () => {
    expect((await submit({ form: "reset" }, { origin: "https://elsewhere.example" })).status).toBe(403);
  });
});

describe("a restart", () => {
  test("people, documents, reviews, faults, settings and the clock are still there", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    try {
      const first = await startSandbox(folder);
      await first.reset();
      await first.set({ reviewSeconds: 100 });
      await bring(first, "verified-1", record(), STANDARD_DOCUMENTS);
      await trigger(first, "verified-1");
      await first.advance(50);
      await first.control("PUT", "faults", { faults: [{ fault: "500", operation: "crossmint.getUser" }] });
      const clock = await first.control("GET", "clock");
      await first.stop();

      const second = await startSandbox(folder);
      expect(await second.control("GET", "clock")).toEqual(clock);
      expect(await look(second, "verified-1")).toEqual(same("pending-review"));
      expect((await second.crossmint("GET", ME)).status).toBe(500);
      expect(await second.crossmint("GET", ME)).toMatchObject({
        status: 200,
        json: { userDetails: true, legalDocuments: [{ isValidVersion: true }] },
      });
      await second.advance(50);
      expect(await look(second, "verified-1")).toEqual(same("verified"));
      await second.stop();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
