import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Presentation, Words } from "../../www/element/index.ts";
import type { Policy } from "../../www/package/types.ts";
import { bundleModule } from "../../www/tooling/bundle.mjs";
import { bundleFlow, writeFlowWords } from "../../www/tooling/flow.mjs";
import { readWords, writeElementWords } from "../../www/tooling/words.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What the pages of the tests may do: nothing but what a strict host would allow. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'; style-src 'self' 'nonce-of-the-page'; script-src 'self'";

/** What a style in the page's own HTML has to bear. */
export const NONCE = "of-the-page";

export const POLICY: Policy & { readonly link: string } = JSON.parse(
  readFileSync(`${ROOT}src/consent/policies/crossmint-privacy-policy.json`, "utf8"),
);
const WORDS = readWords() as Record<string, Record<string, string> & Words>;

/** The words of the interface in one language. */
export function words(language = "en"): Words {
  return WORDS[language] as Words;
}

/** The presentation that a gateway gives for the first of these languages that there is. */
export function presentation(...languages: string[]): Presentation {
  const tags = [...languages.flatMap((tag) => [tag, tag.split("-")[0]]), "en"];
  const found = tags.map((tag) => POLICY.sentences.find(({ language }) => language === tag)).find(Boolean);
  if (!found) throw new Error("No such sentence");
  const segments = found.segments.map(({ text, link }) => (link ? { text, href: POLICY.link } : { text }));
  const { policy, version } = POLICY;
  const logo = { of: "Crossmint", required: true };
  return { ...found, policy, version, segments, logo };
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly bytes: Buffer;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** `cut` breaks the connection off without an answer. */
export type Route = (call: Call) => Answer | "cut" | Promise<Answer | "cut">;

/** One page and its gateway, for one test. */
export interface Site {
  readonly url: string;
  readonly gateway: string;
  /** Body of the page. */
  html: string;
  /** Attributes of its `html` element. */
  attributes: string;
  /** The page's script: the element fed from outside, or the one that brings its text along. */
  script: "element.js" | "element-alone.js" | "flow.js" | "status.js";
  /** Whether the page's policy allows WebAssembly. */
  allowsWasm: boolean;
  /** What the page's policy allows to connect to besides its own origin. */
  connects: string;
  /** The core of the element on its own. Replace it to make it stop, or not to arrive. */
  core: Uint8Array;
  /** Answers of the gateway by `METHOD /path`; replace them at will. */
  readonly routes: Record<string, Route>;
  /** What the gateway was asked. */
  readonly calls: Call[];
  /** Replace it to make the image late or bad. */
  logo: () => Promise<boolean>;
}

export const RECORDED = {
  id: "c-1",
  policy: POLICY.policy,
  version: POLICY.version,
  language: "en",
  acceptedAt: "2026-11-23T10:00:00.000Z",
  delivery: "delivered",
  decisions: [],
};
export const WITHDRAWN = { policy: POLICY.policy, withdrawnAt: "2026-11-23T11:00:00.000Z" };

export const LOGO = `<img slot="logo" src="logo.svg" alt="Crossmint" width="132" height="24">`;

export const ELEMENT = `<kyc-consent policy="${POLICY.policy}" gateway="gateway" name="consent">${LOGO}</kyc-consent>`;

const LOGO_IMAGE = `<svg xmlns="http://www.w3.org/2000/svg" width="132" height="24" viewBox="0 0 132 24">
<path fill="#05b959" d="M12 1 23 12 12 23 1 12zM12 7l-5 5 5 5 5-5z"/><text x="30" y="17" fill="#6b7688" font-family="sans-serif"
font-size="15" font-weight="700" textLength="98">Crossmint</text></svg>`;

const PAGE_STYLE = `:root { font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark }
body { margin: 0 auto; padding: 1.5rem; max-width: 36rem; background: light-dark(#f5f6f9, #0e1116); color: light-dark(#171c26, #eceff5) }
form { display: grid; gap: 1rem } form > button { justify-self: start; padding: .5rem 1rem; font: inherit }
.gone { display: none } .unseen { visibility: hidden } .tiny { width: 8px; height: 8px }
.no-sentence::part(sentence) { opacity: 0 }
.small-print { font-size: 10px } .double { font-size: 32px }
.styled kyc-consent { --kyc-consent-surface: rgb(1, 2, 3); --kyc-consent-accent: rgb(4, 5, 6); &::part(sentence) { font-style: italic } }
.styled kyc-consent:state(ticked)::part(base) { border-color: rgb(7, 8, 9) }`;

/** The modules of the package as the build makes them, by their paths. */
async function packageScripts(): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "kyc-assent-element-"));
  const modules = { element: "index.ts", "element-alone": "alone.ts", "element-receipt": "receipt.ts" };
  for (const [name, entry] of Object.entries(modules)) {
    await bundleModule(`www/element/${entry}`, join(folder, `${name}.js`));
  }
  await bundleFlow(folder);
  writeFlowWords(folder);
  writeElementWords(folder);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  const scripts = files.map((file) => [`/${file}`, readFileSync(join(folder, file), "utf8")]);
  rmSync(folder, { recursive: true });
  return Object.fromEntries(scripts);
}

