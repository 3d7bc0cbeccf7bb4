/** The checkout page: puts its parts together. */
import "kyc-assent/element";
import type { Person } from "../host/people.ts";
import { clearAnswers, showAnswer } from "./backstage/answers.ts";
import { drawFaultPicker, drawPersonPicker, pickedPerson, showSubject } from "./backstage/pickers.ts";
import { byId } from "./dom.ts";
import { Flow } from "./flow.ts";
import { Gateway } from "./gateway.ts";
import { fillIn } from "./language.ts";
import { drawLanguagePicker } from "./language-picker.ts";
import { drawOrder } from "./order.ts";
import { Session } from "./session.ts";
import { settings } from "./settings.ts";
import { drawStepper } from "./stepper.ts";

const session = new Session();
const gateway = new Gateway(settings.gateway, session);
const flow = new Flow(gateway, session, () => begin(pickedPerson()));

/** Signs in as somebody new; null takes up the session there is, or makes one. */
function begin(person: Person | null): void {
  clearAnswers();
  flow.begin(async () => {
    if (person !== null || !(await session.resume())) await session.signIn(person ?? pickedPerson());
    showSubject(session.subject ?? "");
  });
}

drawLanguagePicker();
drawStepper();
drawOrder();
fillIn(document);
gateway.onExchange = showAnswer;
drawFaultPicker((fault) => {
  gateway.fault = fault;
});
drawPersonPicker(begin);
byId("fill-in", HTMLButtonElement).addEventListener("click", () => void flow.fillIn());
byId("sandbox-link", HTMLAnchorElement).href = settings.sandbox;
begin(null);
