/** Serves what a bundler made from another path than it was made in, with the gateway that its pages ask, to one Chromium. */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, expect } from "@playwright/test";
import { chromiumArguments, chromiumShellPath } from "../../www/tooling/toolchain.mjs";
import { packed } from "../release/packed.mjs";

/** Where the pages are, as their browser sees them. */
export const PATH = "/some/where/else";

/** @type {Record<string, string>} */
const types = {
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".css": "text/css",
};
const logo = '<img slot="logo" src="logo.svg" alt="Crossmint" width="132" height="24">';
export const image = '<svg xmlns="http://www.w3.org/2000/svg" width="132" height="24"><path d="M0 0h132v24H0z"/></svg>';

/** What is in a page's body, by the page's name. @type {Record<string, string>} */
export const bodies = {
  core: "",
  alone: `<form><kyc-consent policy="crossmint-privacy-policy">${logo}</kyc-consent><button>Send</button></form>`,
  own: `<form><kyc-consent policy="shop-terms"></kyc-consent></form>`,
  unknown: `<form><kyc-consent policy="unknown-policy"></kyc-consent></form>`,
  fed: `<form><kyc-consent policy="crossmint-privacy-policy" gateway="gateway">${logo}</kyc-consent><button>Send</button></form>
<kyc-flow gateway="gateway" scopes="onramp">${logo}</kyc-flow><kyc-status gateway="gateway" scopes="onramp"></kyc-status>`,
};
/** Of the pages whose script is that of another. @type {Record<string, string>} */
const scripts = { own: "alone", unknown: "alone" };

/** @param {string} file @returns {Promise<any>} a file of the package, as it was packed */
async function ofPackage(file) {
  const path = join(packed().folder, file);
  return file.endsWith(".json") ? JSON.parse(readFileSync(path, "utf8")) : import(pathToFileURL(path).href);
}

const scopes = ["onramp"];
/** Where the person stands: before the check. */
const flow = {
  tasks: [{ id: "one.check", partner: "one", scopes, kind: "start", text: "start-verification", automatic: false }],
  timeline: ["consent", "details", "documents", "check", "result"].map((step, place) => ({
    partner: "one",
    scopes,
    step,
    state: place < 3 ? "done" : place > 3 ? "ahead" : "current",
  })),
  lookAgainAfter: null,
  problems: [],
};

/** What the pages fetch that no bundler has made. @type {Record<string, () => Promise<unknown>>} */
export const answers = {
  "reply.json": async () => ({ eligibility: [{ type: "onramp", status: "verified" }] }),
  "gateway/flow": async () => flow,
  "gateway/policies/crossmint-privacy-policy/presentation": async () => {
    const [{ present }, policy] = [
      await ofPackage("node.js"),
      await ofPackage("policies/crossmint-privacy-policy.json"),
    ];
    return present(policy, ["de"]);
  },
};

