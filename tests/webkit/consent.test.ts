import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { KycConsent } from "../../www/element/index.ts";
import { ELEMENT, LOGO, POLICY, presentation, RECORDED, type Site, SiteServer, words } from "../element/site.ts";
import { ConsentPage } from "./consent-page.ts";
import { KEYS, WebKit } from "./webdriver.ts";

const VALUE = `${POLICY.policy}@${POLICY.version}`;
const UNTICKED = { checked: false, box: false, value: "", sent: [] };
const TICKED = { checked: true, box: true, value: VALUE, sent: [VALUE] };
const DELETE = `DELETE /consents/${POLICY.policy}`;

const home = mkdtempSync(join(tmpdir(), "kyc-assent-webkit-"));
let server: SiteServer;
let webkit: WebKit;
let page: ConsentPage;
let site: Site;

beforeAll(async () => {
  server = await SiteServer.start();
  webkit = await WebKit.start({ HOME: home, XDG_DOWNLOAD_DIR: home });
  page = new ConsentPage(webkit);
});

afterAll(async () => {
  await webkit.stop();
  await server.stop();
  rmSync(home, { recursive: true });
});

beforeEach(() => {
  site = server.site();
});

describe("ticking", () => {
  it("is done by a click, and undone by another", async () => {
    await page.open(site);
    expect(await page.state()).toMatchObject(UNTICKED);
    await page.click("box");
    expect(await page.state()).toEqual({ ...TICKED, events: ["given"] });
    await page.click("box");
    expect(await page.state()).toEqual({ ...UNTICKED, events: ["given", "withdrawn"] });
  });

  it("is done by the keyboard alone, up to the form that is sent", async () => {
    await page.open(site);
    await webkit.press(KEYS.Tab);
    expect(await page.focused()).toContain("box");
    await webkit.press(KEYS.Space);
    expect(await page.state()).toMatchObject(TICKED);
    await webkit.press(KEYS.Tab);
    expect(await page.focused()).toBe("link");
    await webkit.press(KEYS.Tab, KEYS.Enter);
    await expect.poll(() => webkit.call(() => location.search)).toContain(encodeURIComponent(VALUE));
  });

  it("is nothing that a script can do", async () => {
    await page.open(site);
    await webkit.call(() => {
      const element = document.querySelector("kyc-consent") as KycConsent;
      const box = element.shadowRoot?.querySelector("input") as HTMLInputElement;
      element.checked = true;
      element.setAttribute("checked", "");
      element.click();
      box.checked = true;
      box.click();
      box.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
      for (const type of ["keydown", "keyup"]) box.dispatchEvent(new KeyboardEvent(type, { key: " ", code: "Space" }));
    });
    expect(await page.state()).toEqual({ ...UNTICKED, events: [] });
    await page.click("box");
    expect(await page.state()).toMatchObject(TICKED);
  });

  it("is asked for when the form is sent without it", async () => {
    await page.open(site);
    await webkit.click(await webkit.find("form > button"));
    await expect.poll(() => page.text("note")).toBe(words().required);
    expect(await page.focused()).toContain("box");
    const box = await page.part("box");
    expect(await webkit.call((element) => (element as unknown as HTMLElement).ariaInvalid, box)).toBe("true");
    expect(await webkit.call(() => location.pathname.endsWith("sent"))).toBe(false);
  });

  for (const allowsWasm of [true, false]) {
    it(`works without a gateway, ${allowsWasm ? "with" : "without"} WebAssembly`, async () => {
      const html = `<form><kyc-consent policy="${POLICY.policy}" name="consent">${LOGO}</kyc-consent></form>`;
      Object.assign(site, { script: "element-alone.js", html, allowsWasm, attributes: `lang="de"` });
      await page.open(site);
      expect(await page.text("sentence")).toBe(text("de"));
      await page.click("box");
      expect(await page.state()).toMatchObject(TICKED);
      expect(site.calls).toEqual([]);
    });
  }

  it("without a gateway is refused by the core under a sentence that was changed", async () => {
    const html = `<form><kyc-consent policy="${POLICY.policy}" name="consent">${LOGO}</kyc-consent></form>`;
    Object.assign(site, { script: "element-alone.js", html, allowsWasm: true });
    await page.open(site);
    await webkit.call(() => document.querySelector("kyc-consent")?.shadowRoot?.querySelector("a")?.before("not "));
    await page.click("box");
    expect(await page.state()).toEqual({ ...UNTICKED, events: ["failed"] });
  });
});

