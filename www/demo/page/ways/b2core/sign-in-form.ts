/** Asks for e-mail and password. What was typed stays until the sign-in has succeeded. */
import { el } from "../../dom.ts";
import type { Gateway, SignInStep } from "../../gateway.ts";
import { duration, words } from "../../language.ts";
import { partnerNames } from "../../me.ts";
import type { Problem } from "../../problem.ts";
import { Task } from "../../task.ts";
import { focusFirstError, TextField } from "./text-field.ts";

export class SignInForm {
  readonly element: HTMLFormElement;
  readonly #gateway: Gateway;
  readonly #onStep: (step: SignInStep) => void;
  readonly #email = new TextField("field.email", { type: "email", autocomplete: "username", spellcheck: "false" });
  readonly #password = new TextField("b2core.password", { type: "password", autocomplete: "current-password" });
  readonly #task = new Task({ partner: partnerNames.b2core, handle: (problem) => this.#handle(problem) });

  /** @param onStep called when e-mail and password were right */
  constructor(gateway: Gateway, onStep: (step: SignInStep) => void) {
    this.#gateway = gateway;
    this.#onStep = onStep;
    const submit = el("button", { type: "submit", class: "button" }, words("b2core.sign-in"));
    this.#task.guard(submit);
    this.element = el(
      "form",
      { class: "details b2core-form", novalidate: true, "aria-labelledby": "b2core-title" },
      this.#email.element,
      this.#password.element,
      el("p", { class: "small" }, words("b2core.kept")),
      this.#task.element,
      submit,
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
  }

  get email(): string {
    return this.#email.value;
  }

  fill(email: string, password: string): void {
    for (const [field, value] of [
      [this.#email, email],
      [this.#password, password],
    ] as const) {
      field.control.value = value;
      field.fail(null);
    }
  }

  leave(): void {
    this.#task.leave();
  }

  async #send(): Promise<void> {
    const fields = [this.#email, this.#password];
    if (!fields.map((field) => field.isGiven()).every(Boolean)) {
      focusFirstError(fields);
      return;
    }
    await this.#task.run("b2core.signing-in", async () => {
      const step = await this.#gateway.signInAtB2core(this.#email.value, this.#password.control.value);
      this.#password.control.value = "";
      this.#onStep(step);
    });
  }

  #handle(problem: Problem): boolean {
    const { code, retryAfter } = problem;
    // Never tried again by itself: too many tries block the account.
    if (code === "rate-limited") {
      this.#password.fail("b2core.too-many", { time: () => duration(Math.ceil(retryAfter ?? 60)) });
    } else if (code === "unauthorized" || code === "refused" || code === "invalid-input") {
      this.#password.fail("b2core.wrong");
    } else return false;
    this.#password.control.focus();
    return true;
  }
}
