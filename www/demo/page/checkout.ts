/** The checkout page: puts its parts together. */
import "kyc-assent/element";
import { b2coreClient, type Person } from "../host/people.ts";
import { clearAnswers, showAnswer } from "./backstage/answers.ts";
import { drawFillIn, sampleFor } from "./backstage/fill-in.ts";
import { clearLine, showLine, showMe } from "./backstage/line.ts";
import { drawFaultPicker, drawPersonPicker, pickedPerson, showSubject } from "./backstage/pickers.ts";
import { byId } from "./dom.ts";
import { Flow } from "./flow.ts";
import { Gateway } from "./gateway.ts";
import { fillIn } from "./language.ts";
import { drawLanguagePicker } from "./language-picker.ts";
import { MeFeed } from "./me-feed.ts";
import { drawOrder } from "./order.ts";
import { followLanguage } from "./package-texts.ts";
import { PlanPanel } from "./plan/plan-panel.ts";
import { Session } from "./session.ts";
import { settings } from "./settings.ts";
import { drawStepper } from "./stepper.ts";
import { B2corePanel } from "./ways/b2core/b2core-panel.ts";
import { KriptomatPanel } from "./ways/kriptomat-panel.ts";
import { Ways } from "./ways/ways.ts";

const session = new Session();
const gateway = new Gateway(settings.gateway, session);
const feed = new MeFeed(gateway);
const flow = new Flow(gateway, session, () => begin(pickedPerson()));

drawLanguagePicker();
followLanguage();
drawStepper();
drawOrder();
fillIn(document);
drawFillIn();

const plan = new PlanPanel(() => feed.look());
const ways = new Ways(sampleFor);
const kriptomat = new KriptomatPanel(gateway);
const b2core = new B2corePanel(gateway, {
  // The stream goes on as the client that it began with.
  onSession: () => feed.start(),
  sample: () => b2coreClient(session.subject ?? ""),
});

/** Signs in as somebody new; null takes up the session there is, or makes one. */
function begin(person: Person | null): void {
  feed.stop();
  clearAnswers();
  clearLine();
  plan.clear();
  ways.mark(null);
  kriptomat.clear();
  b2core.clear();
  flow.begin(async () => {
    if (person !== null || !(await session.resume())) await session.signIn(person ?? pickedPerson());
    showSubject(session.subject ?? "");
    feed.start();
  });
}

feed.onMe = (me) => {
  plan.show(me);
  ways.mark(me);
  kriptomat.show(me);
  b2core.show(me);
  flow.follow(me);
  showMe(me);
};
feed.onLine = (line) => {
  plan.line(line);
  showLine(line);
};
gateway.onExchange = showAnswer;
gateway.onChange = () => void feed.look();
drawFaultPicker((fault) => {
  gateway.fault = fault;
  feed.restart();
});
drawPersonPicker(begin);
byId("sandbox-link", HTMLAnchorElement).href = settings.sandbox;
begin(null);
