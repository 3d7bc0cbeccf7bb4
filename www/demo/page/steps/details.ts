/** Asks for the data. What is asked for is the gateway's answer to "what is missing?", for the residence given. */
import type { DataItem, Decision, Missing } from "../../../package/types.ts";
import { announce } from "../announcer.ts";
import { el } from "../dom.ts";
import { fields } from "../fields.ts";
import { text, words } from "../language.ts";
import { product } from "../position.ts";
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

export function detailsStep(checkout: Checkout, decision: Decision | null): Step {
  const { draft, gateway } = checkout;
  const wanted = decision?.next === "provide" ? decision.data : [];
  const summary = new ErrorSummary();
  const submit = el("button", { type: "submit", class: "button" }, words("action.continue"));
  const task = new Task({ handle: (problem) => handle(problem) });
  task.guard(submit);
  const form = new DetailsForm(draft.values, () => void ask());
  const sheet = el("form", { class: "details", novalidate: true }, form.element, task.element, submit);

  draft.asked.add(RESIDENCE);
  form.show(draft.asked, draft.optional);

  function residence(): string {
    return draft.values.get(RESIDENCE) ?? "";
  }

  /** Asks what this residence requires. The record is incomplete on purpose, so the gateway refuses it unsent. */
  async function ask(): Promise<void> {
    if (residence() === "") return;
    await task.run("details.asking", async () => {
      const missing = await missingWith(new Set([RESIDENCE, STATE]));
      const required = new Set([RESIDENCE, ...missing.data]);
      // Given, so no longer missing; asked for all the same where it counts.
      if (draft.asked.has(STATE) && residence() === "US") required.add(STATE);
      replace(draft.asked, required);
      replace(draft.optional, new Set(wanted.filter((item) => !isCovered(item, required))));
      for (const item of draft.optional) draft.asked.add(item);
      replace(draft.required, new Set(missing.documents));
      form.show(draft.asked, draft.optional);
      summary.clear();
      announce(text("details.asked", { count: form.items.length }));
    });
  }

  async function missingWith(known: ReadonlySet<DataItem>): Promise<Missing> {
    try {
      await gateway.putUser(recordOf(draft.values, known), [product]);
    } catch (problem) {
      if (problem instanceof Problem && problem.missing !== undefined) return problem.missing;
      throw problem;
    }
    return { data: [], documents: [], other: [] };
  }

  async function send(): Promise<void> {
    if (task.running) return;
    const faults = form.fail(new Map(form.empty.map((item) => [item, "errors.empty"])));
    summary.show(faults);
    if (faults.length > 0) return;
    if (draft.asked.size === 1) return ask();
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

  return {
    title: "details.title",
    next: wanted.length > 0 ? "details.next-more" : "details.next",
    content: [summary.element, sheet],
    enter: () => void ask(),
    leave: () => task.leave(),
    fillIn: async () => {
      const fill = () => {
        for (const item of form.items) {
          if ((draft.values.get(item) ?? "") === "") form.set(item, sampleValue(item, residence()));
        }
      };
      if (residence() === "") form.set(RESIDENCE, sampleResidence);
      if (draft.asked.size === 1) await ask();
      fill();
      // The state just filled in may ask for more.
      if (draft.asked.has(STATE)) await ask();
      fill();
      announce(text("sample.filled"));
    },
  };
}

function replace<T>(set: Set<T>, by: ReadonlySet<T>): void {
  set.clear();
  for (const item of by) set.add(item);
}

/** Whether a required item goes to the same place in the record, as a social security number does for an id number. */
function isCovered(item: DataItem, required: ReadonlySet<DataItem>): boolean {
  const path = fields.find((field) => field.item === item)?.path;
  return required.has(item) || fields.some((field) => field.path === path && required.has(field.item));
}
