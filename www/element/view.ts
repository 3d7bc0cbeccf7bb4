import type { Presentation } from "./presentation.ts";
import { linkAttributes, type Piece, STRUCTURE } from "./structure.ts";
import { STYLES } from "./styles.ts";

/** The nodes in the shadow root of a `<kyc-consent>`. */
export interface View {
  readonly base: HTMLElement;
  readonly slot: HTMLSlotElement;
  /** Holds box and sentence; hidden until there is a sentence. */
  readonly control: HTMLElement;
  readonly box: HTMLInputElement;
  readonly sentence: HTMLElement;
  /** What has changed, for those who agreed to an earlier version. */
  readonly changes: HTMLElement;
  /** Describes the box: why it cannot be ticked, or that it must be. */
  readonly note: HTMLElement;
  /** Live region: progress, success, failure. */
  readonly status: HTMLElement;
  readonly retry: HTMLButtonElement;
  /** The row of both. */
  readonly feedback: HTMLElement;
  /** Describes the link; never rendered. */
  readonly newTab: HTMLElement;
}

/** Builds the shadow root's content, without any text yet; what a server has drawn there stays as it is. */
export function buildView(root: ShadowRoot): View {
  const find = <T extends HTMLElement>(part: string) => root.getElementById(part) as T;
  if (!parts(STRUCTURE).every(find)) root.replaceChildren(build(STRUCTURE));
  root.adoptedStyleSheets = [styleSheet()];
  // The same rules are there now by the sheet.
  root.querySelector("style")?.remove();
  return {
    base: find("base"),
    slot: find("logo"),
    changes: find("changes"),
    control: find("control"),
    box: find("box"),
    sentence: find("sentence"),
    note: find("note"),
    status: find("status"),
    retry: find("retry"),
    feedback: find("feedback"),
    newTab: find("new-tab"),
  };
}

function parts({ part, pieces = [] }: Piece): string[] {
  return [part, ...pieces.flatMap(parts)];
}

function build({ tag, part, attributes, pieces = [] }: Piece): HTMLElement {
  const element = document.createElement(tag);
  setAttributes(element, { part, id: part, ...attributes });
  element.append(...pieces.map(build));
  return element;
}

function setAttributes(element: Element, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/** Whether the sentence is there already, word for word: drawn by a server. */
export function isDrawn({ sentence, control }: View, { language, direction, segments }: Presentation): boolean {
  const link = sentence.querySelector("a");
  const due = segments.find(({ href }) => href !== undefined);
  return (
    !control.hidden &&
    sentence.lang === language &&
    sentence.dir === direction &&
    sentence.childElementCount === 1 &&
    sentence.textContent === segments.map(({ text }) => text).join("") &&
    link?.getAttribute("href") === due?.href &&
    link?.textContent === due?.text
  );
}

let sheet: CSSStyleSheet | undefined;

/** The style sheet, one for all elements of the page. */
function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
  }
  return sheet;
}

/** Draws the sentence, its link where the language puts it. */
export function drawSentence({ base, changes, control, sentence }: View, presentation: Presentation): void {
  changes.textContent = "";
  for (const element of [base, sentence]) {
    element.lang = presentation.language;
    element.dir = presentation.direction === "rtl" ? "rtl" : "ltr";
  }
  sentence.replaceChildren(
    ...presentation.segments.map(({ text, href }) => {
      if (href === undefined) return text;
      const link = document.createElement("a");
      setAttributes(link, linkAttributes(href));
      link.textContent = text;
      return link;
    }),
  );
  control.hidden = false;
}

/** Draws what has changed, in the operator's words and the language that they are in, behind an introduction. */
export function drawChanges({ changes }: View, introduction: string, { changes: text }: Presentation): void {
  const news = document.createElement("span");
  news.lang = text?.language ?? "";
  news.dir = "auto";
  news.textContent = text?.text ?? "";
  changes.replaceChildren(introduction, " ", news);
}

/** The states of the element, each a custom state of its name. */
export interface ViewState {
  readonly ticked: boolean;
  readonly busy: boolean;
  readonly invalid: boolean;
  readonly recorded: boolean;
  readonly unready: boolean;
}

/**
 * Draws the state. A box that cannot be ticked stays in the tab order, so that everybody comes past the note that says
 * why.
 */
export function drawState({ box, note }: View, state: ViewState, required: boolean, reason: string): void {
  const { ticked, busy, invalid, unready } = state;
  box.required = required;
  box.part.toggle("ticked", ticked);
  box.ariaDisabled = String(busy || (unready && !ticked));
  box.ariaInvalid = String(invalid);
  note.part.toggle("failure", invalid);
  note.textContent = reason;
}
