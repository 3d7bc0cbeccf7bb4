import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from "playwright-core";
import type { AuditFacts, AuditPlace } from "../../package/audit-report.ts";
import { allowWasm, WasmForbidden, World } from "./world.ts";

/** What is audited, and how its pages are opened. */
export interface Subject {
  readonly browser: Browser;
  readonly url: string;
  readonly policy: string;
  readonly context: BrowserContextOptions;
  readonly waitFor?: string;
  /** Called for each new context, before a page is opened in it. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
  /** Whether the page's policy forbids WebAssembly: known after the first copy. */
  forbidsWasm?: boolean;
  /** How many consents it has: known after the first look. */
  consents?: number;
}

/** A request that would have changed something: it was stopped. */
export type Stopped = string;

/** As long as a page gets to react to something, in milliseconds. */
const REACTION = 120;
const LOADED_WITHIN = 30_000;
const SHOWN_WITHIN = 5000;

function isOfMainFrame(request: Request, page: Page): boolean {
  try {
    return request.isNavigationRequest() && request.frame() === page.mainFrame();
  } catch {
    // The frame of a window that is just being opened: another page.
    return false;
  }
}

/** The page in a context of its own, where anything can be pressed and nothing that changes something is sent then. */
export class Copy {
  readonly page: Page;
  readonly world: World;
  readonly #subject: Subject;
  readonly #stopped: Stopped[] = [];
  #isArmed = false;
  /** Nothing was pressed since the page was loaded. What it sends until then, it sends for every visitor. */
  #isFresh = true;

  private constructor(subject: Subject, page: Page, world: World) {
    this.#subject = subject;
    this.page = page;
    this.world = world;
  }

  /** @throws {Error} the page did not open */
  static async open(subject: Subject): Promise<Copy> {
    const context = await subject.browser.newContext({ ...subject.context, serviceWorkers: "block" });
    const page = await context.newPage();
    if (subject.forbidsWasm) await allowWasm(page);
    const copy = new Copy(subject, page, await World.in(page));
    await context.route(
      () => true,
      (route) => {
        const request = route.request();
        const moves = copy.#isArmed && isOfMainFrame(request, page);
        const changes = !copy.#isFresh && !["GET", "HEAD", "OPTIONS"].includes(request.method());
        if (!moves && !changes) return route.fallback();
        const isBeacon = request.resourceType() === "ping";
        if (copy.#isArmed && !isBeacon)
          copy.#stopped.push(`${moves ? "go to " : ""}${request.method()} ${request.url()}`);
        // Without content the page stays where it is.
        return moves ? route.fulfill({ status: 204 }) : route.abort();
      },
    );
    await subject.prepare?.(context);
    page.on("dialog", (dialog) => dialog.dismiss().catch(() => {}));
    try {
      await copy.load();
      await copy.world.call("ticked", subject.policy);
    } catch (error) {
      await copy.close();
      if (!(error instanceof WasmForbidden) || subject.forbidsWasm) throw error;
      subject.forbidsWasm = true;
      return Copy.open(subject);
    }
    return copy;
  }

  /** Loads the page again, unless nothing was pressed since it was loaded. It can be left from now on. */
  async afresh(): Promise<void> {
    this.#isArmed = false;
    if (!this.#isFresh) await this.load();
  }

  async load(): Promise<void> {
    this.#isArmed = false;
    this.#isFresh = true;
    await this.page.goto(this.#subject.url, { waitUntil: "load", timeout: LOADED_WITHIN });
    await this.loaded();
  }

  /** Waits for what a page shows after its load event: as many consents as were there the first time. */
  async loaded(): Promise<void> {
    if (this.#subject.waitFor) await this.page.waitForSelector(this.#subject.waitFor, { timeout: LOADED_WITHIN });
    const { consents } = this.#subject;
    if (consents === undefined) {
      await this.page.waitForLoadState("networkidle", { timeout: 5000 }).catch(() => {});
      return;
    }
    for (const end = Date.now() + SHOWN_WITHIN; Date.now() < end; await this.settle()) {
      if ((await this.ticked()).length >= consents) return;
    }
  }

  look(watchFor = 0): Promise<AuditFacts> {
    return this.world.call("look", this.#subject.policy, watchFor);
  }

  /** Whether the box of each consent is ticked; null where there is none. */
  ticked(): Promise<(boolean | null)[]> {
    return this.world.call("ticked", this.#subject.policy);
  }

  async settle(): Promise<void> {
    await this.page.waitForTimeout(REACTION);
  }

  /** Presses the middle of an element as a person does. */
  async press(path: string): Promise<boolean> {
    this.#isFresh = false;
    const spot = await this.world.call("reveal", path);
    if (!spot) return false;
    await this.page.mouse.click(spot.x, spot.y);
    await this.settle();
    return true;
  }

  /** Presses what is drawn for a box. Where that ticks nothing, the keyboard is tried. */
  async pressBox(index: number, place: AuditPlace): Promise<boolean> {
    this.#isFresh = false;
    await this.world.call("reveal", place.path);
    const shown = (await this.look()).consents[index]?.control?.place ?? place;
    const [left, top] = (await this.page.evaluate("[scrollX, scrollY]")) as [number, number];
    const { x, y, width, height } = shown.rect;
    await this.page.mouse.click(x + width / 2 - left, y + height / 2 - top);
    await this.settle();
    return (await this.ticked())[index] === true;
  }

  /** Goes to another page, and back by the browser's button. */
  async leaveAndReturn(): Promise<void> {
    await this.page.goto("about:blank");
    this.#isFresh = true;
    await this.page.goBack({ waitUntil: "load" });
    await this.loaded();
  }

  /** Loads the page again as a person does, with what the browser keeps. */
  async reload(): Promise<void> {
    this.#isFresh = true;
    await this.page.reload({ waitUntil: "load" });
    await this.loaded();
  }

  /** Stops whatever would leave the page from now on, and tells what it was. */
  arm(): void {
    this.#isArmed = true;
    this.#isFresh = false;
    this.#stopped.length = 0;
  }

  get stopped(): readonly Stopped[] {
    return this.#stopped;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
