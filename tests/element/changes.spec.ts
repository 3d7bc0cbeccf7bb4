// What has changed since an earlier version, and boxes that stay separate.

import type { KycConsent } from "../../www/element/index.ts";
import { ELEMENT, POLICY, presentation, RECORDED, words } from "./site.ts";
import { type Consent, expect, test } from "./test.ts";

const PRESENTATION = `GET /policies/${POLICY.policy}/presentation`;
const CHANGED = { changes: { language: "de", text: "Neu: fünf Jahre." }, since: "2025-01-01" };
const EARLIER = { ...RECORDED, version: "2025-01-01" };

const changes = ({ host }: Consent) => host.locator("[part~=changes]");

async function signIn({ host }: Consent): Promise<void> {
  await host.evaluate((element: KycConsent) => {
    element.authorize = () => "a-token-of-the-host";
  });
}

test.beforeEach(({ site }) => {
  site.routes[PRESENTATION] = () => ({ body: { ...presentation("en"), ...CHANGED } });
});

test("who agreed to an earlier version is shown what has changed, in the operator's words", async ({
  consent,
  site,
}) => {
  site.routes["GET /consents"] = () => ({ body: { consents: [EARLIER, { ...EARLIER, policy: "another" }] } });
  await consent.open();
  await expect(changes(consent)).toBeHidden();
  await signIn(consent);
  await expect(changes(consent)).toHaveText(`${words().changed} ${CHANGED.changes.text}`);
  await expect(changes(consent).locator("span")).toHaveAttribute("lang", "de");
  await expect(consent.box).toHaveAccessibleDescription(new RegExp(CHANGED.changes.text));
  const asked = site.calls.filter(({ path }) => path === "/consents");
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer a-token-of-the-host"]);
});

test("a token that was set before the element was there is used as well", async ({ consent, page, site }) => {
  site.routes["GET /consents"] = () => ({ body: { consents: [EARLIER] } });
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => undefined);
    new MutationObserver(() => {
      const element = document.querySelector("kyc-consent");
      if (element && !customElements.get("kyc-consent")) Object.assign(element, { authorize: () => "early" });
    }).observe(document, { childList: true, subtree: true });
  });
  await consent.open();
  await expect(changes(consent)).toContainText(CHANGED.changes.text);
});

for (const [who, consents] of [
  ["agreed to nothing yet", []],
  ["agreed to this version", [RECORDED]],
  ["agreed to another policy", [{ ...EARLIER, policy: "another" }]],
] as const) {
  test(`who ${who} is shown no changes`, async ({ consent, site }) => {
    site.routes["GET /consents"] = () => ({ body: { consents } });
    await consent.open();
    await signIn(consent);
    await expect.poll(() => site.calls.filter(({ path }) => path === "/consents").length).toBe(1);
    await consent.box.click();
    await expect(changes(consent)).toBeHidden();
  });
}

test("where nobody can tell, nothing is claimed, and the box works", async ({ consent, site }) => {
  for (const answer of [{ status: 503, body: {} }, { body: "none" }, { body: { consents: "none" } }, "cut"] as const) {
    site.routes["GET /consents"] = () => answer;
    await consent.open();
    await signIn(consent);
    await expect.poll(() => site.calls.some(({ path }) => path === "/consents")).toBe(true);
    await consent.box.click();
    expect(await consent.state()).toMatchObject({ checked: true });
    await expect(changes(consent)).toBeHidden();
    site.calls.length = 0;
  }
});

test("a policy that has not changed costs no question", async ({ consent, site }) => {
  site.routes[PRESENTATION] = () => ({ body: presentation("en") });
  await consent.open();
  await signIn(consent);
  await consent.box.click();
  expect(site.calls.map(({ path }) => path)).toEqual([`/policies/${POLICY.policy}/presentation`]);
});

