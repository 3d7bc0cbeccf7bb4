/** The three hand-overs side by side: a tab for each, with where the person stands there, and the panel that is open. */
import { byId } from "../dom.ts";
import { words } from "../language.ts";
import type { Me } from "../me.ts";
import { isWay, type State, stateAt, type Way, ways } from "./way.ts";

export class Ways {
  readonly #onOpen: (way: Way) => void;
  #open: Way = "crossmint";

  /** @param onOpen called with the way whose panel has been opened */
  constructor(onOpen: (way: Way) => void) {
    this.#onOpen = onOpen;
    for (const way of ways) {
      const tab = tabOf(way);
      tab.addEventListener("click", () => this.#choose(way));
      tab.addEventListener("keydown", (event) => this.#onKey(event, way));
    }
    // A link of the plan leads to a way by its name; so does the address after a reload.
    document.addEventListener("click", (event) => this.#onLink(event));
    addEventListener("hashchange", () => this.show(named()));
    document.querySelector(".skip")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.#focusPanel();
    });
    this.show(named());
  }

  get open(): Way {
    return this.#open;
  }

  /** Opens the panel of a way; the focus stays where it is. */
  show(way: Way): void {
    this.#open = way;
    for (const one of ways) {
      const tab = tabOf(one);
      tab.setAttribute("aria-selected", String(one === way));
      tab.tabIndex = one === way ? 0 : -1;
      panelOf(one).hidden = one !== way;
    }
    this.#onOpen(way);
  }

  /** Opens it and takes the reader there. */
  goTo(way: Way): void {
    this.#choose(way);
    this.#focusPanel();
  }

  /** Marks on each tab where the person stands there. */
  mark(me: Me | null): void {
    for (const way of ways) {
      const state: State = me === null ? "unknown" : stateAt(way, me);
      const chip = tabOf(way).querySelector(".way-state");
      if (chip?.getAttribute("data-state") === state) continue;
      chip?.setAttribute("data-state", state);
      chip?.replaceChildren(words(`state.${state}`));
    }
  }

  /** The address keeps which way is open, and nothing else. No entry in the history: going back leaves the checkout. */
  #choose(way: Way): void {
    history.replaceState(null, "", `#${way}`);
    this.show(way);
  }

  #focusPanel(): void {
    const panel = panelOf(this.#open);
    (panel.querySelector<HTMLElement>("h2") ?? panel).focus();
    panel.scrollIntoView({ block: "nearest" });
  }

  #onLink(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest("a[data-way]") : null;
    const way = link?.getAttribute("data-way") ?? "";
    if (!isWay(way) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.goTo(way);
  }

  /** Arrow keys, Home and End go from tab to tab, as in any row of tabs. */
  #onKey(event: KeyboardEvent, way: Way): void {
    const at = ways.indexOf(way);
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const to: Readonly<Record<string, number>> = {
      [forward]: at + 1,
      ArrowDown: at + 1,
      [back]: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: ways.length - 1,
    };
    const place = to[event.key];
    const next = place === undefined ? undefined : ways[(place + ways.length) % ways.length];
    if (next === undefined) return;
    event.preventDefault();
    this.#choose(next);
    tabOf(next).focus();
  }
}

function named(): Way {
  const name = location.hash.slice(1);
  return isWay(name) ? name : "crossmint";
}

function tabOf(way: Way): HTMLElement {
  return byId(`way-${way}`, HTMLElement);
}

function panelOf(way: Way): HTMLElement {
  return byId(`panel-${way}`, HTMLElement);
}
