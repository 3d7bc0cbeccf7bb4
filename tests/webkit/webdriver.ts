/** As much of W3C WebDriver as the tests of WebKitGTK need; each call is one command of the standard. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** The name that the standard gives an element in an answer. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** The keys that have no character, as the standard numbers them. */
export const KEYS = { Tab: "\uE004", Enter: "\uE007", Space: " ", Down: "\uE015", Shift: "\uE008" } as const;

export interface Element {
  readonly [ELEMENT]: string;
}

/** Values that come out of a page. */
type Answer<T> = Promise<T extends HTMLElement | null ? Element : T>;

/** A WebKitGTK of its own, with one window. */
export class WebKit {
  readonly #driver: ChildProcess;
  readonly #address: string;

  private constructor(driver: ChildProcess, address: string) {
    this.#driver = driver;
    this.#address = address;
  }

  /**
   * @param environment what WebKit takes from its surroundings, for instance the language or a dark theme
   */
  static async start(environment: NodeJS.ProcessEnv = {}): Promise<WebKit> {
    const { WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver" } = process.env;
    const port = await freePort();
    const driver = spawn(WEBKIT_DRIVER, [`--port=${port}`], {
      stdio: "ignore",
      env: { ...process.env, LC_ALL: "C.UTF-8", LANGUAGE: "en_GB:en", ...environment },
    });
    const address = `http://127.0.0.1:${port}`;
    while (driver.exitCode === null && !(await isListening(address))) await pause(50);
    const { sessionId } = await command<{ sessionId: string }>("POST", `${address}/session`, { capabilities: {} });
    return new WebKit(driver, `${address}/session/${sessionId}`);
  }

  async stop(): Promise<void> {
    await this.#ask("DELETE", "").catch(() => undefined);
    const ended = once(this.#driver, "exit");
    if (this.#driver.kill()) await ended;
  }

  async open(url: string): Promise<void> {
    await this.#ask("POST", "/url", { url });
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#ask("POST", "/window/rect", { width, height });
  }

  /** Calls a function in the page. It sees nothing of the test but its arguments. */
  call<Arguments extends unknown[], T>(does: (...args: Arguments) => T, ...args: Arguments): Answer<Awaited<T>> {
    return this.#ask("POST", "/execute/sync", { script: `return (${does}).apply(null, arguments)`, args });
  }

  /** An element by selectors, each in the shadow root of the one before. */
  async find(...path: string[]): Promise<Element> {
    const found = await this.call((selectors: string[]) => {
      let at: ParentNode | null = document;
      let element: globalThis.Element | null = null;
      for (const selector of selectors) {
        element = at?.querySelector(selector) ?? null;
        at = element?.shadowRoot ?? null;
      }
      return element as HTMLElement | null;
    }, path);
    if (!found) throw new Error(`there is no ${path.join(" » ")}`);
    return found;
  }

  async click(element: Element): Promise<void> {
    await this.#ask("POST", `/element/${element[ELEMENT]}/click`, {});
  }

  /** Types into an element, or names the files of one that takes files. */
  async type(element: Element, text: string): Promise<void> {
    await this.#ask("POST", `/element/${element[ELEMENT]}/value`, { text });
  }

  /** Presses keys one after another, wherever the focus is. */
  async press(...keys: string[]): Promise<void> {
    const actions = keys.flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.#ask("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** What assistive technology is told of an element: its role and its name. */
  async told(element: Element): Promise<{ role: string; name: string }> {
    const path = `/element/${element[ELEMENT]}/computed`;
    return { role: await this.#ask("GET", `${path}role`), name: await this.#ask("GET", `${path}label`) };
  }

  #ask<T>(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<T> {
    return command(method, this.#address + path, body);
  }
}

/** @throws with the driver's own words where it refuses */
async function command<T>(method: string, url: string, body?: object): Promise<T> {
  const init = body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {};
  const response = await fetch(url, { method, ...init });
  const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

async function isListening(address: string): Promise<boolean> {
  return fetch(`${address}/status`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || !address) throw new Error("no port is free");
  return address.port;
}
