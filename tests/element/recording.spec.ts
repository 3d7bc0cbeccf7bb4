import type { ConsentError, KycConsent } from "../../www/element/index.ts";
import { type Answer, type Call, POLICY, presentation, RECORDED, WITHDRAWN, words } from "./site.ts";
import { type Consent, expect, test } from "./test.ts";

const POST = "POST /consents";
const DELETE = `DELETE /consents/${POLICY.policy}`;
const TOKEN = "host-token-of-the-person";

/** Calls `record()` (or `withdraw()`) and gives its outcome: the answer, or the error's code and rules. */
function outcome(consent: Consent, operation: "record" | "withdraw" = "record"): Promise<unknown> {
  return consent.host.evaluate(async (element: KycConsent, name) => {
    try {
      return await element[name]();
    } catch (error) {
      const { name, code, rules } = error as ConsentError;
      return { name, code, rules };
    }
  }, operation);
}

/** Opens the page, signs the person in, and ticks the box. */
async function tick(consent: Consent): Promise<void> {
  await consent.open();
  await consent.host.evaluate((element: KycConsent, token) => {
    element.authorize = async () => token;
  }, TOKEN);
  await consent.box.click();
}

/** An answer that waits until it is let go. */
function held(answer: Answer): { route: () => Promise<Answer>; letGo: () => void } {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  return { route: () => gate.then(() => answer), letGo: () => letGo() };
}

const posts = (calls: readonly Call[]) => calls.filter(({ method }) => method === "POST");

test("record() sends the evidence with the host's token, and tells what the gateway answered", async ({
  consent,
  site,
  page,
}) => {
  await page.context().addCookies([{ name: "session", value: "1", url: site.url }]);
  await tick(consent);
  const evidence = await consent.host.evaluate((element: KycConsent) => element.evidence);
  expect(await outcome(consent)).toEqual(RECORDED);
  const [call] = posts(site.calls);
  expect(JSON.parse(call?.body ?? "")).toEqual(evidence);
  expect(call?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, "content-type": "application/json" });
  expect(call?.headers["idempotency-key"]).toMatch(/^[0-9a-f]{32}$/);
  expect(call?.headers.cookie).toBeUndefined();
  expect(await consent.state()).toMatchObject({ checked: true, states: ["ticked", "recorded"] });
  await expect(consent.status).toHaveText(words().saved);
  expect(await consent.details("kyc-consent-recorded")).toEqual([{ recorded: RECORDED }]);
  expect(await consent.host.evaluate((element: KycConsent) => element.recorded)).toEqual(RECORDED);

  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  expect(kept).toBe('[{},{},"session=1"]');
  expect(await consent.host.evaluate((element) => element.outerHTML)).not.toContain(TOKEN);
});

test("calls at the same time, and later ones, make one request", async ({ consent, site }) => {
  const { route, letGo } = held({ status: 201, body: RECORDED });
  site.routes[POST] = route;
  await tick(consent);
  const both = Promise.all([outcome(consent), outcome(consent)]);
  await expect.poll(() => posts(site.calls).length).toBe(1);
  letGo();
  expect(await both).toEqual([RECORDED, RECORDED]);
  expect(await outcome(consent)).toEqual(RECORDED);
  expect(posts(site.calls)).toHaveLength(1);
  expect(await consent.details("kyc-consent-recorded")).toHaveLength(1);
});

test("nothing is sent without a tick", async ({ consent, site }) => {
  await consent.open();
  expect(await outcome(consent)).toEqual({ name: "ConsentError", code: "not-ticked", rules: [] });
  expect(posts(site.calls)).toEqual([]);
});

test("progress is told after a second, and the box waits meanwhile", async ({ consent, page, site }) => {
  await page.clock.install();
  const { route, letGo } = held({ status: 201, body: RECORDED });
  site.routes[POST] = route;
  await tick(consent);
  await page.clock.pauseAt(Date.now() + 60_000);
  const done = outcome(consent);
  await expect.poll(() => posts(site.calls).length).toBe(1);
  await page.clock.runFor(900);
  await expect(consent.status).toHaveText("");
  await page.clock.runFor(200);
  await expect(consent.status).toHaveText(words().saving);
  expect(await consent.state()).toMatchObject({ states: ["ticked", "busy"] });
  await expect(consent.box).toHaveAttribute("aria-disabled", "true");
  await consent.box.click({ force: true });
  expect(await consent.state()).toMatchObject({ checked: true });
  letGo();
  await done;
  await expect(consent.status).toHaveText(words().saved);
  await expect(consent.box).toHaveAttribute("aria-disabled", "false");
});

