/** The hand-over to B2CORE: the person signs in there, sees the levels, and hands in what the wizard asks for. */
import type { B2coreHistory, B2coreWizard, Decision } from "../../../../package/types.ts";
import { announce } from "../../announcer.ts";
import { offerSample } from "../../backstage/fill-in.ts";
import { byId, el } from "../../dom.ts";
import type { Gateway, Reading, SignInStep } from "../../gateway.ts";
import { authenticatorCode } from "../../host-files.ts";
import { text, words } from "../../language.ts";
import { decisionOf, isSignedOut, type Me, partnerNames, problemOfPartner } from "../../me.ts";
import { Problem } from "../../problem.ts";
import { Task } from "../../task.ts";
import type { TextKey } from "../../texts/en.ts";
import { outcome } from "../outcome.ts";
import { CodeForm } from "./code-form.ts";
import { drawLevels } from "./levels.ts";
import { SignInForm } from "./sign-in-form.ts";
import { WizardForm, wizardDecision } from "./wizard-form.ts";

type Stage = "looking" | "sign-in" | "code" | "account";

/** With what a tester may sign in. */
export interface SampleClient {
  readonly email: string;
  readonly password: string;
}

export interface B2coreHost {
  /** Who is signed in there has changed: what is asked as that client is asked anew. */
  readonly onSession: () => void;
  readonly sample: () => SampleClient | null;
}

export class B2corePanel {
  readonly #gateway: Gateway;
  readonly #host: B2coreHost;
  readonly #title = el("h2", { id: "b2core-title", tabindex: "-1", "aria-describedby": "b2core-next" });
  readonly #next = el("p", { id: "b2core-next", class: "next" });
  readonly #body = el("div", { class: "b2core" });
  #task = new Task();
  #signIn: SignInForm | null = null;
  #code: CodeForm | null = null;
  #wizard: WizardForm | null = null;
  #stage: Stage = "looking";
  #level: Decision | null = null;
  #levels: B2coreHistory | null = null;
  #ended: Decision | null = null;
  #client = "";

  constructor(gateway: Gateway, host: B2coreHost) {
    this.#gateway = gateway;
    this.#host = host;
    this.#title.append(words("b2core.title"));
    byId("stage-b2core", HTMLElement).replaceChildren(this.#title, this.#next, this.#body);
    this.clear();
  }

  /** Somebody else is signed in at the shop: nothing of the person before is kept. */
  clear(): void {
    for (const part of [this.#task, this.#signIn, this.#code, this.#wizard]) part?.leave();
    this.#task = this.#newTask();
    this.#signIn = null;
    this.#code = null;
    this.#forget();
    this.#client = "";
    this.#show("looking", "looking.next");
  }

  /** Takes what is known of the client: that nobody is signed in, or where the client stands. */
  show(me: Me): void {
    const problem = problemOfPartner(me, "b2core");
    if (problem !== null && isSignedOut(problem)) {
      if (this.#stage === "looking") this.#show("sign-in", "b2core.next.sign-in");
      if (this.#stage === "account") this.#over();
      return;
    }
    const decision = decisionOf(me, "b2core");
    if (this.#stage === "looking") void this.#load();
    // What the wizard led to has become known elsewhere: another tab, or an answer that was lost on its way.
    else if (decision?.next === "proceed" && this.#level?.next !== "proceed" && this.#wizard?.busy !== true) {
      if (this.#stage === "account") void this.#load();
    }
  }

  #newTask(): Task {
    return new Task({ partner: partnerNames.b2core, handle: (problem) => this.#handle(problem) });
  }

  #forget(): void {
    this.#wizard?.leave();
    this.#wizard = null;
    this.#level = null;
    this.#levels = null;
    this.#ended = null;
  }

  #handle({ code }: Problem): boolean {
    if (code !== "unauthorized") return false;
    this.#over();
    return true;
  }

  /** The session is over: the person signs in again, and what was chosen is still here. */
  #over(): void {
    this.#host.onSession();
    this.#show("sign-in", this.#wizard === null ? "b2core.next.sign-in" : "b2core.over");
    announce(text("b2core.over"));
    if (this.#isOpen()) this.#title.focus();
  }

  #onStep(step: SignInStep): void {
    if (!step.signedIn) {
      this.#show("code", "b2core.next.code");
      this.#title.focus();
      return;
    }
    const email = this.#signIn?.email ?? "";
    // What another client has chosen is none of this one's. After a reload nobody knows who it was: the wizard does.
    if (this.#client !== "" && email !== this.#client) this.#forget();
    this.#client = email;
    this.#host.onSession();
    void this.#load(true);
  }

  /** Reads the levels anew. What the wizard asks for stays on the page. */
  async #load(takesFocus = false): Promise<void> {
    const task = this.#task;
    if (this.#stage !== "account") this.#show("looking", "looking.next");
    await task.run("b2core.loading", async () => {
      const { value, decisions } = await this.#gateway.levels();
      if (task !== this.#task) return;
      this.#levels = value;
      this.#level = decisions[0] ?? null;
      if (this.#level?.next === "proceed") this.#dropWizard();
      this.#showAccount();
      if (takesFocus) this.#title.focus();
    });
  }

  #dropWizard(): void {
    this.#wizard?.leave();
    this.#wizard = null;
  }

  async #start(): Promise<void> {
    await this.#task.run("b2core.starting", async () => this.#take(await this.#gateway.startWizard()));
  }

  #take(answer: Reading<B2coreWizard>): void {
    this.#dropWizard();
    const decision = wizardDecision(answer);
    if (decision?.next === "provide") {
      this.#ended = null;
      this.#wizard = new WizardForm(this.#gateway, answer.value, {
        onAnswer: (next) => this.#take(next),
        onOver: () => this.#over(),
        onRestart: () => void this.#start(),
      });
      this.#showAccount();
    } else {
      this.#ended = decision;
      this.#showAccount();
      void this.#load();
    }
    this.#title.focus();
  }

  async #signOut(): Promise<void> {
    await this.#task.run("b2core.signing-out", async () => {
      try {
        await this.#gateway.signOutOfB2core();
      } catch (cause) {
        // Signed out already, elsewhere.
        if (!(cause instanceof Problem) || cause.code !== "unauthorized") throw cause;
      }
      this.#host.onSession();
      this.#forget();
      this.#client = "";
      this.#signIn = null;
      this.#show("sign-in", "b2core.next.sign-in");
      this.#title.focus();
    });
  }

