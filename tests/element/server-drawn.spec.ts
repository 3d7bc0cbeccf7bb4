// The element as a server draws it: for who has no script, and as what the script takes over.

import type { Page } from "@playwright/test";
import type { KycConsent } from "../../www/element/index.ts";
import type { RenderOptions } from "../../www/element/server/index.ts";
import { NONCE, POLICY, presentation, RECORDED, type Site, words } from "./site.ts";
import { expect, test } from "./test.ts";

// As servers load it: it finds the words of each language beside itself.
const { renderConsent } = (await import(
  new URL("../../pkg/server.js", import.meta.url).href
)) as typeof import("../../www/element/server/index.ts");

const LOGO = { src: "logo.svg", alt: "Crossmint", width: 132, height: 24 };
const FORM = { ticket: "sealed-for-this-person", submit: "I agree" };
const POSTED = "POST /consent-forms/posted";
const VALUE = `${POLICY.policy}@${POLICY.version}`;

function drawn(options: RenderOptions = {}, language = "en"): Promise<string> {
  const all = { gateway: "gateway", name: "consent", logo: LOGO, form: FORM, nonce: NONCE, ...options };
  return renderConsent(presentation(language), all);
}

/** The page as the server sends it, the script still on its way until it is let in. */
async function beforeScript(page: Page, site: Site): Promise<() => Promise<void>> {
  let letIn = () => {};
  const wait = new Promise<void>((resolve) => (letIn = resolve));
  await page.route("**/element.js", async (route) => {
    await wait;
    await route.continue();
  });
  await page.goto(site.url, { waitUntil: "commit" });
  await expect(page.getByRole("checkbox")).toBeVisible();
  return async () => {
    letIn();
    await expect(page.getByRole("button", { name: FORM.submit })).toBeHidden();
  };
}

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });
  // Of the engines here not all can be told that.
  test.beforeEach(({ page }) => page.route("**/element.js", (route) => route.abort()));

  for (const [language, direction] of [
    ["en", "ltr"],
    ["ar", "rtl"],
  ] as const) {
    test(`sentence, link, logo and an unticked box are there: ${language}`, async ({ page, site }) => {
      site.html = await drawn({}, language);
      await page.goto(site.url);
      const due = presentation(language);
      const [host, box] = [page.locator("kyc-consent"), page.getByRole("checkbox")];
      const text = due.segments.map(({ text }) => text).join("");
      await expect(host.locator("[part=sentence]")).toHaveText(text);
      await expect(host.locator("[part=sentence]")).toHaveAttribute("dir", direction);
      await expect(host.getByRole("link")).toHaveAttribute("href", POLICY.link);
      await expect(host.getByRole("link")).toHaveAccessibleDescription(words(language).newTab);
      await expect(host.getByRole("img")).toBeVisible();
      await expect(box).not.toBeChecked();
      await expect(box).toHaveAccessibleName(text);
      expect((await box.boundingBox())?.width).toBeGreaterThanOrEqual(24);
    });
  }

  test("who ticks and presses posts the ticket; the browser itself says that a person did", async ({ page, site }) => {
    site.html = `<form action="elsewhere"><label>Name <input name="person"></label>${await drawn()}</form>`;
    site.routes[POSTED] = () => ({ status: 303, headers: { location: `${site.url}sent` }, body: "" });
    await page.goto(site.url);
    await page.getByRole("checkbox").click();
    await expect(page.getByRole("checkbox")).toBeChecked();
    await page.getByRole("button", { name: FORM.submit }).click();
    await page.waitForURL("**/sent");
    const [call] = site.calls;
    expect(site.calls).toHaveLength(1);
    // Nothing of the form around it.
    expect(call?.body).toBe(String(new URLSearchParams({ consent: VALUE, ticket: FORM.ticket })));
    expect(call?.headers).toMatchObject({
      "content-type": "application/x-www-form-urlencoded",
      origin: new URL(site.url).origin,
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
      "sec-fetch-user": "?1",
      "sec-fetch-site": "same-origin",
    });
  });

  test("by keyboard too", async ({ page, site }) => {
    site.html = await drawn();
    site.routes[POSTED] = () => ({ status: 303, headers: { location: `${site.url}sent` }, body: "" });
    await page.goto(site.url);
    await page.keyboard.press("Tab");
    await expect(page.getByRole("checkbox")).toBeFocused();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: FORM.submit })).toBeFocused();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/sent");
    expect(site.calls).toHaveLength(1);
  });

  test("an unticked box keeps the form where it is", async ({ page, site }) => {
    site.html = await drawn();
    await page.goto(site.url);
    await page.getByRole("button", { name: FORM.submit }).click();
    await expect(page.getByRole("checkbox")).toBeFocused();
    expect(site.calls).toEqual([]);
  });

  test("hostile words stay words, whatever they are", async ({ page, site }) => {
    const hostile = [
      `</template></style></script><script>throw 1</script><img src=x onerror=alert(1)>`,
      `"><input name=ticket value=forged>`,
      `' autofocus onfocus=alert(1) '`,
      `&lt;b&gt; &amp;amp; &#x3c;`,
      `<!--<script>`,
      `]]></p><form action=https://evil.example>`,
      `\u2028\u2029\u202e\ufeff`,
      `{{constructor.constructor("alert(1)")()}}\${alert(1)}\`\\`,
    ];
    for (const text of hostile) {
      const due = presentation("en");
      const given = {
        ...due,
        segments: [{ text }, { text, href: `https://policy.example/?q=${encodeURIComponent(text)}"'<>` }, { text }],
        words: { ...words(), newTab: text },
      };
      const logo = { ...LOGO, alt: text };
      const form = { ticket: text, submit: text };
      site.html = await renderConsent(given, {
        gateway: `gateway/${encodeURI(text)}"'<>`,
        name: text,
        nonce: NONCE,
        logo,
        form,
      });
      await page.goto(site.url);
      const host = page.locator("kyc-consent");
      await expect(host.locator("[part=sentence]")).toHaveText(text + text + text, { useInnerText: false });
      await expect(host.locator("a")).toHaveText(text, { useInnerText: false });
      await expect(host.locator("a")).toHaveAttribute("href", given.segments[1]?.href ?? "");
      await expect(host.locator("#new-tab")).toHaveText(text, { useInnerText: false });
      await expect(host.locator("[name=ticket]")).toHaveValue(text);
      await expect(host.locator("[part=submit]")).toHaveText(text, { useInnerText: false });
      await expect(host).toHaveAttribute("name", text);
      await expect(page.locator("img")).toHaveAttribute("alt", text);
      await expect(page.locator("form, form *, script:not([type]), [onerror], [onfocus]")).toHaveCount(3);
    }
  });
});