/** Serves the pages of the tests from one origin. */
export class SiteServer {
  readonly #sites = new Map<string, Site>();
  readonly #server: Server;
  readonly #scripts: Readonly<Record<string, string>>;

  private constructor(scripts: Readonly<Record<string, string>>) {
    this.#scripts = scripts;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
    });
  }

  static async start(): Promise<SiteServer> {
    const server = new SiteServer(await packageScripts());
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  /** The element's module. */
  get script(): string {
    return this.#scripts["/element.js"] ?? "";
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  site(): Site {
    const id = `s${this.#sites.size}`;
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${id}/`;
    const consent = `/consents/${POLICY.policy}`;
    const site: Site = {
      url,
      gateway: `${url}gateway`,
      html: `<form action="sent">${ELEMENT}<button>Continue</button></form>`,
      attributes: `lang="en"`,
      script: "element.js",
      allowsWasm: false,
      connects: "",
      core: readFileSync(`${ROOT}pkg/element-alone.wasm`),
      routes: {
        [`GET /policies/${POLICY.policy}/presentation`]: ({ query }) => ({
          body: presentation(...(query.get("lang") ?? "en").split(",")),
        }),
        "POST /consents": () => ({ status: 201, body: RECORDED }),
        [`DELETE ${consent}`]: () => ({ body: WITHDRAWN }),
      },
      calls: [],
      logo: async () => true,
    };
    this.#sites.set(id, site);
    return site;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://site");
    const [, id = "", ...rest] = url.pathname.split("/");
    const site = this.#sites.get(id);
    const path = `/${rest.join("/")}`;
    const send = (type: string, body: string, headers: Record<string, string> = {}) =>
      response.writeHead(200, { "content-type": type, ...headers }).end(body);
    if (!site) return void response.writeHead(404).end();
    if (path === "/" || path === "/sent") {
      const head = `<title>Consent</title><link rel="stylesheet" href="page.css"><script type="module" src="${site.script}"></script>`;
      const page = `<!doctype html><html ${site.attributes}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}</head><body><main><h1>Your account</h1>${site.html}</main></body></html>`;
      return void send("text/html", page, {
        "content-security-policy":
          CONTENT_SECURITY_POLICY.replace("connect-src 'self'", `$& ${site.connects}`) +
          (site.allowsWasm ? " 'wasm-unsafe-eval'" : ""),
      });
    }
    if (this.#scripts[path]) return void send("text/javascript", this.#scripts[path]);
    if (path === "/element-alone.wasm") {
      response.writeHead(200, { "content-type": "application/wasm" }).end(site.core);
      return;
    }
    if (/^\/presentations\/[\w-]+\/[\w-]+\.json$/.test(path) && existsSync(`${ROOT}pkg${path}`)) {
      return void send("application/json", readFileSync(`${ROOT}pkg${path}`, "utf8"));
    }
    if (path === "/page.css") return void send("text/css", PAGE_STYLE);
    if (path === "/logo.svg") {
      if (await site.logo()) return void send("image/svg+xml", LOGO_IMAGE, { "cache-control": "no-store" });
      return void response.writeHead(404).end();
    }
    if (path.startsWith("/gateway/")) return this.#gateway(site, path.slice("/gateway".length), url, request, response);
    response.writeHead(404).end();
  }

  async #gateway(site: Site, path: string, url: URL, request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const body = bytes.toString();
    const { method = "GET", headers } = request;
    const call: Call = { method, path, query: url.searchParams, headers, body, bytes };
    site.calls.push(call);
    const answer = (await site.routes[`${method} ${path}`]?.(call)) ?? { status: 404, body: { code: "not-found" } };
    if (answer === "cut") return void request.socket.destroy();
    const type = (answer.status ?? 200) < 400 ? "application/json" : "application/problem+json";
    response.writeHead(answer.status ?? 200, { "content-type": type, "cache-control": "no-store", ...answer.headers });
    if (answer.status === 304) return void response.end();
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
  }
}