describe("on record", () => {
  it("goes what was shown, with the token of the host", async () => {
    await page.open(site);
    await page.click("box");
    await page.record();
    expect(await page.text("status")).toBe(words().saved);
    const [call] = site.calls.filter(({ method }) => method === "POST");
    expect(call?.headers.authorization).toBe("Bearer token");
    expect(JSON.parse(call?.body ?? "")).toMatchObject({ text: text("en"), byPerson: true, visible: true });
    expect((await page.state()).events).toEqual(["given", "recorded"]);
  });

  it("a failure is told, and tried again by the button", async () => {
    const usual = site.routes["POST /consents"];
    site.routes["POST /consents"] = () => "cut";
    await page.open(site);
    await page.click("box");
    await page.record();
    expect(await page.text("status")).toBe(words().failed);
    expect(await page.state()).toMatchObject({ ...TICKED, events: ["given", "failed"] });
    if (usual) site.routes["POST /consents"] = usual;
    await page.click("retry");
    await expect.poll(() => page.text("status")).toBe(words().saved);
  });

  it("it is withdrawn by unticking", async () => {
    await page.open(site);
    await page.click("box");
    await page.record();
    await page.click("box");
    await expect.poll(() => page.text("status")).toBe(words().withdrawn);
    expect(site.calls.filter(({ method, path }) => `${method} ${path}` === DELETE)).toHaveLength(1);
    expect(await page.state()).toEqual({ ...UNTICKED, events: ["given", "recorded", "withdrawn"] });
  });

  it("its receipt can be saved", async () => {
    const file = {
      format: "kyc-assent-receipt/1",
      receipt: { "dct:language": "en" },
      jws: "a.b.c",
      keys: { keys: [] },
    };
    site.routes["POST /consents"] = () => ({ status: 201, body: { ...RECORDED, receipt: true } });
    site.routes[`GET /consents/${RECORDED.id}/receipt`] = () => ({ body: file });
    await page.open(site);
    await page.click("box");
    await page.record();
    await expect.poll(() => page.text("receipt")).toBe(words().receipt);
    await page.click("receipt");
    await expect.poll(async () => (await page.state()).events).toContain("receipt");
    const saved = () => JSON.parse(readFileSync(join(home, "consent-receipt.json"), "utf8"));
    await expect.poll(saved).toEqual(file);
  });
});

describe("the sentence", () => {
  it("stands in every language in its own direction, and is the name of the box", async () => {
    site.html = `<form>${ELEMENT}</form>`;
    await page.open(site);
    for (const { language } of POLICY.sentences) {
      const { direction } = presentation(language);
      await webkit.call((lang: string) => document.documentElement.setAttribute("lang", lang), language);
      await expect.poll(() => page.text("sentence"), { message: language }).toBe(text(language));
      const box = await page.part("box");
      const { role, name } = await webkit.told(box);
      // WebKit leaves out the blank behind the link.
      expect([role, unspaced(name)], language).toEqual(["checkbox", unspaced(text(language))]);
      expect(await boxStandsOn(), language).toBe(direction === "rtl" ? "right" : "left");
    }
  });
});

function unspaced(words: string): string {
  return words.replace(/\s/g, "");
}

/** The sentence of a language as it is to be read. */
function text(language: string): string {
  return presentation(language)
    .segments.map((segment) => segment.text)
    .join("");
}

/** On which side of the sentence the box is. */
function boxStandsOn(): Promise<string> {
  return webkit.call(() => {
    const root = document.querySelector("kyc-consent")?.shadowRoot;
    const left = (part: string) => root?.querySelector(`[part~=${part}]`)?.getBoundingClientRect().left ?? Number.NaN;
    return left("box") > left("sentence") ? "right" : "left";
  });
}
