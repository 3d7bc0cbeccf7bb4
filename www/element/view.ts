import type { Presentation } from "./presentation.ts";
import { styleSheet } from "./styles.ts";

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

/** Builds the shadow root's content, without any text yet. */
export function buildView(root: ShadowRoot): View {
  const make = <K extends keyof HTMLElementTagNameMap>(parent: ParentNode, tag: K, part: string, more = {}) => {
    const element = document.createElement(tag);
    element.setAttribute("part", part);
    element.id = part;
    for (const [name, value] of Object.entries<string>(more)) element.setAttribute(name, value);
    parent.append(element);
    return element;
  };
  root.adoptedStyleSheets = [styleSheet()];
  const base = make(root, "div", "base");
  const slot = make(base, "slot", "logo", { name: "logo" });
  const changes = make(base, "p", "changes");
  const control = make(base, "div", "control", { hidden: "" });
  const box = make(control, "input", "box", {
    type: "checkbox",
    autocomplete: "off",
    "aria-labelledby": "sentence",
    "aria-describedby": "changes note",
  });
  const sentence = make(control, "span", "sentence", { translate: "no" });
  const note = make(base, "p", "note");
  const feedback = make(base, "div", "feedback");
  const status = make(feedback, "p", "status", { role: "status" });
  const retry = make(feedback, "button", "retry", { type: "button", hidden: "" });
  const newTab = make(base, "span", "new-tab", { hidden: "" });
  return { base, slot, changes, control, box, sentence, note, status, retry, feedback, newTab };
}

/** Draws the sentence, its link where the language puts it. */
export function drawSentence({ base, changes, control, sentence, newTab }: View, presentation: Presentation): void {
  changes.textContent = "";
  for (const element of [base, sentence]) {
    element.lang = presentation.language;
    element.dir = presentation.direction === "rtl" ? "rtl" : "ltr";
  }
  sentence.replaceChildren(
    ...presentation.segments.map(({ text, href }) => {
      if (href === undefined) return text;
      const link = document.createElement("a");
      link.part.add("link");
      link.href = href;
      link.target = "_blank";
      link.rel = "noopener";
      link.setAttribute("aria-describedby", newTab.id);
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