test("the script takes over what is there: nothing is drawn or asked for again", async ({ consent, page, site }) => {
  site.html = `<form action="sent">${await drawn()}<button>Continue</button></form>`;
  const letIn = await beforeScript(page, site);
  const look = () =>
    page.locator("kyc-consent").evaluate((host) => {
      const root = host.shadowRoot as ShadowRoot;
      const parts = ["base", "box", "sentence", "link"].map((part) => root.querySelector(`[part~=${part}]`) as Element);
      return parts.map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        const { color, backgroundColor, font } = getComputedStyle(part);
        return [part.tagName, x, y, width, height, color, backgroundColor, font];
      });
    });
  const before = (await look()).map(([, ...all]) => all).slice(1);
  await page.locator("kyc-consent").evaluate((host) => {
    const root = host.shadowRoot as ShadowRoot;
    Object.assign(globalThis, { nodes: [...root.querySelectorAll("[part~=base], a, input[type=checkbox]")] });
  });
  await page.getByRole("checkbox").focus();
  await letIn();
  await expect(consent.box).toHaveAttribute("aria-disabled", "false");
  expect((await look()).map(([, ...all]) => all).slice(1)).toEqual(before);
  const same = await consent.host.evaluate((host) => {
    const now = [...(host.shadowRoot as ShadowRoot).querySelectorAll("[part~=base], a, input[type=checkbox]")];
    const { nodes } = globalThis as unknown as { nodes: Element[] };
    return now.length === 3 && now.every((node, at) => node === nodes[at]);
  });
  expect(same).toBe(true);
  await expect(consent.box).toBeFocused();
  await expect(consent.host.locator("form")).toHaveCount(0);
  expect(site.calls).toEqual([]);
  expect(await consent.details("kyc-consent-ready")).toEqual([
    { policy: POLICY.policy, version: POLICY.version, language: "en", reviewed: true },
  ]);

  await consent.box.click();
  expect((await consent.state()).form).toEqual([VALUE]);
  await consent.host.evaluate((element: KycConsent) => element.record());
  const [call] = site.calls;
  expect(site.calls).toHaveLength(1);
  expect(JSON.parse(call?.body ?? "")).toMatchObject({ policy: POLICY.policy, tickedAtStart: false, byPerson: true });
  expect((await consent.details("kyc-consent-recorded"))[0]?.recorded.id).toBe(RECORDED.id);
});

