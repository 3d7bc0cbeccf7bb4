/**
 * `<kyc-consent>` as HTML, for servers: a declarative shadow root with all that the element draws, so that sentence, link,
 * logo and box are there before any script, and a form for who has none. Needs no document, and no WebAssembly.
 */
import { isPresentation, type Presentation } from "../presentation-shape.ts";
import { linkAttributes, type Piece, STRUCTURE } from "../structure.ts";
import { STYLES } from "../styles.ts";
import { loadWording } from "../words.ts";
import { escaped, scriptJson, startTag } from "./markup.ts";

export { ConsentError } from "../consent-error.ts";
export type { Presentation } from "../presentation-shape.ts";
export { type ConsentForm, type ConsentFormRequest, fetchConsentForm } from "./form.ts";

/** The style within the shadow root, for who lists hashes in the `style-src` of a Content-Security-Policy. */
export const consentStyle: string = STYLES;

export interface RenderOptions {
  /** The base URL of the gateway, as the browser reaches it. */
  readonly gateway?: string;
  /** The name under which the form around the element submits `policy@version`, once the script is there. */
  readonly name?: string;
  readonly optional?: boolean;
  readonly density?: "compact";
  /** The company's logo; sizes in whole CSS pixels. */
  readonly logo?: {
    readonly src: string;
    readonly alt: string;
    readonly width: number;
    readonly height: number;
  };
  /** Makes it a form for who has no script; needs `gateway`. */
  readonly form?: {
    /** Of `fetchConsentForm`. */
    readonly ticket: string;
    /** The label of the button that sends it, in the page's language. */
    readonly submit: string;
  };
  /** Of your Content-Security-Policy, for the style within the shadow root. */
  readonly nonce?: string;
}

/**
 * The element with its shadow root, to be written into a page as it is.
 *
 * A box that is drawn here is never ticked. A tick that the element finds when it takes over does not count, since nobody
 * can tell any more who made it: the person is asked again.
 *
 * @throws {TypeError} for what is no presentation, a gateway that is no http address, and a form without one
 */
export async function renderConsent(presentation: Presentation, options: RenderOptions = {}): Promise<string> {
  if (!isPresentation(presentation)) throw new TypeError("presentation: this is none that can be shown");
  const { gateway, name, optional = false, density, logo, form, nonce } = options;
  const { policy, region, language } = presentation;
  const host = startTag("kyc-consent", { policy, region, gateway, name, optional, density, lang: language });
  const action = form && postAddress(gateway);
  const { newTab } = { ...(await loadWording([language])), ...presentation.words };
  const drawn = draw(STRUCTURE, presentation, { optional, newTab, ...(form && { action, ...form }) });
  const root = `${startTag("style", { nonce })}${STYLES}</style>${drawn}${data(presentation)}`;
  const picture = logo ? startTag("img", { slot: "logo", ...sized(logo) }) : "";
  return `${host}<template shadowrootmode="open" shadowrootdelegatesfocus>${root}</template>${picture}</kyc-consent>`;
}

/** What only a server writes: the form of who has no script. */
const FORM_ID = "by-hand";

interface Drawing {
  readonly newTab: string;
  readonly optional: boolean;
  readonly action?: string | undefined;
  readonly ticket?: string;
  readonly submit?: string;
}

/** One piece of the structure with what is in it: the texts that the element would put there. */
function draw(piece: Piece, presentation: Presentation, drawing: Drawing): string {
  const { tag, part, attributes, pieces = [] } = piece;
  const tags = { part, id: part, ...attributes, ...extra(part, presentation, drawing) };
  const start = startTag(tag, tags);
  if (tag === "input") return start;
  const inside = pieces.map((one) => draw(one, presentation, drawing)).join("");
  return `${start}${inside}${text(part, presentation, drawing)}</${tag}>`;
}

function extra(part: string, presentation: Presentation, { optional, action }: Drawing) {
  const { policy, version, language, direction } = presentation;
  if (part === "control") return { hidden: undefined };
  if (part === "base" || part === "sentence") return { lang: language, dir: direction === "rtl" ? "rtl" : "ltr" };
  if (part !== "box") return {};
  const posted = action !== undefined && { form: FORM_ID, name: "consent", value: `${policy}@${version}` };
  return { required: !optional, ...posted };
}

function text(part: string, { segments }: Presentation, { newTab, action, ticket, submit }: Drawing): string {
  if (part === "new-tab") return escaped(newTab);
  if (part === "sentence") {
    return segments
      .map(({ text, href }) =>
        href === undefined ? escaped(text) : `${startTag("a", linkAttributes(href))}${escaped(text)}</a>`,
      )
      .join("");
  }
  if (part !== "base" || action === undefined) return "";
  const hidden = startTag("input", { type: "hidden", name: "ticket", value: ticket });
  const button = `${startTag("button", { part: "submit" })}${escaped(submit ?? "")}</button>`;
  return `${startTag("form", { id: FORM_ID, method: "post", action })}${hidden}${button}</form>`;
}

/** What the element shows is what is drawn here, so it asks nobody for it. */
function data(presentation: Presentation): string {
  return `${startTag("script", { type: "application/json" })}${scriptJson(presentation)}</script>`;
}

function postAddress(gateway: string | undefined): string {
  // Node 20 has no URL.parse.
  const base = "https://page.example";
  if (!gateway || !URL.canParse(gateway, base) || !/^https?:$/.test(new URL(gateway, base).protocol)) {
    throw new TypeError("gateway: a form needs its address, http or https");
  }
  return `${gateway.replace(/\/*$/, "")}/consent-forms/posted`;
}

function sized({ src, alt, width, height }: NonNullable<RenderOptions["logo"]>) {
  return { src, alt, width: String(width), height: String(height) };
}