test.describe("a failure keeps the tick, says what to do and offers another try:", () => {
  const cases: [name: string, answer: Answer | "cut", code: string, message: string, rules?: string[]][] = [
    ["the gateway is down", { status: 503, body: { code: "unavailable" } }, "unavailable", words().failed],
    ["an error page", { status: 502, body: "<html>" }, "unavailable", words().failed],
    ["no connection", "cut", "unavailable", words().failed],
    ["too many requests", { status: 429, body: { code: "rate-limited" } }, "rate-limited", words().failed],
    ["signed out", { status: 401, body: {} }, "unauthorized", words().signedOut],
    ["an answer that is none", { status: 201, body: "ok" }, "unreadable", words().failed],
    ["an answer without a time", { status: 201, body: { id: "c" } }, "unreadable", words().failed],
    [
      "a broken rule",
      { status: 422, body: { code: "invalid-input", rules: ["sentence-differs"] } },
      "invalid-input",
      words().failed,
      ["sentence-differs"],
    ],
  ];
  for (const [name, answer, code, message, rules = []] of cases) {
    test(name, async ({ consent, site }) => {
      const usual = site.routes[POST];
      site.routes[POST] = () => answer;
      await tick(consent);
      expect(await outcome(consent)).toEqual({ name: "ConsentError", code, rules });
      expect(await consent.details("kyc-consent-failed")).toEqual([{ operation: "record", error: { code, rules } }]);
      await expect(consent.status).toHaveText(message);
      expect(await consent.state()).toMatchObject({ checked: true, valid: true, states: ["ticked"] });

      if (usual) site.routes[POST] = usual;
      await consent.retry.click();
      await expect(consent.status).toHaveText(words().saved);
      await expect(consent.retry).toBeHidden();
      await expect(consent.box).toBeFocused();
      const keys = posts(site.calls).map(({ headers }) => headers["idempotency-key"]);
      // Chromium itself repeats a request whose connection was cut: then there are three.
      expect(keys.length).toBeGreaterThanOrEqual(2);
      expect(new Set(keys).size).toBe(1);
    });
  }

  test("offline", async ({ consent, page }) => {
    await tick(consent);
    await page.context().setOffline(true);
    expect(await outcome(consent)).toMatchObject({ code: "offline" });
    await expect(consent.status).toHaveText(words().offline);
  });

  test("no token", async ({ consent, site }) => {
    await tick(consent);
    await consent.host.evaluate((element: KycConsent) => {
      element.authorize = () => Promise.reject(new Error("the session is over"));
    });
    expect(await outcome(consent)).toMatchObject({ code: "unauthorized" });
    await expect(consent.status).toHaveText(words().signedOut);
    expect(posts(site.calls)).toEqual([]);
  });

  test("no answer within 15 seconds", async ({ consent, page, site }) => {
    await page.clock.install();
    site.routes[POST] = () => new Promise(() => {});
    await tick(consent);
    const done = outcome(consent);
    await expect.poll(() => posts(site.calls).length).toBe(1);
    await page.clock.runFor(15_100);
    expect(await done).toMatchObject({ code: "timed-out" });
    await expect(consent.status).toHaveText(words().failed);
  });

  test("a host that never gives its token", async ({ consent, page }) => {
    await page.clock.install();
    await tick(consent);
    await consent.host.evaluate((element: KycConsent) => {
      element.authorize = () => new Promise(() => {});
    });
    const done = outcome(consent);
    await page.clock.runFor(15_100);
    expect(await done).toMatchObject({ code: "timed-out" });
  });
});

test("a redirect is not followed", async ({ consent, page }) => {
  await page.route("**/gateway/consents", (route) =>
    route.fulfill({ status: 307, headers: { location: "https://elsewhere.example/" } }),
  );
  await tick(consent);
  expect(await outcome(consent)).toMatchObject({ code: "unavailable" });
});

test("another ticking has another key", async ({ consent, site }) => {
  site.routes[POST] = () => "cut";
  await tick(consent);
  await outcome(consent);
  await consent.box.click();
  await expect(consent.status).toHaveText("");
  await consent.box.click();
  await outcome(consent);
  expect(new Set(posts(site.calls).map(({ headers }) => headers["idempotency-key"])).size).toBe(2);
});

