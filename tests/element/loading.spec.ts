import type { Page } from "@playwright/test";
import type { KycConsent } from "../../www/element/index.ts";
import { ELEMENT, POLICY, presentation, words } from "./site.ts";
import { expect, test } from "./test.ts";

const PRESENTATION = `GET /policies/${POLICY.policy}/presentation`;
const NOT_LOADED = "The consent text has not loaded yet.";
const UNAVAILABLE = { status: 503, body: { code: "unavailable" } };

/** From here on the page's time passes only when the test says so. */
async function stopClock(page: Page): Promise<void> {
  await page.clock.install({ time: "2026-01-01T00:00:00Z" });
  await page.clock.pauseAt("2026-01-01T00:01:00Z");
}

test.describe("the language asked for", () => {
  const cases: [name: string, attributes: string, element: string, asked: string][] = [
    ["is the element's own", `lang="fr"`, ` lang="de-AT"`, "de-AT"],
    ["is else that of the nearest ancestor", `lang="fr"`, "", "fr"],
    ["is else the browser's", "", "", "en-GB"],
    ["is followed by the browser's where the package does not speak it", `lang="xx"`, "", "xx,en-GB"],
  ];
  for (const [name, attributes, own, asked] of cases) {
    test(name, async ({ consent, site }) => {
      site.attributes = attributes;
      site.html = `<div lang="">${ELEMENT.replace("<kyc-consent", `<kyc-consent${own}`)}</div>`;
      await consent.open();
      expect(site.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([PRESENTATION]);
      expect(site.calls[0]?.query.get("lang")).toBe(asked);
    });
  }

  for (const [where, host] of [
    ["of its own origin", "127.0.0.1"],
    ["of another origin, without its cookies", "localhost"],
  ] as const) {
    test(`is one address, which the page can ask for in advance: ${where}`, async ({ consent, page, site }) => {
      const gateway = site.gateway.replace("127.0.0.1", host);
      site.connects = new URL(gateway).origin;
      // As the gateway says it: Firefox takes it from its cache.
      const headers = {
        "access-control-allow-origin": new URL(site.url).origin,
        "cache-control": "public, max-age=60",
      };
      site.routes[PRESENTATION] = () => ({ body: presentation("en"), headers });
      await page.context().addCookies([{ name: "session", value: "1", url: "http://localhost" }]);
      site.html = `<link rel="preload" as="fetch" crossorigin
        href="${gateway}/policies/${POLICY.policy}/presentation?lang=en">${ELEMENT.replace(`"gateway"`, `"${gateway}"`)}`;
      await consent.open();
      expect(site.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([PRESENTATION]);
      expect(site.calls[0]?.headers.cookie).toBeUndefined();
    });
  }

  test("is that of the host around a shadow root", async ({ consent, page, site }) => {
    site.html = `<div id="outer" lang="it"></div>`;
    await page.goto(site.url);
    await page.locator("#outer").evaluate((outer, policy) => {
      const element = document.createElement("kyc-consent");
      Object.assign(element, { policy, gateway: "gateway" });
      outer.attachShadow({ mode: "open" }).append(element);
    }, POLICY.policy);
    await expect(consent.sentence).toHaveText(/Acconsento/);
  });

  test("follows the page when it changes", async ({ consent, page }) => {
    await consent.open();
    await page.evaluate(() => document.documentElement.setAttribute("lang", "es"));
    await expect(consent.sentence).toHaveText(/Doy mi consentimiento/);
    await expect(consent.sentence).toHaveAttribute("lang", "es");
  });
});

test("the sentence is exactly that of the presentation, its link inside", async ({ consent, site }) => {
  site.attributes = `lang="de"`;
  await consent.open();
  const { segments } = presentation("de");
  await expect(consent.sentence).toHaveText(segments.map(({ text }) => text).join(""), { useInnerText: false });
  await expect(consent.sentence).toHaveAttribute("lang", "de");
  await expect(consent.sentence).toHaveAttribute("translate", "no");
  await expect(consent.link).toHaveText("Datenschutzerklärung");
  await expect(consent.link).toHaveAttribute("href", POLICY.link);
  await expect(consent.link).toHaveAttribute("target", "_blank");
  await expect(consent.link).toHaveAttribute("rel", "noopener");
  await expect(consent.link).toHaveAccessibleDescription(words("de").newTab);
  await expect(consent.box).toHaveAccessibleName(segments.map(({ text }) => text).join(""));
});

test("Arabic is written from right to left", async ({ consent, site }) => {
  site.attributes = `lang="ar" dir="rtl"`;
  await consent.open();
  await expect(consent.sentence).toHaveAttribute("dir", "rtl");
  const [box, sentence] = [await consent.box.boundingBox(), await consent.sentence.boundingBox()];
  expect(box && sentence && box.x > sentence.x + sentence.width).toBe(true);
});

test("Arabic in a page from left to right is written from right to left all the same", async ({ consent, site }) => {
  site.html = ELEMENT.replace("<kyc-consent", `<kyc-consent lang="ar"`);
  await consent.open();
  const [box, sentence] = [await consent.box.boundingBox(), await consent.sentence.boundingBox()];
  expect(box && sentence && box.x > sentence.x + sentence.width).toBe(true);
});

test.describe("without the gateway", () => {
  test("it says so in the page's language, cannot be ticked, blocks the form, and recovers by the button", async ({
    consent,
    page,
    site,
  }) => {
    // Or it would try again by itself, and take the button away before it is pressed.
    await stopClock(page);
    site.attributes = `lang="fr"`;
    const usual = site.routes[PRESENTATION];
    site.routes[PRESENTATION] = () => UNAVAILABLE;
    await page.goto(site.url);
    await expect(consent.status).toHaveText("Le texte du consentement n’est pas encore chargé.");
    await expect(consent.retry).toHaveText("Réessayer");
    await expect(consent.box).toBeHidden();
    expect(await consent.state()).toEqual({ checked: false, value: "", form: [], valid: false, states: ["unready"] });
    expect(await consent.details("kyc-consent-failed")).toEqual([
      { operation: "load", error: { code: "unavailable", rules: [] } },
    ]);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(consent.retry).toBeFocused();
    expect(page.url()).toBe(site.url);

    if (usual) site.routes[PRESENTATION] = usual;
    await consent.retry.click();
    await expect(consent.sentence).toHaveText(/Je consens/);
    await expect(consent.status).toHaveText("");
    await expect(consent.retry).toBeHidden();
    await consent.box.click();
    expect(await consent.state()).toMatchObject({ checked: true, valid: true });
  });

  test("it tries again by itself, each time later", async ({ consent, page, site }) => {
    await stopClock(page);
    site.routes[PRESENTATION] = () => UNAVAILABLE;
    await page.goto(site.url);
    await expect(consent.status).toHaveText(NOT_LOADED);
    const asked = () => site.calls.length;
    expect(asked()).toBe(1);
    await page.clock.runFor(900);
    expect(asked()).toBe(1);
    await page.clock.runFor(1200);
    await expect.poll(asked).toBe(2);
    await expect.poll(async () => (await consent.details("kyc-consent-failed")).length).toBe(2);
    await page.clock.runFor(1900);
    expect(asked()).toBe(2);
    await page.clock.runFor(2200);
    await expect.poll(asked).toBe(3);
  });

  test("it tries again at once when the browser is online again", async ({ consent, page, site }) => {
    await stopClock(page);
    const usual = site.routes[PRESENTATION];
    site.routes[PRESENTATION] = () => UNAVAILABLE;
    await page.goto(site.url);
    await expect(consent.status).toHaveText(NOT_LOADED);
    await page.context().setOffline(true);
    if (usual) site.routes[PRESENTATION] = usual;
    await page.context().setOffline(false);
    await expect(consent.sentence).toHaveText(/I consent/);
  });

  test("it says so when the answer takes long, and gives a try up after 15 seconds", async ({
    consent,
    page,
    site,
  }) => {
    await stopClock(page);
    site.routes[PRESENTATION] = () => new Promise(() => {});
    await page.goto(site.url);
    await expect.poll(() => site.calls.length).toBe(1);
    await expect(consent.status).toHaveText("");
    await page.clock.runFor(1100);
    await expect(consent.status).toHaveText(NOT_LOADED);
    await page.clock.runFor(14_000);
    await expect.poll(() => consent.details("kyc-consent-failed")).toMatchObject([{ error: { code: "timed-out" } }]);
  });

  const bad: Record<string, unknown> = {
    "a page instead of JSON": "<!doctype html><title>Sign in</title>",
    "another policy": { ...presentation(), policy: "another" },
    "no version": { ...presentation(), version: undefined },
    "words that are none": { ...presentation(), words: { required: 1 } },
    "no link": { ...presentation(), segments: [{ text: "I consent" }] },
    "two links": {
      ...presentation(),
      segments: [...presentation().segments, { text: "More", href: "https://a.example" }],
    },
    "a link that is a script": {
      ...presentation(),
      segments: [{ text: "I " }, { text: "consent", href: "javascript:alert(1)" }],
    },
    "a link that is a script and looks like an address": {
      ...presentation(),
      segments: [{ text: "I " }, { text: "consent", href: "javascript://a.example/%0aalert(1)" }],
    },
    "a link without encryption": {
      ...presentation(),
      segments: [{ text: "I " }, { text: "consent", href: "http://a.example/" }],
    },
    null: null,
  };
  for (const [name, body] of Object.entries(bad)) {
    test(`it shows nothing when it gets ${name}`, async ({ consent, page, site }) => {
      site.routes[PRESENTATION] = () => ({ body });
      await page.goto(site.url);
      await expect(consent.status).toHaveText(NOT_LOADED);
      await expect(consent.box).toBeHidden();
      expect(await consent.details("kyc-consent-failed")).toMatchObject([{ error: { code: "unreadable" } }]);
    });
  }
});

test.describe("fed by the host", () => {
  test("it shows that, and asks no gateway", async ({ consent, page, site }) => {
    site.html = `<form>${ELEMENT}</form>`;
    await page.addInitScript((given) => {
      // Before the element is defined: the usual case in frameworks.
      document.addEventListener("readystatechange", () => {
        const element = document.querySelector("kyc-consent");
        if (element && !Reflect.has(element, "presentation")) Object.assign(element, { presentation: given });
      });
    }, presentation("it"));
    await consent.open();
    await expect(consent.sentence).toHaveText(/Acconsento/);
    expect(site.calls).toEqual([]);
    await consent.box.click();
    expect(await consent.state()).toMatchObject({ checked: true, value: `${POLICY.policy}@${POLICY.version}` });

    await consent.host.evaluate((element: KycConsent) => {
      element.presentation = null;
    });
    await expect(consent.sentence).toHaveText(/I consent/);
    expect(await consent.state()).toMatchObject({ checked: false });
  });

  test("it refuses what cannot be shown", async ({ consent }) => {
    await consent.open();
    const refused = await consent.host.evaluate((element: KycConsent) => {
      try {
        Reflect.set(element, "presentation", { policy: "p", version: "1" });
        return "";
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(refused).toBe("TypeError");
    await expect(consent.sentence).toHaveText(/I consent/);
  });
});

test("the host's own fetch is used", async ({ consent, page, site }) => {
  site.html = "";
  await page.goto(site.url);
  await page.evaluate(
    ([policy, given]) => {
      const element = document.createElement("kyc-consent") as KycConsent;
      element.fetch = async (url) => {
        element.title = String(url);
        return Response.json(given);
      };
      element.setAttribute("policy", policy);
      element.setAttribute("gateway", "https://gateway.example/base");
      document.body.append(element);
    },
    [POLICY.policy, presentation()] as const,
  );
  await expect(consent.sentence).toHaveText(/I consent/);
  await expect(consent.host).toHaveAttribute(
    "title",
    `https://gateway.example/base/policies/${POLICY.policy}/presentation?lang=en`,
  );
  expect(site.calls).toEqual([]);
});
