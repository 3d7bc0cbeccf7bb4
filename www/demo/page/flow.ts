/** Leads through the steps: each position the gateway tells becomes one step on the page. */
import type { DocumentItem } from "../../package/types.ts";
import { offerSample } from "./backstage/fill-in.ts";
import { showConsent } from "./consent-on-record.ts";
import { byId, el } from "./dom.ts";
import type { Gateway } from "./gateway.ts";
import { words } from "./language.ts";
import type { Me } from "./me.ts";
import { askedDocuments, decisionAt, type Position, policy, type StepName, stepAt } from "./position.ts";
import { Problem } from "./problem.ts";
import type { Session } from "./session.ts";
import type { Checkout, Draft, Step } from "./step.ts";
import { showStep } from "./stepper.ts";
import { checkingStep } from "./steps/checking.ts";
import { consentStep } from "./steps/consent.ts";
import { detailsStep } from "./steps/details.ts";
import { documentsStep } from "./steps/documents.ts";
import { lookingStep } from "./steps/looking.ts";
import { resultStep } from "./steps/result.ts";

function emptyDraft(): Draft {
  return { values: new Map(), asked: new Set(), optional: new Set(), required: new Set(), uploaded: new Set() };
}

export class Flow implements Checkout {
  readonly gateway: Gateway;
  readonly session: Session;
  draft: Draft = emptyDraft();
  #step: Step | null = null;
  #name: StepName | null = null;
  #visits = 0;
  #consented = false;
  readonly #onRestart: () => void;

  constructor(gateway: Gateway, session: Session, onRestart: () => void) {
    this.gateway = gateway;
    this.session = session;
    this.#onRestart = onRestart;
  }

  /** Signs in and starts; nothing of the person before is kept. */
  begin(signIn: () => Promise<void>): void {
    this.draft = emptyDraft();
    this.#consented = false;
    showConsent(null, this);
    this.#show(
      null,
      lookingStep(this, async () => {
        await signIn();
        return this.#position();
      }),
    );
  }

  restart(): void {
    this.#onRestart();
  }

  look(): void {
    this.#show(
      null,
      lookingStep(this, () => this.#position()),
    );
  }

  go(position: Position): void {
    const decision = decisionAt(position);
    if (decision?.next === "provide") this.#require(askedDocuments(decision));
    const name = this.#nameAt(position);
    this.#show(name, this.#stepOf(name, position));
  }

  redirect(problem: Problem): boolean {
    if (problem.code !== "consent-required") return false;
    this.look();
    return true;
  }

  /** While the check is waited for: looks as soon as it is known elsewhere that the wait is over. */
  follow({ decisions }: Me): void {
    if (this.#name !== "checking" || this.#step?.waits?.() !== true) return;
    const decision = decisionAt({
      decisions: decisions.filter(({ partner }) => partner === "crossmint"),
      stored: null,
    });
    if (decision !== null && decision.next !== "wait" && decision.next !== "start-verification") this.look();
  }

  /** A check is not started before the documents that it takes have arrived. */
  #nameAt(position: Position): StepName {
    const name = stepAt(position);
    const isStart = name === "checking" && decisionAt(position)?.next !== "wait";
    return isStart && this.#documents().length > 0 ? "documents" : name;
  }

  #stepOf(name: StepName, position: Position): Step {
    const decision = decisionAt(position);
    switch (name) {
      case "consent":
        return consentStep(this, this.#consented);
      case "details":
        return detailsStep(this, decision);
      case "documents":
        return documentsStep(this, position, this.#documents());
      case "checking":
        return checkingStep(this, position);
      case "result":
        return resultStep(this, decision);
    }
  }

  /** What the partner asks for has not arrived, or was not good enough. */
  #require(documents: readonly DocumentItem[]): void {
    for (const document of documents) {
      this.draft.required.add(document);
      this.draft.uploaded.delete(document);
    }
  }

  /** What is required and has not arrived. */
  #documents(): readonly DocumentItem[] {
    return [...this.draft.required].filter((item) => !this.draft.uploaded.has(item));
  }

  /** Consent, then what the partner holds, then where its check stands: the first that is missing is the position. */
  async #position(): Promise<Position> {
    const { consents } = await this.gateway.consents();
    const given = consents.findLast((consent) => consent.policy === policy && consent.withdrawnAt === undefined);
    showConsent(given ?? null, this);
    if (given === undefined) return askConsent;
    this.#consented = true;
    const user = await this.#user();
    if (decisionAt(user)?.next === "ask-consent" || user.stored?.userDetails !== true) return user;
    const { decisions } = await this.gateway.verification();
    return { decisions, stored: user.stored };
  }

  async #user(): Promise<Position> {
    try {
      const { value, decisions } = await this.gateway.user();
      return { decisions, stored: value };
    } catch (problem) {
      // The partner knows nobody of this name yet: its acceptance is still on the way.
      if (problem instanceof Problem && problem.code === "not-found") return { decisions: [], stored: null };
      throw problem;
    }
  }

  #show(name: StepName | null, step: Step): void {
    this.#step?.leave?.();
    this.#step = step;
    this.#name = name;
    showStep(name);
    const title = el("h2", { id: "step-title", tabindex: "-1", "aria-describedby": "step-next" }, words(step.title));
    const stage = byId("stage", HTMLElement);
    stage.setAttribute("data-shown", name ?? "looking");
    if (name !== null) this.#visits += 1;
    stage.setAttribute("data-visit", String(this.#visits));
    stage.replaceChildren(title, el("p", { id: "step-next", class: "next" }, words(step.next)), ...step.content);
    offerSample("crossmint", step.fillIn ?? null);
    // Not on arrival: then the reader starts at the top of the page. Nor from another way, where the reader is just now.
    if (this.#visits > 1 && name !== null && !byId("panel-crossmint", HTMLElement).hidden) title.focus();
    step.enter?.();
  }
}

const askConsent: Position = {
  stored: null,
  decisions: [
    { partner: "crossmint", scope: policy, next: "ask-consent", text: "ask-consent", policy, said: {}, show: [] },
  ],
};