test("who ticked the earlier version is told so and shown what has changed", async ({ consent, site }) => {
  const newer = { ...presentation("en"), ...CHANGED, version: "2030-01-01" };
  site.routes[PRESENTATION] = () => ({ body: presentation("en") });
  site.routes["GET /consents"] = () => ({ body: { consents: [] } });
  site.routes["POST /consents"] = () => {
    site.routes[PRESENTATION] = () => ({ body: newer });
    return { status: 422, body: { code: "invalid-input", rules: ["stale-version"] } };
  };
  await consent.open();
  await signIn(consent);
  await consent.box.click();
  await consent.host.evaluate((element: KycConsent) => element.record().catch(() => undefined));
  await expect(consent.status).toHaveText(words().stale);
  await expect(changes(consent)).toContainText(CHANGED.changes.text);
  expect(await consent.details("kyc-consent-stale")).toEqual([
    { policy: POLICY.policy, version: POLICY.version, rules: ["stale-version"] },
  ]);
  expect(await consent.state()).toMatchObject({ checked: false });
});

test("several boxes on one page are ticked, sent and recorded each by itself", async ({ consent, page, site }) => {
  const terms = { ...presentation("en"), policy: "shop-terms", version: "1" };
  site.routes[PRESENTATION] = () => ({ body: presentation("en") });
  site.routes["GET /policies/shop-terms/presentation"] = () => ({ body: terms });
  site.routes["POST /consents"] = ({ body }) => {
    const { policy, version } = JSON.parse(body) as { policy: string; version: string };
    return { status: 201, body: { ...RECORDED, policy, version, delivery: "kept" } };
  };
  const other = ELEMENT.replace(POLICY.policy, "shop-terms").replace('name="consent"', 'name="terms"');
  site.html = `<form action="sent">${ELEMENT}${other}<button>Continue</button></form>`;
  await consent.open();
  const second = page.locator("kyc-consent").nth(1);
  await expect(second.getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
  await second.getByRole("checkbox").click();
  const checked = () =>
    page.locator("kyc-consent").evaluateAll((elements) => elements.map((element) => (element as KycConsent).checked));
  expect(await checked()).toEqual([false, true]);
  expect(await page.locator("form").evaluate((form: HTMLFormElement) => form.checkValidity())).toBe(false);
  await second.evaluate(async (element: KycConsent) => void (await element.record()));
  const sent = site.calls.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body).policy);
  expect(sent).toEqual(["shop-terms"]);
  expect(await checked()).toEqual([false, true]);
  await consent.box.click();
  const values = await page.locator("form").evaluate((form: HTMLFormElement) => [...new FormData(form).entries()]);
  expect(values).toEqual([
    ["consent", `${POLICY.policy}@${POLICY.version}`],
    ["terms", "shop-terms@1"],
  ]);
  await second.getByRole("checkbox").click();
  expect(await checked()).toEqual([true, false]);
});

test.describe("a policy that differs by region", () => {
  const regional = (region: string | null) =>
    region === null
      ? { status: 422, body: { code: "invalid-input", rules: ["unknown-region"] } }
      : { body: { ...presentation("en"), region } };

  test("is asked for in the region that the page names, and the evidence names it", async ({ consent, site }) => {
    site.routes[PRESENTATION] = ({ query }) => regional(query.get("region"));
    site.html = ELEMENT.replace("<kyc-consent ", '<kyc-consent region="eu" ');
    await consent.open();
    await consent.box.click();
    expect(await consent.host.evaluate((element: KycConsent) => element.evidence?.region)).toBe("eu");
    await consent.host.evaluate((element: KycConsent) => {
      element.region = "us";
    });
    await expect.poll(() => consent.host.evaluate((element: KycConsent) => element.presentation?.region)).toBe("us");
    expect(await consent.state()).toMatchObject({ checked: false });
  });

  test("is asked for with the person's token where the gateway wants it, and only then", async ({
    consent,
    page,
    site,
  }) => {
    site.routes[PRESENTATION] = ({ headers }) =>
      headers.authorization === "Bearer early" ? regional("us") : { status: 401, body: { code: "unauthorized" } };
    await page.addInitScript(() => {
      new MutationObserver(() => {
        const element = document.querySelector("kyc-consent");
        if (element && !customElements.get("kyc-consent")) Object.assign(element, { authorize: () => "early" });
      }).observe(document, { childList: true, subtree: true });
    });
    await consent.open();
    expect(await consent.host.evaluate((element: KycConsent) => element.presentation?.region)).toBe("us");
    expect(site.calls.map(({ headers }) => headers.authorization)).toEqual([undefined, "Bearer early"]);
  });
});