// Law 3: a script could have made that tick, or the browser's memory, and nobody can tell any more.
test("a tick from before the script does not count: the person is asked again, and told so", async ({
  consent,
  page,
  site,
}) => {
  site.html = await drawn();
  const letIn = await beforeScript(page, site);
  await page.getByRole("checkbox").click();
  await expect(page.getByRole("checkbox")).toBeChecked();
  await letIn();
  await expect(consent.box).not.toBeChecked();
  await expect(consent.status).toHaveText(words().required);
  expect(await consent.state()).toMatchObject({ checked: false, value: "" });
  const told = (await consent.events()).filter((name) => name.startsWith("kyc-"));
  expect(told).toEqual(["kyc-consent-ready"]);
  await consent.box.click();
  expect((await consent.state()).checked).toBe(true);
  expect((await consent.details("kyc-consent-given"))[0]?.evidence).toMatchObject({ tickedAtStart: false });
  await expect(consent.status).toHaveText("");
});

for (const [name, change] of [
  ["other words", (html: string) => html.replace(/I consent/, "I object")],
  ["another link", (html: string) => html.replace(`href="${POLICY.link}"`, `href="https://evil.example"`)],
  ["a link on other words", (html: string) => html.replace(/(<a [^>]*>)([^<]*)<\/a>/, "$1</a>$2")],
  ["a part less", (html: string) => html.replace(`id="note"`, `id="nought"`)],
] as const) {
  test(`a page that shows ${name} than it says is drawn anew`, async ({ consent, site }) => {
    site.html = change(await drawn());
    expect(site.html).not.toBe(await drawn());
    await consent.open();
    const { segments } = presentation("en");
    await expect(consent.sentence).toHaveText(segments.map(({ text }) => text).join(""));
    await expect(consent.link).toHaveAttribute("href", POLICY.link);
    await expect(consent.link).toHaveText(segments.find(({ href }) => href)?.text ?? "");
    await consent.box.click();
    expect((await consent.state()).checked).toBe(true);
  });
}

for (const [name, change] of [
  ["nothing of it can be read", (html: string) => html.replace(/(application\/json">)\{/, "$1")],
  ["it is of another policy", (html: string) => html.replace(`"policy":"${POLICY.policy}"`, `"policy":"shop-terms"`)],
] as const) {
  test(`where ${name} the gateway is asked`, async ({ consent, site }) => {
    site.html = change(await drawn());
    expect(site.html).not.toBe(await drawn());
    await consent.open();
    expect(site.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /policies/${POLICY.policy}/presentation`,
    ]);
    await expect(consent.host.locator("form")).toHaveCount(0);
  });
}

test("it follows the page's language once it has taken over", async ({ consent, page, site }) => {
  site.html = (await drawn()).replace(` lang="en"`, "");
  await consent.open();
  await page.evaluate(() => document.documentElement.setAttribute("lang", "de"));
  await expect(consent.sentence).toHaveAttribute("lang", "de");
});

test("what is no presentation, and a form that leads nowhere, is not drawn", async () => {
  const good = presentation("en");
  const two = { ...good, segments: [...good.segments, ...good.segments] };
  const scripted = { ...good, segments: [{ text: "x", href: "javascript:alert(1)" }] };
  for (const bad of [two, scripted, { ...good, policy: "" }]) {
    await expect(renderConsent(bad)).rejects.toThrow(TypeError);
  }
  for (const gateway of [undefined, "", "javascript:alert(1)", "https://"]) {
    const options = { form: FORM, ...(gateway !== undefined && { gateway }) };
    await expect(renderConsent(good, options)).rejects.toThrow("gateway");
  }
});
