import type { KycConsent } from "../../www/element/index.ts";
import { atTask } from "./flow-answers.ts";
import { LOGO, POLICY, presentation, words } from "./site.ts";
import { expect, test } from "./test.ts";

const TAGS = POLICY.sentences.map(({ language }) => language);
const RIGHT_TO_LEFT = ["ar", "he", "fa"];
const PRESENTATION = `GET /policies/${POLICY.policy}/presentation`;
const one = (attributes: string) => `<kyc-consent policy="${POLICY.policy}" ${attributes}>${LOGO}</kyc-consent>`;

test("every language: its sentence, the link in its place, direction, and words of its own", async ({ page, site }) => {
  site.html = TAGS.map((tag) => one(`gateway="gateway" lang="${tag}"`)).join("");
  const loaded: string[] = [];
  page.on("response", (response) => loaded.push(new URL(response.url()).pathname.split("/").at(-1) ?? ""));
  await page.goto(site.url);
  await expect(page.locator("kyc-consent:not(:state(unready))")).toHaveCount(TAGS.length);
  const drawn = () =>
    page.locator("kyc-consent").evaluateAll((elements) =>
      elements.map((element) => {
        const root = element.shadowRoot as ShadowRoot;
        const part = (name: string) => root.querySelector<HTMLElement>(`[part~=${name}]`) as HTMLElement;
        const [box, text] = ["box", "sentence"].map((name) => part(name).getBoundingClientRect());
        const { lang, dir } = part("sentence");
        const segments = [...part("sentence").childNodes].map(({ nodeName, textContent }) => ({
          text: textContent,
          ...(nodeName === "A" && { link: true }),
        }));
        return {
          lang,
          dir,
          base: part("base").lang,
          newTab: part("new-tab").textContent,
          segments,
          boxFirst: (box?.x ?? 0) < (text?.x ?? 0),
        };
      }),
    );
  const expected = POLICY.sentences.map(({ language, direction, segments }) => ({
    lang: language,
    dir: direction,
    base: language,
    newTab: words(language).newTab,
    segments,
    boxFirst: !RIGHT_TO_LEFT.includes(language),
  }));
  await expect.poll(drawn).toEqual(expected);
  // One file for each language, and none for English, which the element has.
  expect(loaded.filter((file) => TAGS.includes(file.replace(".js", ""))).sort()).toEqual(
    TAGS.filter((tag) => tag !== "en")
      .map((tag) => `${tag}.js`)
      .sort(),
  );
});

test("the element on its own asks for one text, by the script of a region and the other tags of a language", async ({
  page,
  site,
}) => {
  const found = {
    "zh-TW": "zh-Hant",
    "zh-CN": "zh-Hans",
    "sr-ME": "sr-Latn",
    "nn-NO": "nb",
    "iw-IL": "he",
    "pt-BR": "pt-BR",
    "de-AT": "de",
  };
  Object.assign(site, {
    script: "element-alone.js",
    html: Object.keys(found)
      .map((tag) => one(`lang="${tag}"`))
      .join(""),
  });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(...(/presentations\/.*\/(.+)\.json/.exec(request.url())?.slice(1) ?? [])));
  await page.goto(site.url);
  await expect(page.locator("kyc-consent:not(:state(unready))")).toHaveCount(Object.keys(found).length);
  const shown = await page
    .locator("kyc-consent")
    .evaluateAll((elements) => elements.map((element) => (element as KycConsent).presentation?.language));
  expect(shown).toEqual(Object.values(found));
  expect(asked.sort()).toEqual(Object.values(found).sort());
});

test("words that do not arrive are English, and the sentence is there all the same", async ({
  consent,
  page,
  site,
}) => {
  site.attributes = `lang="fi"`;
  await page.route("**/element-words/*", (route) => route.abort());
  await consent.open();
  await expect(consent.sentence).toHaveAttribute("lang", "fi");
  await expect(consent.link).toHaveAccessibleDescription(words("en").newTab);
  await consent.box.click();
  expect(await consent.state()).toMatchObject({ checked: true });
});

test("the host's own words stand in place of the package's, one by one", async ({ consent, page, site }) => {
  site.attributes = `lang="de"`;
  site.routes[PRESENTATION] = () => ({
    body: { ...presentation("de"), words: { required: "Bitte {company} lesen." } },
  });
  await consent.open();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(consent.note).toHaveText("Bitte Crossmint lesen.");
  await expect(consent.link).toHaveAccessibleDescription(words("de").newTab);
});

test("on its own, it shows no wording that bears two links, or none", async ({ consent, page, site }) => {
  Object.assign(site, { script: "element-alone.js", html: one("") });
  const { segments, ...rest } = presentation("en");
  for (const wrong of [[...segments, ...segments], [{ text: "I agree" }]]) {
    await page.route("**/presentations/**", (route) =>
      route.fulfill({ json: { presentations: [{ ...rest, segments: wrong }], words: words("en") } }),
    );
    await page.goto(site.url);
    await expect(consent.status).toHaveText(words("en").notLoaded);
    await expect(consent.box).toBeHidden();
    expect(await consent.details("kyc-consent-failed")).toMatchObject([{ error: { code: "unreadable" } }]);
    await page.unrouteAll();
  }
});

test("the flow speaks every language, one after the other", async ({ page, site }) => {
  atTask(site, "form");
  await page.goto(site.url);
  await expect(page.locator("kyc-flow [part~=heading]")).toBeVisible();
  const drawn = (tag: string) =>
    page.locator("kyc-flow").evaluate((element: HTMLElement, lang) => {
      const root = element.shadowRoot as ShadowRoot;
      if (element.lang !== lang) element.lang = lang;
      const base = root.querySelector<HTMLElement>("[part~=base]");
      // A key that there are no words for would be shown as it is.
      const keys = root.textContent?.match(/\b(item|group|action|step|title|field|hint|date)\.[a-z-]+/g) ?? [];
      return {
        lang: base?.lang,
        dir: base?.dir,
        keys,
        title: root.querySelector("[part~=heading]")?.textContent !== "",
      };
    }, tag);
  for (const tag of TAGS) {
    const dir = RIGHT_TO_LEFT.includes(tag) ? "rtl" : "ltr";
    await expect.poll(() => drawn(tag)).toEqual({ lang: tag, dir, keys: [], title: true });
  }
});

test("the flow tells the gateway in which language the page is", async ({ page, site }) => {
  site.attributes = `lang="ja-JP"`;
  atTask(site, "form");
  await page.goto(site.url);
  await expect(page.locator("kyc-flow [part~=heading]")).toBeVisible();
  const look = site.calls.find(({ path }) => path === "/flow");
  expect(look?.headers["accept-language"]).toMatch(/^ja-JP,/);
});
