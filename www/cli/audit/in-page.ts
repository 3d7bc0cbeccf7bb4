/**
 * What the command runs within the page, in a world of its own: it sees the page's document and none of its scripts.
 */

import * as glue from "../../../target/wasm/audit/assent.js";
import { init, watchedFacts } from "../../package/audit.ts";
import type { AuditFacts } from "../../package/audit-report.ts";

/** Where to press, in CSS pixels of the window. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Paths of what can be pressed beside the box, and of what sends the form. */
export interface Pressable {
  readonly others: readonly string[];
  readonly sending: readonly string[];
}

export interface InPage {
  start(wasm: string): Promise<void>;
  look(policy: string, watchFor: number): Promise<AuditFacts>;
  ticked(policy: string): (boolean | null)[];
  disabled(path: string): boolean;
  /** Brings an element into view, and says where its middle is; null where it is not drawn. */
  reveal(path: string): Spot | null;
  /** Listens to a link, for the press that comes next. */
  watchLink(path: string): void;
  /** What became of that press: the browser followed the link, the page handled it itself, or it reached something else. */
  linkPress(): "followed" | "handled" | null;
  /** @param boxPaths the boxes of consents: the first one's form is the one that is sent */
  pressable(boxPaths: readonly string[]): Pressable;
  /** Fills what the form requires, but for boxes. */
  fill(boxPath: string): void;
  /** Scrolls everything that scrolls to its end. */
  scrollToEnds(): void;
  /** Sets a style on elements, and gives back what undoes it. */
  restyle(paths: readonly string[], property: string, value: string): void;
  restore(): void;
}

/** The element of a path as the core writes it. */
function at(path: string): HTMLElement | null {
  let root: ParentNode | null = document;
  let element: HTMLElement | null = null;
  for (const step of path.split(" >>> ")) {
    element = root?.querySelector<HTMLElement>(step) ?? null;
    root = element?.shadowRoot ?? (element as HTMLIFrameElement | null)?.contentDocument ?? null;
  }
  return element;
}

function middle(element: Element): Spot | null {
  const { width, height, x, y } = element.getBoundingClientRect();
  if (width <= 0 || height <= 0) return null;
  const spot = { x: x + width / 2, y: y + height / 2 };
  for (let frame = element.ownerDocument.defaultView?.frameElement; frame; ) {
    const outer = frame.getBoundingClientRect();
    spot.x += outer.x + frame.clientLeft;
    spot.y += outer.y + frame.clientTop;
    frame = frame.ownerDocument.defaultView?.frameElement;
  }
  return spot;
}

/** Elements of a document, its open shadow roots and its frames, with their paths. */
function* everything(root: ParentNode, prefix: string): Generator<[HTMLElement, string]> {
  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    const path = `${prefix}${pathIn(root, element)}`;
    yield [element, path];
    const inner =
      element.shadowRoot ?? (element as HTMLElement & { contentDocument?: Document | null }).contentDocument;
    if (inner) yield* everything(inner, `${path} >>> `);
  }
}

function pathIn(root: ParentNode, element: Element): string {
  const parts: string[] = [];
  for (let current: Element | null = element; current && current !== root; current = current.parentElement) {
    if (/^[a-z][\w-]*$/i.test(current.id)) {
      parts.unshift(`${current.localName}#${current.id}`);
      break;
    }
    const place = [...(current.parentNode?.children ?? [])].indexOf(current) + 1;
    parts.unshift(`${current.localName}:nth-child(${place})`);
  }
  return parts.join(" > ");
}

const BUTTONS = "button,input,summary,[role=button],[role=checkbox],[role=switch],[role=tab],[role=radio]";
const PRESSED_INPUTS = ["button", "checkbox", "radio", "submit", "image"];

function isSending(element: HTMLElement): boolean {
  const { form, type } = element as HTMLButtonElement | HTMLInputElement;
  return Boolean(form) && (type === "submit" || type === "image");
}

/** What a form's field takes, by its type. */
const SAMPLES: Readonly<Record<string, string>> = {
  email: "person@example.org",
  tel: "+41441234567",
  url: "https://example.org/",
  number: "1",
  date: "1990-01-01",
  month: "1990-01",
  week: "1990-W01",
  time: "12:00",
  "datetime-local": "1990-01-01T12:00",
};

let linkPress: "followed" | "handled" | null = null;

const changed: { element: HTMLElement; property: string; was: string; priority: string }[] = [];

const inPage: InPage = {
  async start(wasm) {
    await init(Uint8Array.from(atob(wasm), (character) => character.charCodeAt(0)));
  },
  look: (policy, watchFor) => watchedFacts(document, policy, watchFor),
  ticked: (policy) => (glue.boxes(document, policy) as (Element | null)[]).map((box) => box && glue.isTicked(box)),
  disabled: (path) => at(path)?.matches(":disabled,[aria-disabled=true]") ?? true,
  reveal(path) {
    const element = at(path);
    element?.scrollIntoView({ behavior: "instant", block: "center", inline: "nearest" });
    return element && middle(element);
  },
  watchLink(path) {
    linkPress = null;
    const link = at(path);
    const onClick = (event: MouseEvent) => {
      if (link && event.composedPath().includes(link)) linkPress = event.defaultPrevented ? "handled" : "followed";
    };
    // Last of all: whoever prevents the default has done it by then.
    link?.ownerDocument.defaultView?.addEventListener("click", onClick);
  },
  linkPress: () => linkPress,
  pressable(boxPaths) {
    const boxes = boxPaths.map(at);
    const [box] = boxes;
    const others: string[] = [];
    const sending: string[] = [];
    for (const [element, path] of everything(document, "")) {
      if (boxes.includes(element) || !element.matches(BUTTONS) || element.closest("a[href]")) continue;
      if (element.localName === "input" && !PRESSED_INPUTS.includes((element as HTMLInputElement).type)) continue;
      if (isSending(element)) {
        const form = (element as HTMLButtonElement).form;
        if (!box || form === box.closest("form") || form?.contains(outermost(box))) sending.push(path);
      } else others.push(path);
    }
    return { others, sending };
  },
  fill(boxPath) {
    const form = outermost(at(boxPath))?.closest("form");
    for (const field of form?.querySelectorAll<HTMLInputElement>("input,select,textarea") ?? []) {
      if (field.type === "checkbox" || field.value !== "" || !field.required) continue;
      if (field.type === "radio") field.click();
      else
        field.value =
          SAMPLES[field.type] ?? field.querySelector("option:not([value=''])")?.getAttribute("value") ?? "Sample";
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    }
  },
  scrollToEnds() {
    for (const [element] of everything(document, "")) {
      if (element.scrollHeight > element.clientHeight + 4) element.scrollTop = element.scrollHeight;
    }
  },
  restyle(paths, property, value) {
    for (const path of paths) {
      const element = at(path);
      if (!element) continue;
      const { style } = element;
      const was = style.getPropertyValue(property);
      changed.push({ element, property, was, priority: style.getPropertyPriority(property) });
      style.setProperty("transition", "none", "important");
      style.setProperty(property, value, "important");
    }
  },
  restore() {
    for (const { element, property, was, priority } of changed.splice(0).reverse()) {
      element.style.setProperty(property, was, priority);
      element.style.removeProperty("transition");
    }
  },
};

/** The element of the document itself that holds one in a shadow root. */
function outermost(element: Element | null): Element | null {
  let current = element;
  for (let root = current?.getRootNode(); root instanceof ShadowRoot; root = current.getRootNode()) current = root.host;
  return current;
}

Object.assign(globalThis, { kycAssentAudit: inPage });
