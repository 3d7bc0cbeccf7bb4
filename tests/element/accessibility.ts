/** What assistive technology, a keyboard and a magnifier meet, in the page and in every shadow root of it. */
import type { Page } from "@playwright/test";

/** Where the focus is: its place, whether a ring shows it, and whether it is on the screen. */
export interface Focus {
  readonly at: string;
  readonly hasRing: boolean;
}

/** The element with the focus, through all shadow roots. */
export function focus(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const { localName = "", id = "" } = active ?? {};
    const at = active?.getAttribute("part") || id || localName;
    // The ring of a file's field is around what stands for it.
    const rings = [active, active?.closest("[part~=file]")];
    const hasRing = rings.some((one) => one && getComputedStyle(one).outlineStyle !== "none");
    return { at, hasRing };
  });
}

/** Presses Tab until something of that name has the focus. @throws where the focus gets lost or cannot be seen, or never comes there */
export async function tabTo(page: Page, wanted: string): Promise<void> {
  const passed: string[] = [];
  for (let press = 0; press < 20; press++) {
    await page.keyboard.press("Tab");
    const { at, hasRing } = await focus(page);
    const name = await page.evaluate(nameOfFocus);
    passed.push(`${at} (${name})`);
    if (at === "body" || at === "html") throw new Error(`The focus is lost after ${passed.join(", ")}`);
    if (!hasRing) throw new Error(`Nothing shows that the focus is on ${at} (${name})`);
    if (name.includes(wanted)) return;
  }
  throw new Error(`Tab does not lead to ${wanted}, only to ${passed.join(", ")}`);
}

function nameOfFocus(): string {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const root = active?.getRootNode() as Document | ShadowRoot;
  const ids = active?.getAttribute("aria-labelledby")?.split(" ") ?? [];
  const words = ids.map((id) => root.getElementById(id)?.textContent);
  const labels = [...((active as HTMLInputElement | null)?.labels ?? [])].map(({ textContent }) => textContent);
  return [...words, ...labels, active?.textContent].join(" ").replace(/\s+/g, " ").trim();
}

/** Has the page write down whatever its live regions say from now on. */
export async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    const watch = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) watch(element.shadowRoot);
        if (!element.matches("[role=status], [role=alert], [aria-live]")) continue;
        const tell = () => element.textContent?.trim() && said.push(element.textContent.trim());
        new MutationObserver(tell).observe(element, { childList: true, characterData: true, subtree: true });
      }
    };
    watch(document);
  });
}

/** What the live regions said since {@link listen}. */
export function said(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
}

/** Sets text as wide apart as a person may (WCAG 1.4.12), in every shadow root as well. */
export async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }",
    );
    const dress = (root: Document | ShadowRoot) => {
      root.adoptedStyleSheets.push(sheet);
      for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) dress(shadowRoot);
    };
    dress(document);
  });
}

/** What is cut off, overlaps the edge of the screen or has to be scrolled to sideways; empty where nothing is. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} px wide`);
    const look = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll<HTMLElement>("body *, :host *, *")) {
        if (element.shadowRoot) look(element.shadowRoot);
        if (!element.checkVisibility() || element.closest("[part~=unseen], [part~=announcer]")) continue;
        const { left, right, width } = element.getBoundingClientRect();
        const name = `${element.localName} ${element.getAttribute("part") ?? ""}`.trim();
        if (width > 0 && (left < -0.5 || right > clientWidth + 0.5)) found.push(`${name} from ${left} to ${right}`);
        const hides = getComputedStyle(element).overflowX !== "visible" && element.localName !== "select";
        if (hides && element.scrollWidth > element.clientWidth + 1) found.push(`${name} hides its end`);
      }
    };
    look(document);
    return found;
  });
}

/** The interactive elements that are smaller than 24 px in a direction; links in a sentence are allowed to be. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const small: string[] = [];
    const look = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll<HTMLElement>("*")) {
        if (element.shadowRoot) look(element.shadowRoot);
        const isTarget = element.matches("a[href], button, input, select, textarea, summary, [tabindex='0']");
        if (!isTarget || !element.checkVisibility() || element.matches("[part=link], #after")) continue;
        const { width } = element.getBoundingClientRect();
        // Each line of a link that is broken is a target by itself.
        const height = Math.min(...[...element.getClientRects()].map((line) => line.height));
        if (width < 24 || height < 24) small.push(`${element.outerHTML.slice(0, 100)}: ${width} × ${height}`);
      }
    };
    look(document);
    return small;
  });
}

/** How many animations and transitions run. */
export function moving(page: Page): Promise<number> {
  return page.evaluate(() => {
    const count = (root: Document | ShadowRoot): number => {
      const inside = [...root.querySelectorAll("*")].map(({ shadowRoot }) => (shadowRoot ? count(shadowRoot) : 0));
      const own = root.getAnimations().filter(({ playState }) => playState === "running");
      return own.length + inside.reduce((sum, one) => sum + one, 0);
    };
    return count(document);
  });
}
