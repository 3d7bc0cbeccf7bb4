// The pages of the tests, their server, and the browser they are opened in.

import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "@playwright/test";
import { chromiumArguments, chromiumShellPath } from "../../www/tooling/toolchain.mjs";

export const root: string = fileURLToPath(new URL("../../", import.meta.url));
export const pages: string = join(root, "tests/audit/pages");
export const policyText: string = readFileSync(
  join(root, "src/consent/policies/crossmint-privacy-policy.json"),
  "utf8",
);

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** The names of the pages of a kind, without ending. A bad one begins with the rule that it breaks. */
export function names(kind: "good" | "bad"): string[] {
  const files = readdirSync(join(pages, kind)).filter((file) => file.endsWith(".html"));
  return files.map((file) => file.replace(/\.html$/, "")).sort();
}

/** The rule that a bad page breaks. */
export function ruleOf(name: string): string {
  return name.split(".")[0] ?? "";
}

/** What the gateway would answer an element. */
function presentation(url: URL): string {
  const policy = JSON.parse(policyText);
  const wanted = (url.searchParams.get("lang") ?? "en").split(",");
  const sentence =
    policy.sentences.find((one: { language: string }) => wanted.includes(one.language)) ?? policy.sentences[0];
  const segments = sentence.segments.map(({ text, link }: { text: string; link?: true }) =>
    link ? { text, href: policy.link } : { text },
  );
  const { policy: name, version, logo } = policy;
  return JSON.stringify({ ...sentence, policy: name, version, logo, segments });
}

/** The pages' server and their browser. */
export class Site {
  readonly origin: string;
  readonly browser: Browser;
  readonly #server: Server;
  /** The Content-Security-Policy of the next pages; none when empty. */
  contentSecurityPolicy = "";

  private constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.browser = browser;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<Site> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const executablePath = chromiumShellPath();
    const browser = await chromium.launch({ args: chromiumArguments(), ...(executablePath && { executablePath }) });
    const site = new Site(server, browser);
    server.on("request", (request, response) => {
      const url = new URL(request.url ?? "/", site.origin);
      const [type, body] = site.#answer(url);
      if (type.startsWith("text/html") && site.contentSecurityPolicy) {
        response.setHeader("content-security-policy", site.contentSecurityPolicy);
      }
      response.writeHead(body === null ? 404 : 200, { "content-type": type }).end(body ?? "not found");
    });
    return site;
  }

  #answer({ pathname, searchParams, href }: URL): [type: string, body: Buffer | string | null] {
    if (pathname.startsWith("/gateway/policies/")) return ["application/json", presentation(new URL(href))];
    if (["/elsewhere", "/privacy", "/terms"].includes(pathname))
      return ["text/html", "<!doctype html><title>Another page</title>"];
    const file = pathname.startsWith("/pkg/") ? join(root, pathname) : join(pages, pathname);
    const type = types[extname(file)] ?? "application/octet-stream";
    try {
      const body = readFileSync(file);
      const link = searchParams.get("link");
      return [type, link ? body.toString().replaceAll("https://www.crossmint.com/legal/privacy-policy", link) : body];
    } catch {
      return ["text/plain", null];
    }
  }

  url(kind: "good" | "bad", name: string): string {
    return `${this.origin}/${kind}/${name}.html`;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
