import type { KycConsent } from "../../www/element/index.ts";
import { ELEMENT, LOGO, POLICY, presentation, RECORDED, words } from "./site.ts";
import { expect, test } from "./test.ts";

const ALONE = `<form><kyc-consent policy="${POLICY.policy}" name="consent">${LOGO}</kyc-consent></form>`;
const VALUE = `${POLICY.policy}@${POLICY.version}`;

test.beforeEach(({ site }) => {
  Object.assign(site, { script: "element-alone.js", html: ALONE, attributes: `lang="de-AT"` });
});

for (const allowsWasm of [true, false]) {
  test(`shows the text of the package ${allowsWasm ? "with" : "without"} WebAssembly`, async ({
    consent,
    page,
    site,
  }) => {
    site.allowsWasm = allowsWasm;
    const loaded: string[] = [];
    page.on("response", (response) => response.ok() && loaded.push(new URL(response.url()).pathname));
    await consent.open();
    const { segments, ...rest } = presentation("de");
    await expect(consent.sentence).toHaveText(segments.map(({ text }) => text).join(""), { useInnerText: false });
    const shown = await consent.host.evaluate((element: KycConsent) => element.presentation);
    const { notLoaded: _, ...shownWords } = words("de");
    expect(shown).toMatchObject({ segments, policy: rest.policy, version: rest.version, language: "de" });
    expect(shown).toMatchObject({ direction: "ltr", logo: rest.logo, words: shownWords, reviewed: rest.reviewed });
    await consent.box.click();
    expect(await consent.state()).toMatchObject({ checked: true, form: [VALUE] });
    expect(site.calls).toEqual([]);
    expect(loaded.filter((path) => path.endsWith(".json"))).toEqual([
      expect.stringMatching(/\/presentations\/crossmint-privacy-policy\/de\.json$/),
    ]);
  });
}

test("the core refuses a tick under a sentence that was changed", async ({ consent, site }) => {
  site.allowsWasm = true;
  await consent.open();
  await consent.host.evaluate((element) => element.shadowRoot?.querySelector("a")?.before("nicht "));
  await consent.box.click();
  await expect(consent.box).not.toBeChecked();
  expect(await consent.state()).toMatchObject({ checked: false, form: [] });
  expect(await consent.details("kyc-consent-failed")).toEqual([
    { operation: "tick", error: { code: "invalid-input", rules: ["sentence-differs"] } },
  ]);
});

/** `memory`, `room` and `check` as in the core, but `check` is nothing but `unreachable`. */
const STOPPING = Buffer.from(
  "AGFzbQEAAAABDAJgAX8Bf2ACf38BfwMDAgABBQMBAAEHGQMGbWVtb3J5AgAEcm9vbQAABWNoZWNrAAEKCgIEAEEACwMAAAs=",
  "base64",
);

test("a core that stops is a typed error, and nothing is ticked", async ({ consent, site }) => {
  Object.assign(site, { allowsWasm: true, core: STOPPING });
  await consent.open();
  for (const times of [1, 2]) {
    await consent.box.click();
    await expect(consent.box).not.toBeChecked();
    expect(await consent.details("kyc-consent-failed")).toEqual(
      Array(times).fill({ operation: "tick", error: { code: "trapped", rules: [] } }),
    );
  }
});

test("a core that does not arrive leaves the check to the gateway", async ({ consent, site }) => {
  Object.assign(site, { allowsWasm: true, core: Buffer.from("<html>not found</html>") });
  await consent.open();
  await consent.box.click();
  expect(await consent.state()).toMatchObject({ checked: true, form: [VALUE] });
});

test("each tick is checked anew", async ({ consent, site }) => {
  site.allowsWasm = true;
  await consent.open();
  for (const checked of [true, false, true]) {
    await consent.box.click();
    expect(await consent.state()).toMatchObject({ checked });
  }
  await consent.box.click();
  await consent.host.evaluate((element) =>
    element.shadowRoot?.querySelector("a")?.setAttribute("href", "https://x.example"),
  );
  await consent.box.click();
  expect(await consent.details("kyc-consent-failed")).toEqual([
    { operation: "tick", error: { code: "invalid-input", rules: ["link-differs"] } },
  ]);
});

test("a language that the package does not have: the next one, in the end English", async ({ consent, site, page }) => {
  site.attributes = `lang="tlh"`;
  await page.addInitScript(() => Object.defineProperty(navigator, "languages", { value: ["tlh-Latn"] }));
  await consent.open();
  await expect(consent.sentence).toHaveAttribute("lang", "en");
});

test("a policy that the package does not have is said not to have loaded", async ({ consent, site, page }) => {
  site.html = ALONE.replace(POLICY.policy, "../another");
  await page.goto(site.url);
  await expect(consent.status).toHaveText("Der Einwilligungstext ist noch nicht geladen.");
  expect(await consent.details("kyc-consent-failed")).toMatchObject([{ error: { code: "not-found" } }]);
});

test("with a gateway, that is asked for the record alone", async ({ consent, site }) => {
  site.html = ELEMENT;
  await consent.open();
  await consent.box.click();
  expect(await consent.host.evaluate((element: KycConsent) => element.record())).toEqual(RECORDED);
  expect(site.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /consents"]);
});