  #showAccount(): void {
    this.#show("account", this.#nextAtAccount());
  }

  #nextAtAccount(): TextKey {
    if (this.#wizard !== null) return "b2core.next.documents";
    if (this.#level?.next === "proceed") return "b2core.next.done";
    if (this.#ended !== null) return "b2core.next.refused";
    return this.#level?.next === "start-verification" ? "b2core.next.start" : "b2core.next.hold";
  }

  #show(stage: Stage, next: TextKey): void {
    this.#stage = stage;
    this.#next.replaceChildren(words(next));
    this.#body.setAttribute("data-stage", stage);
    this.#body.replaceChildren(...this.#contentOf(stage));
    this.#offerSample();
  }

  #contentOf(stage: Stage): readonly Node[] {
    switch (stage) {
      case "looking":
        return [this.#task.element];
      case "sign-in":
        this.#code?.leave();
        this.#code = null;
        this.#signIn ??= new SignInForm(this.#gateway, (step) => this.#onStep(step));
        return [this.#signIn.element];
      case "code":
        this.#code ??= new CodeForm(
          this.#gateway,
          (step) => this.#onStep(step),
          () => this.#over(),
        );
        return [this.#code.element];
      case "account":
        this.#code?.leave();
        this.#code = null;
        return this.#account();
    }
  }

  #account(): readonly Node[] {
    const signOut = el(
      "button",
      { type: "button", class: "button button-quiet button-small" },
      words("b2core.sign-out"),
    );
    signOut.addEventListener("click", () => void this.#signOut());
    const start = el("button", { type: "button", class: "button" }, words("b2core.start"));
    start.addEventListener("click", () => void this.#start());
    const mayStart = this.#wizard === null && this.#level?.next === "start-verification";
    const result = this.#wizard === null ? this.#result() : null;
    return [
      this.#levels === null ? null : drawLevels(this.#levels),
      result,
      this.#wizard?.element ?? null,
      this.#task.element,
      el("div", { class: "actions" }, mayStart && this.#task.guard(start), this.#task.guard(signOut)),
    ].filter((node) => node !== null);
  }

  #result(): HTMLElement | null {
    if (this.#level?.next === "proceed") return outcome("proceed", this.#level, "b2core.done");
    if (this.#ended?.next === "hold") return outcome("hold", this.#ended, "b2core.refused");
    return this.#level?.next === "hold" ? outcome("hold", this.#level, null) : null;
  }

  #isOpen(): boolean {
    return !byId("panel-b2core", HTMLElement).hidden;
  }

  #offerSample(): void {
    const wizard = this.#wizard;
    if (this.#stage === "sign-in") offerSample("b2core", () => this.#fillSignIn());
    else if (this.#stage === "code") offerSample("b2core", () => this.#fillCode());
    else if (this.#stage === "account" && wizard !== null) offerSample("b2core", () => wizard.fillIn());
    else offerSample("b2core", null);
  }

  #fillSignIn(): void {
    const client = this.#host.sample();
    if (client === null) return;
    this.#signIn?.fill(client.email, client.password);
    announce(text("sample.filled"));
  }

  async #fillCode(): Promise<void> {
    if (this.#code?.chosen === false) await this.#code.choose("google");
    this.#code?.fill(await authenticatorCode());
    announce(text("sample.filled"));
  }
}
