/** The second factor: where its code comes from, then the code. */
import { el } from "../../dom.ts";
import type { Gateway, SignInStep } from "../../gateway.ts";
import { duration, words } from "../../language.ts";
import { partnerNames } from "../../me.ts";
import { Problem } from "../../problem.ts";
import { Task } from "../../task.ts";
import type { TextKey } from "../../texts/en.ts";
import { TextField } from "./text-field.ts";

type Method = "google" | "sms";

const methods: readonly (readonly [method: Method, label: TextKey])[] = [
  ["google", "b2core.app"],
  ["sms", "b2core.sms"],
];

export class CodeForm {
  readonly element: HTMLFormElement;
  readonly #gateway: Gateway;
  readonly #onStep: (step: SignInStep) => void;
  readonly #onOver: () => void;
  readonly #code = new TextField(
    "b2core.code",
    { inputmode: "numeric", autocomplete: "one-time-code", dir: "ltr", maxlength: 12, class: "code" },
    "b2core.code.hint",
  );
  readonly #ways: HTMLElement;
  readonly #entry: HTMLElement;
  readonly #task = new Task({ partner: partnerNames.b2core, handle: (problem) => this.#handle(problem) });
  #method: Method | null = null;

  /** @param onOver called when the sign-in has to begin anew */
  constructor(gateway: Gateway, onStep: (step: SignInStep) => void, onOver: () => void) {
    this.#gateway = gateway;
    this.#onStep = onStep;
    this.#onOver = onOver;
    this.#ways = el("fieldset", { class: "code-ways" }, el("legend", {}, words("b2core.way")));
    for (const [method, label] of methods) {
      const button = el("button", { type: "button", class: "button button-quiet" }, words(label));
      button.addEventListener("click", () => void this.choose(method));
      this.#ways.append(this.#task.guard(button));
    }
    const other = el("button", { type: "button", class: "button button-quiet" }, words("b2core.other-way"));
    other.addEventListener("click", () => this.#show(null));
    const confirm = el("button", { type: "submit", class: "button" }, words("b2core.confirm"));
    this.#task.guard(confirm);
    this.#entry = el(
      "div",
      { class: "b2core-entry" },
      this.#code.element,
      el("div", { class: "actions" }, confirm, other),
    );
    this.element = el(
      "form",
      { class: "b2core-form", novalidate: true, "aria-labelledby": "b2core-title" },
      this.#ways,
      this.#task.element,
      this.#entry,
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.#show(null);
  }

  /** Says where the code shall come from. An installation with one factor has nothing to choose, and refuses that. */
  async choose(method: Method): Promise<void> {
    await this.#task.run("b2core.asking-code", async () => {
      try {
        await this.#gateway.secondFactor(method);
      } catch (cause) {
        if (!(cause instanceof Problem) || cause.code !== "refused") throw cause;
      }
      this.#show(method);
      this.#code.control.focus();
    });
  }

  get chosen(): boolean {
    return this.#method !== null;
  }

  fill(code: string): void {
    this.#code.control.value = code;
    this.#code.fail(null);
  }

  leave(): void {
    this.#task.leave();
  }

  #show(method: Method | null): void {
    this.#method = method;
    this.#ways.hidden = method !== null;
    this.#entry.hidden = method === null;
    this.#task.clear();
    if (method === null) this.#ways.querySelector("button")?.focus();
  }

  async #send(): Promise<void> {
    const method = this.#method;
    if (method === null) return;
    if (!this.#code.isGiven()) {
      this.#code.control.focus();
      return;
    }
    await this.#task.run("b2core.confirming", async () => {
      const step = await this.#gateway.secondFactor(method, this.#code.value.replaceAll(/\s/g, ""));
      this.fill("");
      this.#onStep(step);
    });
  }

  #handle({ code, retryAfter }: Problem): boolean {
    if (code === "unauthorized") {
      this.#onOver();
      return true;
    }
    if (code === "rate-limited") {
      this.#code.fail("b2core.too-many", { time: () => duration(Math.ceil(retryAfter ?? 60)) });
    } else if (code === "refused" || code === "invalid-input") {
      // A code counts once: another try takes another code.
      this.fill("");
      this.#code.fail("b2core.wrong-code");
    } else return false;
    this.#code.control.focus();
    return true;
  }
}
