/**
 * One server for all that is timed, with brotli: a page for each element as its README has it, and the gateway's answer. A
 * page says when it is ready in `readyAt`, by its own clock, which begins with the navigation.
 */

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants as zlib } from "node:zlib";
import { root } from "../toolchain.mjs";
import { bundlePage, peerPackages } from "./peer-bundles.mjs";

/** @typedef {{ type: string, content: Uint8Array }} File compressed */

const pkg = join(root, "pkg");
const policy = "crossmint-privacy-policy";

/** Asks at every frame whether there is something to click. @param {string} isReady an expression */
const clock = (isReady) => `<script>
(function look() {
  let ready = false;
  try { ready = ${isReady}; } catch {}
  if (ready) window.readyAt = performance.now(); else requestAnimationFrame(look);
})();
</script>`;

/** @param {string} head @param {string} body @param {string} isReady */
const page = (head, body, isReady) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Checkout</title><link rel="icon" href="data:,">${clock(isReady)}${head}</head><body><h1>Checkout</h1>${body}</body></html>`;

const logo = '<img slot="logo" src="/logo.svg" alt="Crossmint" width="120" height="24">';
const ours = (/** @type {string} */ gateway) =>
  `<form><kyc-consent policy="${policy}" ${gateway} name="kyc-consent">${logo}</kyc-consent><button>Continue</button></form>`;
const announced = `<script>addEventListener("kyc-consent-ready", () => { window.announced = true; });</script>`;
const module = (/** @type {string} */ path) => `<script type="module" src="${path}"></script>`;

/** What a host may add to the head: what the element will ask for anyway, in the page's language. */
const hints = `<link rel="modulepreload" href="/pkg/element-words/en.js">
<link rel="preload" as="fetch" crossorigin href="/gateway/policies/${policy}/presentation?lang=en">`;
const aloneHints = `<link rel="modulepreload" href="/pkg/element.js">
<link rel="preload" as="fetch" crossorigin href="/pkg/presentations/${policy}/en.json">
<link rel="preload" as="fetch" crossorigin href="/pkg/element-alone.wasm">`;

/** The pages by name. @type {Record<string, string>} */
export const pages = {
  "element-fed": page(announced + module("/pkg/element.js"), ours('gateway="/gateway"'), "window.announced"),
  "element-fed-hinted": page(
    announced + module("/pkg/element.js") + hints,
    ours('gateway="/gateway"'),
    "window.announced",
  ),
  "element-alone": page(announced + module("/pkg/element-alone.js"), ours(""), "window.announced"),
  "element-alone-hinted": page(announced + module("/pkg/element-alone.js") + aloneHints, ours(""), "window.announced"),
  cookieconsent: page(
    `<link rel="stylesheet" href="/cookieconsent.css">${module("/cookieconsent.js")}`,
    "",
    `getComputedStyle(document.querySelector("#cc-main .pm input[type=checkbox]:not([disabled])")).visibility === "visible"`,
  ),
  crossmint: page(
    module("/crossmint.js"),
    '<crossmint-pay-button clientId="00000000-0000-4000-8000-000000000000" environment="staging"></crossmint-pay-button>',
    `document.querySelector("crossmint-pay-button").shadowRoot.querySelector("button").matches(":enabled")`,
  ),
};

/** Its sentence, with the box that it has: a category that may be switched on. */
const cookieconsentPage = `import "vanilla-cookieconsent/dist/cookieconsent.css";
import { run, showPreferences } from "vanilla-cookieconsent";
const text = "I consent to my KYC data being processed by Crossmint in accordance with its Privacy Policy";
run({
  hideFromBots: false, // which is what a browser in a test is to it
  categories: { kyc: {} },
  language: { default: "en", translations: { en: {
    consentModal: { title: "Consent", description: text, acceptAllBtn: "Agree", acceptNecessaryBtn: "Refuse",
      showPreferencesBtn: "Choose" },
    preferencesModal: { title: "Consent", acceptAllBtn: "Agree", acceptNecessaryBtn: "Refuse",
      savePreferencesBtn: "Continue", closeIconLabel: "Close",
      sections: [{ title: "Crossmint", description: text, linkedCategory: "kyc" }] },
  } } },
}).then(showPreferences);`;

/**
 * @returns {Promise<{ origin: string, close: () => void }>}
 */
export async function startSite() {
  const files = await madeFiles();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://site.example").pathname;
    const file = files.get(path) ?? packaged(path, files);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": file.type,
      "content-encoding": "br",
      "content-length": file.content.length,
      "cache-control": "public, max-age=300",
    });
    response.end(file.content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** What is no file of the package. */
async function madeFiles() {
  const { present } = await import(pathToFileURL(join(pkg, "node.js")).href);
  const presentation = present(JSON.parse(readFileSync(join(pkg, "policies", `${policy}.json`), "utf8")), ["en"]);
  const consent = await bundlePage(cookieconsentPage);
  const button = await bundlePage(
    /** @type {import("./peer-bundles.mjs").PeerPackage} */ (peerPackages.crossmint).entry,
  );
  const image = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="24"><path d="M0 0h120v24H0z"/></svg>';
  const text = (/** @type {string} */ content) => Buffer.from(content);
  return new Map([
    ...Object.entries(pages).map(([name, html]) => entry(`/${name}.html`, text(html))),
    entry(`/gateway/policies/${policy}/presentation`, text(JSON.stringify(presentation)), "application/json"),
    entry("/logo.svg", text(image)),
    entry("/cookieconsent.js", consent.script),
    entry("/cookieconsent.css", consent.style ?? text("")),
    entry("/crossmint.js", button.script),
  ]);
}

/** @type {Record<string, string>} */
const types = {
  css: "text/css",
  html: "text/html",
  js: "text/javascript",
  json: "application/json",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

/**
 * @param {string} path
 * @param {Uint8Array} content
 * @param {string} [type]
 * @returns {[string, File]}
 */
function entry(path, content, type = types[path.split(".").at(-1) ?? ""] ?? "application/octet-stream") {
  const compressed = brotliCompressSync(content, { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } });
  return [path, { type, content: compressed }];
}

/**
 * @param {string} path
 * @param {Map<string, File>} files which it joins
 */
function packaged(path, files) {
  const file = /^\/pkg\/((?:[\w-]+\/)*[\w-]+\.(?:js|json|wasm))$/.exec(path)?.[1];
  if (!file || !existsSync(join(pkg, file))) return undefined;
  files.set(...entry(path, readFileSync(join(pkg, file))));
  return files.get(path);
}
