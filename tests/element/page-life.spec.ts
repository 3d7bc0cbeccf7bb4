import { execFileSync } from "node:child_process";
import type { KycConsent } from "../../www/element/index.ts";
import { POLICY } from "./site.ts";
import { expect, test } from "./test.ts";

test("an element taken out of the page asks for nothing any more", async ({ consent, page, site }) => {
  await page.clock.install();
  site.routes[`GET /policies/${POLICY.policy}/presentation`] = () => ({ status: 503, body: {} });
  await page.goto(site.url);
  await expect(consent.retry).toBeVisible();
  const asked = site.calls.length;
  const element = await consent.host.elementHandle();
  await element?.evaluate((node) => node.remove());
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.clock.runFor(120_000);
  expect(site.calls).toHaveLength(asked);

  await page.evaluate((node) => document.body.append(node as Node), element);
  await expect.poll(() => site.calls.length).toBe(asked + 1);
});

test("defining it twice does no harm", async ({ consent, page }) => {
  await consent.open();
  const names = await page.evaluate(async () => {
    const again = await import(new URL("element.js?again", location.href).href);
    again.define();
    return [customElements.get("kyc-consent") === again.KycConsent, typeof customElements.get("kyc-consent")];
  });
  expect(names).toEqual([false, "function"]);
  expect(await consent.host.evaluate((element: KycConsent) => element.matches(":defined"))).toBe(true);
});

test("importing it where there is no document does no harm", async ({ server }) => {
  const module = `data:text/javascript;base64,${Buffer.from(server.script).toString("base64")}`;
  const code = `const { define, KycConsent } = await import(${JSON.stringify(module)}); define(); console.log(String(KycConsent.formAssociated));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  expect(output.trim()).toBe("true");
});
