// The browser flavour in a page of Chromium with a strict Content-Security-Policy.

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { chromiumArguments, chromiumShellPath } from "../../www/tooling/toolchain.mjs";
import { pkg, root } from "./built.ts";
import { evidence, policy, verified } from "./person.ts";

vi.setConfig({ testTimeout: 60_000 });

const strict = "default-src 'none'; connect-src 'self'";

/** Pages by path, with the policy that each is served with. */
const pages: Record<string, string> = {
  "/allowed/": `${strict}; script-src 'self' 'wasm-unsafe-eval'`,
  "/forbidden/": `${strict}; script-src 'self'`,
  "/incomplete/": `${strict}; script-src 'self' 'wasm-unsafe-eval'`,
};

function fileOf(url: string): string | undefined {
  if (url.endsWith("/probe.mjs")) return join(root, "tests/package/page-probe.mjs");
  const name = /\/((?:browser|consent|inline|no-wasm)\.(?:js|wasm))$/.exec(url)?.[1];
  return name && !(url.startsWith("/incomplete/") && name.endsWith(".wasm")) ? join(pkg, name) : undefined;
}

let server: Server;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  server = createServer(({ url = "/" }, response) => {
    const csp = pages[url];
    if (csp) {
      response.setHeader("content-security-policy", csp);
      response.setHeader("content-type", "text/html");
      return response.end('<!doctype html><title>test</title><script type="module" src="probe.mjs"></script>');
    }
    const file = fileOf(url);
    if (!file) {
      response.statusCode = 404;
      return response.end("not found");
    }
    response.setHeader("content-type", file.endsWith("wasm") ? "application/wasm" : "text/javascript");
    return response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const executablePath = chromiumShellPath();
  browser = await chromium.launch({ args: chromiumArguments(), ...(executablePath && { executablePath }) });
}, 60_000);

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Opens the page and has its probe load the module. Violations of the page's policy are errors on the console. */
async function inPage(path: string, module: "browser" | "consent" | "inline" | "no-wasm") {
  const page = await browser.newPage();
  const violations: string[] = [];
  page.on("console", (message) => message.type() === "error" && violations.push(message.text()));
  await page.goto(origin + path);
  await page.waitForFunction("globalThis.probe");
  const given = JSON.stringify({ module, policy, evidence: evidence(), reply: verified });
  const said: unknown = await page.evaluate(`probe(${given})`);
  await page.close();
  return { said, violations };
}

test("it works under a policy that allows WebAssembly and nothing else", async () => {
  expect(await inPage("/allowed/", "browser")).toEqual({
    said: { language: "de", broken: [], next: "proceed" },
    violations: [],
  });
  expect(await inPage("/allowed/", "consent")).toMatchObject({ said: { language: "de", broken: [] }, violations: [] });
});

test.each(["browser", "consent"] as const)("%s: a policy that forbids WebAssembly is a typed error", async (module) => {
  const { said } = await inPage("/forbidden/", module);
  expect(said).toMatchObject({
    typed: true,
    code: "unavailable",
    message: expect.stringContaining("wasm-unsafe-eval"),
  });
});

test.each(["browser", "consent"] as const)("%s: a module that is not there is a typed error", async (module) => {
  const { said } = await inPage("/incomplete/", module);
  expect(said).toMatchObject({ typed: true, code: "unavailable", message: expect.stringContaining(`${module}.wasm`) });
});

test("kyc-assent/no-wasm works where the policy forbids WebAssembly, and kyc-assent/inline loads no file", async () => {
  const said = { language: "de", broken: [], next: "proceed" };
  expect(await inPage("/forbidden/", "no-wasm")).toEqual({ said, violations: [] });
  expect(await inPage("/incomplete/", "inline")).toEqual({ said, violations: [] });
});
