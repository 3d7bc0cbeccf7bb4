#!/usr/bin/env node
/**
 * Firefox for Playwright: starts the program that FIREFOX names with the arguments it is given, and stands between the
 * two, since Playwright 1.65 and Firefox 153 differ on WebDriver BiDi in two things, and one is dear. All else passes as it is.
 *
 * - Playwright sends every page a command that Firefox does not know yet, and gives up when it fails. It is answered here;
 *   what a page is told of the person's wishes (dark, still, forced colours) comes from Firefox's preferences instead.
 * - Firefox gives a download that a script began no number, and Playwright overlooks what has none. It gets its address.
 * - Playwright asks for a window for each test, which takes Firefox longer than most tests. It gets a tab, as a person would.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { WebSocket, WebSocketServer } from "ws";

/** The one command that is answered here. */
const unknownToFirefox = "emulation.setMediaFeaturesOverride";

const { FIREFOX = "/usr/bin/firefox-esr" } = process.env;
// Or a page's process that breaks while its page is closed, after its test, would end the browser.
const env = { ...process.env, MOZ_CRASHREPORTER_SHUTDOWN: undefined };
const firefox = spawn(FIREFOX, process.argv.slice(2), { stdio: ["ignore", "inherit", "pipe"], env });
firefox.once("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
firefox.once("close", (code) => process.exit(code ?? 1));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => firefox.kill());

createInterface({ input: firefox.stderr }).on("line", async (line) => {
  const address = /^(.*WebDriver BiDi listening on )(ws:\/\/\S+)$/.exec(line);
  console.error(address ? address[1] + (await standBetween(address[2] ?? "")) : line);
});

/**
 * @param {string} address where Firefox listens
 * @returns {Promise<string>} where Playwright is to connect
 */
async function standBetween(address) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  await once(server, "listening");
  server.on("connection", (playwright, { url = "/" }) => {
    const browser = new WebSocket(address + url, { perMessageDeflate: false, maxPayload: 0 });
    /** @type {string[]} */
    const early = [];
    let send = (/** @type {string} */ text) => void early.push(text);
    browser.once("open", () => {
      send = (text) => browser.send(text);
      early.forEach(send);
    });
    playwright.on("message", (data) => {
      const text = String(data);
      const id = text.includes(unknownToFirefox) ? idOf(text) : undefined;
      if (id === undefined) send(inTab(text));
      else playwright.send(JSON.stringify({ type: "success", id, result: {} }));
    });
    browser.on("message", (data) => playwright.send(numbered(String(data))));
    browser.on("close", () => playwright.close());
    browser.on("error", () => playwright.close());
    playwright.on("close", () => browser.close());
  });
  return `ws://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
}

/**
 * @param {string} text a message that has the command's name in it
 * @returns {number | undefined} its number, where it is that command
 */
function idOf(text) {
  const { id, method } = JSON.parse(text);
  return method === unknownToFirefox ? id : undefined;
}

/**
 * @param {string} text a message of Playwright
 * @returns {string} the same, with a tab where it asks for a window
 */
function inTab(text) {
  if (!text.includes('"browsingContext.create"')) return text;
  const message = JSON.parse(text);
  return JSON.stringify({ ...message, params: { ...message.params, type: "tab" } });
}

/**
 * @param {string} text a message of Firefox
 * @returns {string} the same, with a number where it is about a download that has none
 */
function numbered(text) {
  if (!text.includes('"browsingContext.download')) return text;
  const message = JSON.parse(text);
  const { method = "", params } = message;
  if (!/^browsingContext\.download(WillBegin|End)$/.test(method) || params.navigation) return text;
  return JSON.stringify({ ...message, params: { download: params.url, ...params } });
}
