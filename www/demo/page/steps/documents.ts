/** Takes the documents that are missing, one after the other, and goes on once all of them have arrived. */
import type { DataItem, DocumentItem } from "../../../package/types.ts";
import { announce } from "../announcer.ts";
import { el } from "../dom.ts";
import { residence } from "../fields.ts";
import { labelText, text, words } from "../language.ts";
import type { Position } from "../position.ts";
import type { Problem } from "../problem.ts";
import { sampleResidence } from "../sample.ts";
import type { Checkout, Step } from "../step.ts";
import { Task } from "../task.ts";
import { DocumentChoice } from "./document-choice.ts";
import { waysFor } from "./document-ways.ts";
import { ErrorSummary, type FieldFault } from "./error-summary.ts";
import { FieldView } from "./field-view.ts";
import { dataUri, type PartView } from "./part-view.ts";

const RESIDENCE: DataItem = "country-of-residence";

export function documentsStep(checkout: Checkout, position: Position, wanted: readonly DocumentItem[]): Step {
  const { draft, gateway } = checkout;
  const summary = new ErrorSummary();
  const choices = wanted.map((item) => new DocumentChoice(item));
  const submit = el("button", { type: "submit", class: "button" }, words("documents.send"));
  const task = new Task({ handle: (problem) => handle(problem) });
  task.guard(submit);
  // After a reload the page no longer knows it: nothing of the person is kept beyond the page.
  const country = draft.values.has(RESIDENCE)
    ? null
    : new FieldView(residence, "", (value) => {
        draft.values.set(RESIDENCE, value);
        country?.fail(null);
        void offer();
      });
  let sending: PartView | null = null;

  /** Offers what residents of the country may hand in. */
  async function offer(): Promise<void> {
    const residents = draft.values.get(RESIDENCE) ?? "";
    if (residents === "") return;
    await task.run("documents.asking", async () => {
      for (const choice of choices) choice.offer(await waysFor(gateway, choice.item, residents));
    });
  }

  async function send(): Promise<void> {
    const faults: FieldFault[] = choices.flatMap((choice) => choice.faults());
    if (country !== null && country.control.value === "") {
      country.fail("errors.empty");
      faults.unshift({ label: country.label, message: "errors.empty", control: country.control });
    }
    summary.show(faults);
    if (faults.length > 0) return;
    await task.run("documents.sending", async () => {
      for (const choice of choices) {
        for (const part of choice.parts) await upload(part);
        draft.uploaded.add(choice.item);
      }
      checkout.go({ decisions: [], stored: position.stored });
    });
  }

  async function upload(part: PartView): Promise<void> {
    if (part.done || part.file === null) return;
    sending = part;
    part.sending(0);
    try {
      const document = {
        documentType: part.part.type,
        data: await dataUri(part.file),
        countryOfResidence: draft.values.get(RESIDENCE) ?? "",
      };
      await gateway.uploadDocument(document, (sent) => part.sending(sent));
    } catch (cause) {
      part.stopped();
      throw cause;
    }
    part.arrived();
    announce(text("document.arrived", { document: labelText(part.part.label) }));
    sending = null;
  }

  function handle(problem: Problem): boolean {
    const part = sending;
    const refused = problem.code === "invalid-input" || problem.code === "refused";
    if (!refused || part === null) return checkout.redirect(problem);
    part.fail("document.refused");
    summary.show([{ label: part.part.label, message: "document.refused", control: part.control }]);
    return true;
  }

  const form = el(
    "form",
    { class: "documents", novalidate: true },
    country?.element,
    ...choices.map(({ element }) => element),
    task.element,
    submit,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });

  return {
    title: "documents.title",
    next: "documents.next",
    content: [summary.element, form],
    enter: () => void offer(),
    leave: () => task.leave(),
    fillIn: async () => {
      if (country !== null && country.control.value === "") {
        country.value = sampleResidence;
        draft.values.set(RESIDENCE, sampleResidence);
        await offer();
      }
      for (const choice of choices) await choice.fillIn();
      announce(text("sample.filled"));
    },
  };
}
