/** The hand-over to Kriptomat: what Sumsub has checked is passed on in one press, and its result waited for. */
import type { Decision } from "../../../package/types.ts";
import { announce } from "../announcer.ts";
import { byId, el } from "../dom.ts";
import type { Gateway } from "../gateway.ts";
import { list, text, words } from "../language.ts";
import { decisionOf, type Me, partnerNames, problemOfPartner } from "../me.ts";
import { Task } from "../task.ts";
import type { TextKey } from "../texts/en.ts";
import { Countdown } from "./countdown.ts";
import { type Situation, situationOf } from "./kriptomat-situation.ts";
import { type Kind, outcome } from "./outcome.ts";
import { type State, stateOf } from "./way.ts";

/** What the page knows of the person, at Sumsub and at Kriptomat. */
interface Known {
  readonly review: Decision | null;
  readonly kyc: Decision | null;
  /** Which of the two do not answer. */
  readonly silent: readonly string[];
  /** Whether it was handed over before, and nothing was sent now. */
  readonly again: boolean;
}

const NOTHING: Known = { review: null, kyc: null, silent: [], again: false };

export class KriptomatPanel {
  readonly #gateway: Gateway;
  readonly #place = byId("stage-kriptomat", HTMLElement);
  readonly #next = el("p", { id: "kriptomat-next", class: "next" });
  readonly #stations = el("ol", { class: "stations" });
  readonly #notice = el("div", { class: "notice" });
  readonly #countdown = new Countdown(() => void this.#look());
  readonly #handOver = el("button", { type: "button", class: "button" }, words("kriptomat.hand-over"));
  readonly #lookAgain = el("button", { type: "button", class: "button button-quiet" }, words("checking.look-now"));
  readonly #title = el("h2", { id: "kriptomat-title", tabindex: "-1", "aria-describedby": "kriptomat-next" });
  #task = new Task();
  #known = NOTHING;
  #drawn = "";

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
    this.#title.append(words("kriptomat.title"));
    this.#handOver.addEventListener("click", () => void this.#import());
    this.#lookAgain.addEventListener("click", () => void this.#look());
    this.clear();
  }

  /** Somebody else is signed in: nothing is known of the person yet, and what is under way is not of this person. */
  clear(): void {
    this.#task.leave();
    this.#countdown.stop();
    this.#task = new Task({
      partner: () => list([partnerNames.sumsub, partnerNames.kriptomat], "disjunction"),
      advice: { refused: ["kriptomat.refused", "kriptomat.refused.advice"] },
    });
    for (const button of [this.#handOver, this.#lookAgain]) {
      button.removeAttribute("aria-disabled");
      this.#task.guard(button);
    }
    this.#place.replaceChildren(
      this.#title,
      this.#next,
      this.#stations,
      this.#notice,
      this.#task.element,
      el("div", { class: "actions" }, this.#handOver, this.#lookAgain),
    );
    this.#know(NOTHING);
  }

  /** Takes what is known of the person at both partners. */
  show(me: Me): void {
    const silent = (["sumsub", "kriptomat"] as const).filter((partner) => problemOfPartner(me, partner) !== null);
    const kyc = decisionOf(me, "kriptomat");
    const again = this.#known.again && kyc?.next === this.#known.kyc?.next;
    this.#know({ review: decisionOf(me, "sumsub"), kyc, silent, again });
  }

  async #import(): Promise<void> {
    const task = this.#task;
    await task.run("kriptomat.handing-over", async () => {
      const { value, decisions } = await this.#gateway.importKyc();
      if (task !== this.#task) return;
      // An import that was taken has no status yet: one that has was there before.
      const again = value.kyc_status !== undefined;
      this.#take(decisions, again);
      announce(text(again ? "kriptomat.already" : "kriptomat.handed-over"));
    });
  }

  async #look(): Promise<void> {
    const task = this.#task;
    await task.run("checking.looking", async () => {
      const [review, user] = await Promise.all([this.#gateway.applicant(), this.#gateway.kriptomatUser()]);
      if (task === this.#task) this.#take([...review.decisions, ...user.decisions], false);
      this.#gateway.onChange();
    });
    // One look that failed is no reason to stop looking.
    if (task === this.#task && task.stuck) this.#wait(situationOf(this.#known.review, this.#known.kyc));
  }

  #take(decisions: readonly Decision[], again: boolean): void {
    const of = (partner: string) => decisions.find((decision) => decision.partner === partner);
    const { review, kyc } = this.#known;
    this.#know({ review: of("sumsub") ?? review, kyc: of("kriptomat") ?? kyc, silent: [], again });
    // Asked and told to wait: the time begins anew, whether or not anything has changed.
    this.#wait(situationOf(this.#known.review, this.#known.kyc));
  }

  #know(known: Known): void {
    const drawing = JSON.stringify(known);
    this.#known = known;
    if (drawing === this.#drawn) return;
    this.#drawn = drawing;
    const situation = situationOf(known.review, known.kyc);
    this.#next.replaceChildren(words(situation.next));
    this.#stations.replaceChildren(
      station("kriptomat.sumsub", stationState(known.review, known.silent.includes("sumsub"))),
      station("kriptomat.kyc", kycState(known)),
    );
    this.#notice.replaceChildren(...this.#noticeOf(situation));
    this.#notice.hidden = this.#notice.childElementCount === 0;
    this.#offer(situation);
    this.#wait(situation);
  }

  #offer({ offer }: Situation): void {
    const hadFocus = document.activeElement === this.#handOver || document.activeElement === this.#lookAgain;
    this.#handOver.hidden = offer !== "hand-over";
    this.#lookAgain.hidden = offer !== "look" && offer !== "wait";
    // What was pressed is gone: the reader goes on from the top of the panel, which says what is next.
    const isGone = document.activeElement instanceof HTMLElement && document.activeElement.hidden;
    if (hadFocus && (isGone || document.activeElement === document.body)) this.#title.focus();
  }

  #wait({ offer, decision }: Situation): void {
    this.#countdown.stop();
    if (offer === "wait" && decision?.next === "wait") this.#countdown.start(decision.lookAgainAfter);
  }

  #noticeOf({ offer, tone, more, decision }: Situation): readonly HTMLElement[] {
    const again = this.#known.again ? [el("p", { class: "notice-again" }, words("kriptomat.already"))] : [];
    if (offer === "hand-over") return more === null ? again : [...again, el("p", {}, words(more))];
    if (decision === null) return again;
    const rest = offer === "wait" ? [...again, this.#countdown.element] : again;
    return [outcome(offer === "wait" ? "wait" : kindOf(tone, decision), decision, more, ...rest)];
  }
}

function kindOf(tone: Situation["tone"], { next }: Decision): Kind {
  if (tone === "good") return "proceed";
  if (tone === "danger") return "stop";
  return next === "provide" ? "provide" : "hold";
}

/** One of the two stations on the way: whose it is, and where it stands. */
function station(name: TextKey, state: State): HTMLElement {
  return el(
    "li",
    { class: "station", "data-state": state },
    el("span", { class: "station-name" }, words(name)),
    el("span", { class: "way-state" }, words(`state.${state}`)),
  );
}

function stationState(decision: Decision | null, silent: boolean): State {
  if (decision !== null) return stateOf(decision.next);
  return silent ? "no-answer" : "unknown";
}

/** Before Sumsub is done, it is nobody's turn at Kriptomat. */
function kycState({ review, kyc, silent }: Known): State {
  if (kyc?.next === "start-verification" && review?.next !== "proceed") return "not-yet";
  return stationState(kyc, silent.includes("kriptomat"));
}
