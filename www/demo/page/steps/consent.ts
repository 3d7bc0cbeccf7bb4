/** Asks for the consent. The element shows the sentence, takes the tick and puts it on record; the page adds a button. */
import { ConsentError, type KycConsent } from "kyc-assent/element";
import { el } from "../dom.ts";
import { text, words } from "../language.ts";
import { policy } from "../position.ts";
import { Problem, type ProblemCode } from "../problem.ts";
import type { Checkout, Step } from "../step.ts";
import { Task } from "../task.ts";

export function consentStep(checkout: Checkout, again: boolean): Step {
  const { gateway, session } = checkout;
  const consent = document.createElement("kyc-consent") as KycConsent;
  consent.policy = policy;
  consent.gateway = gateway.origin;
  consent.name = "consent";
  consent.authorize = () => session.token();
  consent.fetch = gateway.fetch;
  const logo = el("img", {
    slot: "logo",
    src: "/images/crossmint-placeholder.svg",
    width: 220,
    height: 48,
    alt: text("consent.logo"),
  });
  consent.append(logo);

  const agree = el("button", { type: "submit", class: "button" }, words("consent.agree"));
  const task = new Task({ handle: (problem) => checkout.redirect(problem) });
  task.guard(agree);
  const form = el(
    "form",
    { class: "consent" },
    el("p", {}, words("consent.why")),
    consent,
    task.element,
    agree,
    el("p", { class: "small" }, words("consent.withdraw-hint")),
  );

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void task.run("consent.saving", record);
  });

  // Also when it was the element's own button that tried again.
  consent.addEventListener("kyc-consent-recorded", () => checkout.look());

  async function record(): Promise<void> {
    try {
      await consent.record();
    } catch (cause) {
      const problem = problemFrom(cause);
      if (problem !== null) throw problem;
    }
  }

  return {
    title: "consent.title",
    next: again ? "consent.next-again" : "consent.next",
    content: [form],
    leave: () => task.leave(),
  };
}

/** What kept the consent from being recorded; null for a newer text, which the element itself shows and explains. */
function problemFrom(cause: unknown): Problem | null {
  if (!(cause instanceof ConsentError)) throw cause;
  if (cause.rules.includes("stale-version")) return null;
  return new Problem({ code: codeOf(cause), status: null, rules: cause.rules });
}

function codeOf({ code, cause }: ConsentError): ProblemCode {
  if (code === "not-ticked") return "invalid-input";
  // What `fetch` throws when no answer came, told apart from a gateway that answered.
  const isUnanswered = code === "offline" || code === "timed-out" || cause instanceof TypeError;
  return isUnanswered ? "no-connection" : code;
}
