/** Asks for the data. Who the person is comes first; what else it takes is the gateway's answer to "what is missing?". */
import type { DataItem, Decision, DocumentItem, Missing } from "../../../package/types.ts";
import { announce } from "../announcer.ts";
import { el } from "../dom.ts";
import { fields } from "../fields.ts";
import { text, words } from "../language.ts";
import { askedDocuments, product } from "../position.ts";
import { Problem } from "../problem.ts";
import { itemAt, recordOf } from "../record.ts";
import { sampleResidence, sampleValue } from "../sample.ts";
import type { Checkout, Step } from "../step.ts";
import { Task } from "../task.ts";
import type { TextKey } from "../texts/en.ts";
import { DetailsForm } from "./details-form.ts";
import { ErrorSummary } from "./error-summary.ts";

const RESIDENCE: DataItem = "country-of-residence";
const STATE: DataItem = "state";

/** No product goes without these, so the gateway says what else is missing only once they are given. */
const first: readonly DataItem[] = [RESIDENCE, "first-name", "last-name", "date-of-birth"];

export function detailsStep(checkout: Checkout, decision: Decision | null): Step {
  const { draft, gateway } = checkout;
  const wanted = decision?.next === "provide" ? decision.data : [];
  const summary = new ErrorSummary();
  const submit = el("button", { type: "submit", class: "button" }, words("action.continue"));
  const task = new Task({ handle: (problem) => handle(problem) });
  task.guard(submit);
  const form = new DetailsForm(draft.values, () => {
    if (knowsMore() && form.empty.every((item) => !first.includes(item))) void ask();
  });
  const sheet = el("form", { class: "details", novalidate: true }, form.element, task.element, submit);

  for (const item of first) draft.asked.add(item);
  // What the person gave is still here: only what the partner wants beyond it is new.
  if (knowsMore()) addWanted();
  form.show(draft.asked, draft.optional);

  /** Whether it is known what this residence requires beyond the first questions. */
  function knowsMore(): boolean {
    return draft.asked.size > first.length;
  }

  /** Asks what is required. The record is incomplete on purpose, so the gateway refuses it unsent. */
  async function ask(): Promise<void> {
    await task.run("details.asking", async () => {
      const missing = await missingWith(first);
      // Where the state counts it is asked for, and once it is given it may ask for more.
      const more = missing.data.includes(STATE) && hasState() ? await missingWith([...first, STATE]) : missing;
      draft.asked.clear();
      draft.optional.clear();
      for (const item of [...first, ...missing.data, ...more.data]) draft.asked.add(item);
      requireDocuments(more.documents);
      addWanted();
      form.show(draft.asked, draft.optional);
      form.fail(new Map());
      summary.clear();
      announce(text("details.asked", { count: form.items.length }));
    });
  }

  /** Another residence may require other documents; what the partner itself asked for stays. */
  function requireDocuments(documents: readonly DocumentItem[]): void {
    draft.required.clear();
    const asked = decision?.next === "provide" ? askedDocuments(decision) : [];
    for (const document of [...documents, ...asked]) draft.required.add(document);
  }

  /** What the partner wants beyond what is required may be left out: it names whole sections, never single fields. */
  function addWanted(): void {
    for (const item of wanted) {
      if (isCovered(item, draft.asked)) continue;
      draft.asked.add(item);
      draft.optional.add(item);
    }
  }

  function hasState(): boolean {
    return (draft.values.get(STATE) ?? "").trim() !== "";
  }

  async function missingWith(known: readonly DataItem[]): Promise<Missing> {
    try {
      await gateway.putUser(recordOf(draft.values, new Set(known)), [product]);
    } catch (problem) {
      if (problem instanceof Problem && problem.missing !== undefined) return problem.missing;
      throw problem;
    }
    return { data: [], documents: [], other: [] };
  }

  async function send(): Promise<void> {
    const faults = form.fail(new Map(form.empty.map((item) => [item, "errors.empty"])));
    summary.show(faults);
    if (faults.length > 0) return;
    if (!knowsMore()) {
      await ask();
      if (knowsMore()) form.focusAfter(first);
      return;
    }
    await task.run("details.sending", async () => {
      const { value, decisions } = await gateway.putUser(recordOf(draft.values, draft.asked), [product]);
      checkout.go({ decisions, stored: value });
    });
  }

  /** Turns a refusal into errors at the fields it is about. */
  function handle(problem: Problem): boolean {
    if (problem.code !== "invalid-input") return checkout.redirect(problem);
    const wrong = new Map<DataItem, TextKey>();
    for (const item of problem.missing?.data ?? []) {
      draft.asked.add(item);
      draft.optional.delete(item);
      wrong.set(item, "errors.empty");
    }
    const named = problem.field === undefined ? null : itemAt(problem.field, draft.asked);
    if (named !== null) wrong.set(named, "errors.check");
    form.show(draft.asked, draft.optional);
    const faults = form.fail(wrong);
    summary.show(faults);
    return faults.length > 0;
  }

  sheet.addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });

  function fillShown(): void {
    const residence = draft.values.get(RESIDENCE) || sampleResidence;
    for (const item of form.items) {
      if ((draft.values.get(item) ?? "") !== "") continue;
      form.set(item, item === RESIDENCE ? residence : sampleValue(item, residence));
    }
  }

  return {
    title: "details.title",
    next: wanted.length > 0 ? "details.next-more" : "details.next",
    content: [summary.element, sheet],
    leave: () => task.leave(),
    fillIn: async () => {
      fillShown();
      if (!knowsMore()) await ask();
      fillShown();
      // The state just filled in may ask for more.
      if (draft.asked.has(STATE) && !draft.optional.has(STATE)) await ask();
      fillShown();
      announce(text("sample.filled"));
    },
  };
}

/** Whether the item is asked for, or another that goes to the same place, as the two numbers of an identity do. */
function isCovered(item: DataItem, asked: ReadonlySet<DataItem>): boolean {
  const path = fields.find((field) => field.item === item)?.path;
  return asked.has(item) || fields.some((field) => field.path === path && asked.has(field.item));
}
