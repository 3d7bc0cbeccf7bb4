/** Beside the order: the consent that is on record, and the way to take it back. */
import { byId, el } from "./dom.ts";
import type { ConsentOnRecord } from "./gateway.ts";
import { day, live, text, words } from "./language.ts";
import type { Checkout } from "./step.ts";
import { Task } from "./task.ts";

let task: Task | null = null;

/** Shows the consent; nothing when there is none. */
export function showConsent(consent: ConsentOnRecord | null, checkout: Checkout): void {
  task?.leave();
  const place = byId("consent-on-record", HTMLElement);
  place.replaceChildren();
  if (consent === null) return;
  const withdrawing = new Task({ handle: (problem) => checkout.redirect(problem) });
  const withdraw = el(
    "button",
    { type: "button", class: "button button-quiet button-small" },
    words("consent.withdraw"),
  );
  withdrawing.guard(withdraw);
  withdraw.addEventListener("click", () => {
    void withdrawing.run("consent.withdrawing", async () => {
      await checkout.gateway.withdraw(consent.policy);
      checkout.look();
    });
  });
  place.append(
    el("h3", {}, words("consent.on-record")),
    el(
      "p",
      { class: "small" },
      live(() => text("consent.given", { date: day(consent.acceptedAt), version: consent.version })),
    ),
    withdrawing.element,
    withdraw,
  );
  task = withdrawing;
}
