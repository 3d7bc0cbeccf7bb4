import { readFile } from "node:fs/promises";
import type { ConsentError, KycConsent } from "../../www/element/index.ts";
import { POLICY, RECORDED, WITHDRAWN, words } from "./site.ts";
import { type Consent, expect, test } from "./test.ts";

const FILE = { format: "kyc-assent-receipt/1", receipt: { "dct:language": "en" }, jws: "a.b.c", keys: { keys: [] } };
const ROUTE = `GET /consents/${RECORDED.id}/receipt`;

const button = (consent: Consent) => consent.host.locator("[part=receipt]");

/** Ticks the box and records, at a gateway that signs receipts. */
async function record(consent: Consent): Promise<void> {
  await consent.open();
  await consent.host.evaluate((element: KycConsent) => {
    element.authorize = () => "token";
  });
  await consent.box.click();
  await consent.host.evaluate((element: KycConsent) => element.record().then(() => undefined));
}

test.beforeEach(({ site }) => {
  site.routes["POST /consents"] = () => ({ status: 201, body: { ...RECORDED, receipt: true } });
  site.routes[ROUTE] = () => ({ body: FILE });
});

test("after recording the receipt can be saved, as the gateway has signed it", async ({ consent, site, page }) => {
  await record(consent);
  await expect(button(consent)).toHaveText(words().receipt);
  const download = page.waitForEvent("download");
  await button(consent).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("consent-receipt.json");
  expect(JSON.parse(await readFile(await saved.path(), "utf8"))).toEqual(FILE);
  const call = site.calls.find(({ path }) => path.endsWith("/receipt"));
  expect(call?.headers.authorization).toBe("Bearer token");
  expect(await consent.details("kyc-receipt-saved")).toEqual([{ policy: POLICY.policy, version: POLICY.version }]);
});

test("it is reached and pressed by keyboard, in the language of the sentence", async ({ consent, site, page }) => {
  site.attributes = `lang="ar"`;
  await record(consent);
  await expect(button(consent)).toHaveText(words("ar").receipt);
  await consent.box.focus();
  for (let press = 0; press < 4 && !(await button(consent).evaluate((b) => b.matches(":focus"))); press++) {
    await page.keyboard.press("Tab");
  }
  const download = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  await download;
});

test("nothing of it is loaded, and no button shown, where the gateway signs none", async ({ consent, site, page }) => {
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  site.routes["POST /consents"] = () => ({ status: 201, body: RECORDED });
  await record(consent);
  await expect(consent.status).toHaveText(words().saved);
  expect(loaded.filter((path) => path.includes("receipt"))).toEqual([]);
  await expect(button(consent)).toHaveCount(0);
});

test("a receipt that cannot be fetched is told, and tried again", async ({ consent, site, page }) => {
  site.routes[ROUTE] = () => ({ status: 503, body: { code: "unavailable" } });
  await record(consent);
  await button(consent).click();
  await expect(consent.status).toHaveText(words().receiptFailed);
  expect(await consent.details("kyc-consent-failed")).toMatchObject([
    { operation: "receipt", error: { code: "unavailable" } },
  ]);
  expect(await consent.state()).toMatchObject({ checked: true, states: ["ticked", "recorded"] });
  site.routes[ROUTE] = () => ({ body: FILE });
  const download = page.waitForEvent("download");
  await consent.host.locator("[part=retry]").click();
  await download;
  await expect(consent.status).toHaveText("");
});

test("receipt() gives it to the host, also after a withdrawal, and says nothing to the person", async ({
  consent,
  site,
}) => {
  await record(consent);
  const receipt = () =>
    consent.host.evaluate((element: KycConsent) =>
      element.receipt().catch(({ name, code }: ConsentError) => ({ name, code })),
    );
  expect(await receipt()).toEqual(FILE);
  site.routes[`DELETE /consents/${POLICY.policy}`] = () => ({ body: WITHDRAWN });
  await consent.host.evaluate((element: KycConsent) => element.withdraw().then(() => undefined));
  await expect(button(consent)).toBeVisible();
  site.routes[ROUTE] = () => ({ status: 404, body: { code: "not-enabled" } });
  expect(await receipt()).toEqual({ name: "ConsentError", code: "not-enabled" });
  site.routes[ROUTE] = () => ({ body: { receipt: {} } });
  expect(await receipt()).toEqual({ name: "ConsentError", code: "unreadable" });
  await expect(consent.status).toHaveText(words().withdrawn);
});

test("receipt() before anything is on record is refused", async ({ consent }) => {
  await consent.open();
  const refused = await consent.host.evaluate((element: KycConsent) =>
    element.receipt().catch(({ name, code }: ConsentError) => ({ name, code })),
  );
  expect(refused).toEqual({ name: "ConsentError", code: "not-found" });
});