/** A place of files, seen by one browser. */
export class BuiltSite {
  /** @type {import("@playwright/test").Browser | undefined} */
  #browser;
  #server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://site");
    const [, name = "", rest = ""] = /^([^/]+)\/(.*)$/.exec(pathname.replace(`${PATH}/`, "")) ?? [];
    const page = /^(\w+)\.html$/.exec(rest)?.[1] ?? "";
    const file = join(this.folder, name, rest);
    response.setHeader("content-type", types[extname(rest)] ?? "text/html");
    if (rest === "logo.svg") return response.setHeader("content-type", "image/svg+xml").end(image);
    if (page in bodies) return response.end(html(page));
    const answer = answers[rest];
    if (answer) return response.setHeader("content-type", "application/json").end(JSON.stringify(await answer()));
    const content = rest !== "" && existsSync(file) ? readFileSync(file) : undefined;
    response.statusCode = content ? 200 : 404;
    return response.end(content);
  });

  /** @param {string} folder with a folder for each bundler */
  constructor(folder) {
    this.folder = folder;
  }

  async start() {
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", () => resolve(undefined)));
    this.#browser = await launch();
  }

  /**
   * Opens a page and hands it over; fails where its script failed, or a file of the bundler's was not there.
   * @param {string} name of the bundler
   * @param {string} page
   * @param {(tab: import("@playwright/test").Page, asked: readonly string[]) => Promise<void>} use
   */
  async open(name, page, use) {
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    const tab = await /** @type {import("@playwright/test").Browser} */ (this.#browser).newPage();
    try {
      const base = `http://127.0.0.1:${port}${PATH}/${name}/`;
      await watched(tab, base, async (asked) => {
        await tab.goto(`${base}${page}.html`);
        await use(tab, asked);
      });
    } finally {
      await tab.close();
    }
  }

  async stop() {
    await this.#browser?.close();
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** @param {string} page */
function html(page) {
  const script = `<script type="module" src="${scripts[page] ?? page}.js"></script>`;
  return `<!doctype html><html lang="de"><title>page</title>${script}<body>${bodies[page]}`;
}

export function launch() {
  const executablePath = chromiumShellPath();
  return chromium.launch({ args: chromiumArguments(), ...(executablePath && { executablePath }) });
}

/**
 * Fails where a script of the page fails, or a file is asked for that is not there. What a gateway of the page does not have is
 * no file.
 * @param {import("@playwright/test").Page} tab
 * @param {string} base whatever is asked of elsewhere is a failure too
 * @param {(asked: readonly string[]) => Promise<void>} use gets the paths of what was asked for, below `base`
 */
export async function watched(tab, base, use) {
  /** @type {string[]} */
  const errors = [];
  /** @type {string[]} */
  const asked = [];
  tab.on("pageerror", (error) => errors.push(error.message));
  tab.on("response", (response) => {
    const url = response.url();
    const path = url.replace(base, "");
    if (/favicon/.test(url)) return;
    asked.push(path);
    if (!url.startsWith(base)) errors.push(`${url} is elsewhere`);
    else if (!response.ok() && !path.startsWith("gateway/")) errors.push(`${url}: ${response.status()}`);
  });
  await use(asked);
  expect(errors).toEqual([]);
}

/** What is to be seen on each page, by the page's name. */
export const seen = {
  /** The core answers. @param {import("@playwright/test").Page} tab */
  async core(tab) {
    await tab.waitForFunction("globalThis.said", undefined, { timeout: 20_000 });
    expect(await tab.evaluate("globalThis.said")).toEqual({ next: "proceed", language: "de", element: true });
  },

  /**
   * The element by itself: its sentence is there in the page's language, it is ticked, and its core checks the tick.
   * @param {import("@playwright/test").Page} tab
   */
  async alone(tab) {
    const policy = await ofPackage("policies/crossmint-privacy-policy.json");
    const { segments } = policy.sentences.find((/** @type {{ language: string }} */ one) => one.language === "de");
    const sentence = segments.map((/** @type {{ text: string }} */ { text }) => text).join("");
    const box = tab.getByRole("checkbox");
    await expect(box).toHaveAttribute("aria-disabled", "false");
    await expect(tab.locator("[part~=sentence]")).toHaveText(sentence, { useInnerText: false });
    await box.click();
    await expect(box).toBeChecked();
    await box.click();
    await tab.locator("kyc-consent").evaluate((element) => element.shadowRoot?.querySelector("a")?.before("nicht "));
    await box.click();
    await expect(box).not.toBeChecked();
  },

  /** A policy of the host's own. @param {import("@playwright/test").Page} tab */
  async own(tab) {
    await expect(tab.getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
    await expect(tab.locator("[part~=sentence]")).toHaveText("Ich akzeptiere die Bedingungen des Shops");
    await tab.getByRole("checkbox").click();
    await expect(tab.getByRole("checkbox")).toBeChecked();
  },

  /** What nobody brought along is a failure that is told. @param {import("@playwright/test").Page} tab */
  async unknown(tab) {
    await expect(tab.getByRole("status")).toHaveText("Der Einwilligungstext ist noch nicht geladen.");
    await expect(tab.getByRole("checkbox")).toHaveCount(0);
    const error = await tab.locator("kyc-consent").evaluate((element) => {
      const failed = new Promise((resolve) =>
        element.addEventListener("kyc-consent-failed", (event) => {
          const { code, message } = /** @type {CustomEvent} */ (event).detail.error;
          resolve({ code, message });
        }),
      );
      element.shadowRoot?.querySelector("button")?.click();
      return failed;
    });
    expect(error).toEqual({ code: "not-found", message: expect.stringContaining("usePolicyTexts") });
  },

  /**
   * The elements that a gateway feeds: their words are there in the page's language.
   * @param {import("@playwright/test").Page} tab
   */
  async fed(tab) {
    const texts = await ofPackage("texts/de.json");
    const { de } = await ofPackage("words.json");
    await expect(tab.locator("kyc-flow [part~=heading]")).toHaveText(texts.next["start-verification"].title);
    await expect(tab.locator("kyc-flow [part~=base]")).toHaveAttribute("lang", "de");
    await expect(tab.locator("kyc-status [part~=base]")).toHaveAttribute("lang", "de");
    await expect(tab.locator("kyc-status").getByRole("listitem")).toHaveCount(5);
    const box = tab.locator("body > form").getByRole("checkbox");
    await expect(box).toHaveAttribute("aria-disabled", "false");
    await tab.getByRole("button", { name: "Send" }).click();
    await expect(tab.locator("body > form [part~=note]")).toHaveText(de.required);
    await box.click();
    await expect(box).toBeChecked();
  },
};