test("a newer version of the policy: unticked, told, and the new text loaded past the cache", async ({
  consent,
  site,
}) => {
  const version = "2027-01-01";
  const rules = ["stale-version"];
  site.routes[POST] = () => ({ status: 422, body: { code: "invalid-input", rules } });
  await tick(consent);
  site.routes[`GET /policies/${POLICY.policy}/presentation`] = () => ({ body: { ...presentation(), version } });
  expect(await outcome(consent)).toEqual({ name: "ConsentError", code: "invalid-input", rules });
  expect(await consent.details("kyc-consent-stale")).toEqual([
    { policy: POLICY.policy, version: POLICY.version, rules },
  ]);
  await expect(consent.box).toHaveAttribute("aria-disabled", "false");
  await expect(consent.status).toHaveText(words().stale);
  expect(await consent.state()).toEqual({ checked: false, value: "", form: [], valid: false, states: [] });
  expect(await consent.details("kyc-consent-failed")).toEqual([]);
  expect(site.calls.at(-1)?.headers["cache-control"]).toBe("max-age=0");

  site.routes[POST] = () => ({ status: 201, body: { ...RECORDED, version } });
  await consent.box.click();
  expect(await consent.state()).toMatchObject({ value: `${POLICY.policy}@${version}` });
  expect(await outcome(consent)).toMatchObject({ version });
});

test("a reset while it is being recorded: recorded, but not ticked", async ({ consent, site }) => {
  const { route, letGo } = held({ status: 201, body: RECORDED });
  site.routes[POST] = route;
  await tick(consent);
  const done = outcome(consent);
  await expect.poll(() => posts(site.calls).length).toBe(1);
  await consent.host.evaluate((element: KycConsent) => element.form?.reset());
  expect(await consent.state()).toMatchObject({ checked: false, form: [] });
  letGo();
  expect(await done).toEqual(RECORDED);
  expect(await consent.details("kyc-consent-recorded")).toEqual([{ recorded: RECORDED }]);
  expect(await consent.state()).toEqual({ checked: false, value: "", form: [], valid: false, states: [] });
});

test.describe("unticking what is on record", () => {
  test("withdraws it", async ({ consent, site }) => {
    const { route, letGo } = held({ body: WITHDRAWN });
    site.routes[DELETE] = route;
    await tick(consent);
    await outcome(consent);
    await consent.box.click();
    expect(await consent.state()).toMatchObject({ checked: false, form: [], valid: false, states: ["busy"] });
    expect(await consent.details("kyc-consent-withdrawn")).toEqual([]);
    letGo();
    await expect(consent.status).toHaveText(words().withdrawn);
    expect(await consent.details("kyc-consent-withdrawn")).toEqual([
      { policy: POLICY.policy, version: POLICY.version, withdrawnAt: WITHDRAWN.withdrawnAt, reason: "person" },
    ]);
    const [call] = site.calls.filter(({ method }) => method === "DELETE");
    expect(call?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(await consent.state()).toMatchObject({ checked: false, states: [] });
    expect((await consent.events()).filter((name) => name === "change")).toHaveLength(2);
  });

  test("stays unticked when that fails, and offers another try", async ({ consent, site }) => {
    const usual = site.routes[DELETE];
    site.routes[DELETE] = () => "cut";
    await tick(consent);
    await outcome(consent);
    await consent.box.click();
    await expect(consent.status).toHaveText(words().withdrawFailed);
    expect(await consent.state()).toMatchObject({ checked: false, form: [] });
    expect(await consent.details("kyc-consent-failed")).toEqual([
      { operation: "withdraw", error: { code: "unavailable", rules: [] } },
    ]);
    if (usual) site.routes[DELETE] = usual;
    await consent.retry.click();
    await expect(consent.status).toHaveText(words().withdrawn);
  });
});

test("withdraw() of the host unticks and withdraws", async ({ consent, site }) => {
  await tick(consent);
  expect(await outcome(consent, "withdraw")).toEqual(WITHDRAWN);
  expect(await consent.state()).toMatchObject({ checked: false, form: [] });
  expect(await consent.details("kyc-consent-withdrawn")).toHaveLength(1);
  expect(site.calls.filter(({ method }) => method === "DELETE")).toHaveLength(1);
});
