// The packed package through every bundler, and what comes out in Chromium.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumArguments, chromiumPath, root } from "../../www/tooling/toolchain.mjs";
import { bundlers } from "./bundlers.mjs";
import { projectWith } from "./installed.mjs";

/** @type {string} */
let project;
/** @type {import("@playwright/test").Browser} */
let browser;
/** @type {import("node:http").Server} */
let server;
/** @type {string} */
let origin;

/** @type {Record<string, string>} */
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };
const page = '<!doctype html><title>page</title><script type="module" src="page.js"></script>';

beforeAll(async () => {
  project = projectWith("runtimes-bundlers", ["page.mjs", "page-inline.mjs", "page-answers.mjs"]);
  server = createServer(({ url = "/" }, response) => {
    const file = join(project, "out", url);
    response.setHeader("content-type", types[extname(url)] ?? "text/html");
    if (url === "/reply.json") return response.end('{"eligibility":[{"type":"onramp","status":"verified"}]}');
    if (url.endsWith("/")) return response.end(page);
    response.statusCode = existsSync(file) ? 200 : 404;
    return response.end(existsSync(file) ? readFileSync(file) : "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  origin = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
  const executablePath = chromiumPath();
  browser = await chromium.launch({ args: chromiumArguments(), ...(executablePath && { executablePath }) });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

test.each(Object.entries(bundlers))("%s", async (name, { page, build }) => {
  await build(join(project, page), join(project, "out", name));
  const tab = await browser.newPage();
  /** @type {string[]} */
  const errors = [];
  tab.on("pageerror", (error) => errors.push(error.message));
  await tab.goto(`${origin}/${name}/`);
  await tab.waitForFunction("globalThis.said", undefined, { timeout: 20_000 }).catch(() => {});
  expect(errors).toEqual([]);
  expect(await tab.evaluate("globalThis.said")).toEqual({ next: "proceed", language: "de", element: true });
  await tab.close();
});

test("the README names every bundler", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const name of Object.keys(bundlers)) expect(readme.includes(`| ${name} |`), name).toBe(true);
});
