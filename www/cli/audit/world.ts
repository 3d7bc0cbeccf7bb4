import { readFile } from "node:fs/promises";
import type { CDPSession, Page } from "playwright-core";
import type { InPage } from "./in-page.ts";

/** Content-Security-Policy is in the way of WebAssembly, and nothing else is wrong. */
export class WasmForbidden extends Error {}

let script: Promise<readonly [script: string, wasm: string]> | undefined;

/** The part that runs within the page, and the core it loads, from beside this file. */
function parts(): Promise<readonly [string, string]> {
  script ??= Promise.all([
    readFile(new URL("./audit-in-page.js", import.meta.url), "utf8"),
    readFile(new URL("../audit.wasm", import.meta.url), "base64"),
  ]);
  return script;
}

/** A world of our own within a page: it shares the page's document, and none of its scripts. */
export class World {
  readonly #session: CDPSession;
  #context: number | undefined;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async in(page: Page): Promise<World> {
    const world = new World(await page.context().newCDPSession(page));
    page.on("domcontentloaded", () => {
      world.#context = undefined;
    });
    return world;
  }

  /** Calls a function of the part within the page. */
  async call<Name extends keyof InPage>(
    name: Name,
    ...args: Parameters<InPage[Name]>
  ): Promise<Awaited<ReturnType<InPage[Name]>>> {
    const list = args.map((arg) => JSON.stringify(arg)).join();
    const expression = `kycAssentAudit.${name}(${list})`;
    for (let tries = 1; ; tries += 1) {
      try {
        this.#context ??= await this.#enter();
        return (await this.#evaluate(this.#context, expression)) as Awaited<ReturnType<InPage[Name]>>;
      } catch (error) {
        // The page has gone on to another document meanwhile, and its worlds with it.
        const isGone = error instanceof Error && /context|navigated|Frame with the given id/i.test(error.message);
        if (!isGone || tries === 3 || error instanceof WasmForbidden) throw error;
        this.#context = undefined;
      }
    }
  }

  /** A new document has no world of ours yet. */
  async #enter(): Promise<number> {
    const [code, wasm] = await parts();
    const { frameTree } = await this.#session.send("Page.getFrameTree");
    const frameId = frameTree.frame.id;
    const { executionContextId } = await this.#session.send("Page.createIsolatedWorld", {
      frameId,
      worldName: "kyc-assent",
    });
    await this.#evaluate(executionContextId, code);
    await this.#evaluate(executionContextId, `kycAssentAudit.start(${JSON.stringify(wasm)})`);
    return executionContextId;
  }

  async #evaluate(contextId: number, expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#session.send("Runtime.evaluate", {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (!exceptionDetails) return result.value;
    const said = exceptionDetails.exception?.description ?? exceptionDetails.text;
    if (said.includes("wasm-unsafe-eval")) throw new WasmForbidden(said);
    throw new Error(`The page could not be looked at: ${said}`);
  }
}

const META_POLICY = /<meta\b[^>]*content-security-policy[^>]*>/i;

/**
 * Lets WebAssembly into the pages that a tab opens, where their Content-Security-Policy forbids it. Nothing else of the policy
 * changes: what it keeps from loading is kept from loading.
 */
export async function allowWasm(page: Page): Promise<void> {
  // A page that was answered from here belongs to no network: Chromium would keep it from others of its own machine.
  await page
    .context()
    .grantPermissions(["local-network-access"])
    .catch(() => {}); // an older Playwright does not know it, nor does an older Chromium ask for it
  const session = await page.context().newCDPSession(page);
  session.on("Fetch.requestPaused", async (event) => {
    const { requestId, responseStatusCode: status, responseHeaders: headers = [] } = event;
    try {
      if (!status || (status >= 300 && status < 400)) {
        await session.send("Fetch.continueRequest", { requestId });
        return;
      }
      const responseHeaders = headers.map(({ name, value }) => ({
        name,
        value: /^content-security-policy$/i.test(name) ? value.split(",").map(withWasm).join() : value,
      }));
      const { body, base64Encoded } = await session.send("Fetch.getResponseBody", { requestId });
      // Latin-1 keeps every byte, whatever the page's encoding is.
      const html = Buffer.from(body, base64Encoded ? "base64" : "utf8").toString("latin1");
      const changed = html.replace(new RegExp(META_POLICY, "gi"), (meta) =>
        meta.replace(/content=(["'])(.*?)\1/is, (_, quote, policy) => `content=${quote}${withWasm(policy)}${quote}`),
      );
      await session.send("Fetch.fulfillRequest", {
        requestId,
        responseCode: status,
        responseHeaders: responseHeaders.filter(({ name }) => !/^content-(encoding|length)$/i.test(name)),
        body: Buffer.from(changed, "latin1").toString("base64"),
      });
    } catch {
      // The tab was closed, or went on to another page.
    }
  });
  const patterns = [{ urlPattern: "*", resourceType: "Document" as const, requestStage: "Response" as const }];
  await session.send("Fetch.enable", { patterns });
}

/** A policy that allows WebAssembly, and else what it allowed before. */
function withWasm(policy: string): string {
  const directives = policy.split(";").map((directive) => directive.trim());
  const named = (name: string) => directives.findIndex((directive) => directive.toLowerCase().split(/\s+/)[0] === name);
  const script = named("script-src");
  const fallback = directives[named("default-src")];
  if (script >= 0) directives[script] = allowing(directives[script] ?? "");
  else if (fallback) directives.push(allowing(fallback.replace(/^default-src/i, "script-src")));
  return directives.join("; ");
}

function allowing(directive: string): string {
  return `${directive.replace(/\s'none'/i, "")} 'wasm-unsafe-eval'`;
}
