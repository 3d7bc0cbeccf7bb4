/**
 * What is in the shadow root of a `<kyc-consent>`, as data: the element builds it in the page, a server writes it as HTML,
 * and the element finds in the one what it would have made of the other.
 */

/** A node: its tag, its part (which is its id too), its attributes, and what is in it. */
export interface Piece {
  readonly tag: "button" | "div" | "input" | "p" | "slot" | "span";
  readonly part: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly pieces?: readonly Piece[];
}

const box: Piece = {
  tag: "input",
  part: "box",
  attributes: {
    type: "checkbox",
    autocomplete: "off",
    "aria-labelledby": "sentence",
    "aria-describedby": "changes note",
  },
};

/** The whole of it, without any text. What has no text yet is hidden. */
export const STRUCTURE: Piece = {
  tag: "div",
  part: "base",
  pieces: [
    { tag: "slot", part: "logo", attributes: { name: "logo" } },
    { tag: "p", part: "changes" },
    {
      tag: "div",
      part: "control",
      attributes: { hidden: "" },
      pieces: [box, { tag: "span", part: "sentence", attributes: { translate: "no" } }],
    },
    { tag: "p", part: "note" },
    {
      tag: "div",
      part: "feedback",
      pieces: [
        { tag: "p", part: "status", attributes: { role: "status" } },
        { tag: "button", part: "retry", attributes: { type: "button", hidden: "" } },
      ],
    },
    { tag: "span", part: "new-tab", attributes: { hidden: "" } },
  ],
};

/** The attributes of the link within the sentence. */
export function linkAttributes(href: string): Readonly<Record<string, string>> {
  return { part: "link", href, target: "_blank", rel: "noopener", "aria-describedby": "new-tab" };
}
