import type { Presentation } from "./presentation.ts";
import { linkAttributes, type Piece, STRUCTURE } from "./structure.ts";
import { STYLES } from "./styles.ts";

/** The nodes in the shadow root of a `<kyc-consent>`. */
export interface View {
  readonly base: HTMLElement;
  readonly logo: HTMLSlotElement;
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
  readonly "new-tab": HTMLElement;
}

/** Builds the shadow root's content, without any text yet; what a server has drawn there stays as it is. */
export function buildView(root: ShadowRoot): View {
  const view = () => Object.fromEntries(parts(STRUCTURE).map((part) => [part, root.getElementById(part)]));
  if (Object.values(view()).includes(null)) root.replaceChildren(build(STRUCTURE));
  root.adoptedStyleSheets = [styleSheet()];
  return view() as unknown as View;
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

let sheet: CSSStyleSheet | undefined;

/** The style sheet, one for all elements of the page. */
function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
  }
  return sheet;
}

/** Draws the sentence, its link where the language puts it. What is there already, word for word, stays: a server drew it. */
export function drawSentence({ base, changes, control, sentence }: View, presentation: Presentation): void {
  changes.textContent = "";
  const due = sentence.cloneNode() as HTMLElement;
  for (const element of [base, due]) {
    element.lang = presentation.language;
    element.dir = presentation.direction === "rtl" ? "rtl" : "ltr";
  }
  due.append(
    ...presentation.segments.map(({ text, href }) => {
      if (href === undefined) return text;
      const link = document.createElement("a");
      setAttributes(link, linkAttributes(href));
      link.textContent = text;
      return link;
    }),
  );
  if (!sentence.isEqualNode(due)) {
    sentence.lang = due.lang;
    sentence.dir = due.dir;
    sentence.replaceChildren(...due.childNodes);
  }
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
