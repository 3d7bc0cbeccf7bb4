/** One row of the plan: what to do, with whom, what is missing, and the way there. */
import type { PlanStep } from "../../../package/types.ts";
import { el, freshId } from "../dom.ts";
import { advice } from "../failure.ts";
import { list, live, text, words } from "../language.ts";
import { type PartnerProblem, partnerNames } from "../me.ts";
import { dataName, documentName, itemName, nextText, scopeName } from "../package-texts.ts";
import type { TextKey } from "../texts/en.ts";
import { type State, stateOf, wayOf } from "../ways/way.ts";
import type { Row } from "./plan-rows.ts";

/** Words that partners have for what is missing, and no other list names. */
const otherWords: Readonly<Record<string, TextKey>> = { edd: "kriptomat.edd" };

export function drawRow(row: Row, onRetry: (partner: PartnerProblem["partner"]) => void): HTMLLIElement {
  const titleId = freshId("plan-row");
  const { partner } = row;
  const first = row.kind !== "problem" && row.first;
  const state: State = row.kind === "step" ? stateOf(row.step.next) : row.kind === "sign-in" ? "sign-in" : "no-answer";
  return el(
    "li",
    { class: first ? "plan-row plan-row-first" : "plan-row", "data-key": row.key, "data-state": state },
    el("span", { class: "plan-mark", "aria-hidden": "true" }),
    el(
      "div",
      { class: "plan-words" },
      first && el("p", { class: "plan-first" }, words("plan.first")),
      el(
        "h3",
        { id: titleId },
        live(() => titleOf(row)),
      ),
      el(
        "p",
        { class: "plan-about" },
        live(() => about(row)),
      ),
      ...more(row),
    ),
    row.kind === "problem"
      ? retryButton(titleId, () => onRetry(partner))
      : state !== "done" && goLink(partner, first, titleId),
  );
}

function goLink(partner: PartnerProblem["partner"], first: boolean, titleId: string): HTMLElement {
  const way = wayOf(partner);
  const style = first ? "button plan-go" : "button button-quiet button-small plan-go";
  const attributes = { class: style, href: `#${way}`, "data-way": way, "aria-describedby": titleId };
  return el("a", attributes, words("plan.go", { partner: partnerNames[way] }));
}

function retryButton(titleId: string, onRetry: () => void): HTMLElement {
  const attributes = { type: "button", class: "button button-quiet button-small plan-go", "aria-describedby": titleId };
  const button = el("button", attributes, words("action.again"));
  button.addEventListener("click", onRetry);
  return button;
}

/** What a row is called. The page's own words stand in until the package's texts are there. */
export function titleOf(row: Row): string {
  switch (row.kind) {
    case "step":
      return nextText(row.step.text)?.title ?? text(`state.${stateOf(row.step.next)}`);
    case "sign-in":
      return text("plan.sign-in");
    case "problem":
      return text(advice[row.problem.code][0], { partner: partnerNames[row.partner] });
  }
}

/** With whom, and about what. */
function about(row: Row): string {
  const partner = partnerNames[row.partner];
  const scopes = row.kind === "step" ? row.step.scopes.map(scopeName).filter((name) => name !== null) : [];
  return [partner, ...new Set(scopes)].join(" · ");
}

function more(row: Row): readonly HTMLElement[] {
  if (row.kind === "sign-in") return [el("p", {}, words("plan.sign-in.more", { partner: partnerNames[row.partner] }))];
  if (row.kind === "problem") return [el("p", {}, words("plan.problem.more"))];
  const { step } = row;
  // What is done needs no more words.
  if (step.next === "proceed") return [];
  return [
    el(
      "p",
      {},
      live(() => nextText(step.text)?.text ?? ""),
    ),
    ...missingOf(step),
    ...saidOf(step),
  ];
}

/** What is missing, by name. Labels of Sumsub's reviewers are not for the person: what is, they say in `show`. */
function missingOf({ partner, data = [], documents = [], other = [] }: PlanStep): readonly HTMLElement[] {
  const others = partner === "sumsub" ? [] : other;
  if (data.length + documents.length + others.length === 0) return [];
  const names = () => [...data.map(dataName), ...documents.map(documentName), ...others.map(otherName)];
  return [
    el(
      "p",
      { class: "plan-missing" },
      live(() => text("plan.missing", { items: list(names()) })),
    ),
  ];
}

/** What nobody documents: under a name of our own where the word is one of ours, else as it came. */
function otherName(word: string): string {
  const known = otherWords[word];
  return known === undefined ? (itemName(word) ?? word) : text(known);
}

/** The partner's words for the person, as they came: in whatever language. */
export function saidOf({ partner, show = [] }: Pick<PlanStep, "partner" | "show">): readonly HTMLElement[] {
  if (show.length === 0) return [];
  return [
    el(
      "figure",
      { class: "said" },
      el("figcaption", {}, words("plan.says", { partner: partnerNames[partner] })),
      ...show.map((line) => el("blockquote", { dir: "auto" }, line)),
    ),
  ];
}
