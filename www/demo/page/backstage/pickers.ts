/** The tester's choices: who is signed in, and which fault the partner plays. */
import { b2coreClient, isPerson, type Person, people } from "../../host/people.ts";
import { byId, el } from "../dom.ts";
import { expectations, faults } from "./expectations.ts";

export function drawPersonPicker(onPick: (person: Person) => void): void {
  const select = byId("person", HTMLSelectElement);
  const picked = (): Person => (isPerson(select.value) ? select.value : "verified");
  const expect = () => byId("person-expect", HTMLElement).replaceChildren(expectations[picked()][1]);
  select.replaceChildren(...people.map((person) => el("option", { value: person }, expectations[person][0])));
  select.addEventListener("change", () => {
    expect();
    onPick(picked());
  });
  byId("sign-in", HTMLButtonElement).addEventListener("click", () => onPick(picked()));
  expect();
}

/** Shows who is signed in, also when a session was taken up. */
export function showSubject(subject: string): void {
  byId("subject", HTMLElement).replaceChildren(subject);
  const client = b2coreClient(subject);
  byId("b2core-email", HTMLElement).replaceChildren(client?.email ?? "…");
  byId("b2core-password", HTMLElement).replaceChildren(client?.password ?? "…");
  const person = people.find((one) => subject.startsWith(`${one}-`));
  if (person === undefined) return;
  byId("person", HTMLSelectElement).value = person;
  byId("person-expect", HTMLElement).replaceChildren(expectations[person][1]);
}

export function pickedPerson(): Person {
  const { value } = byId("person", HTMLSelectElement);
  return isPerson(value) ? value : "verified";
}

export function drawFaultPicker(onPick: (fault: string | null) => void): void {
  const select = byId("fault", HTMLSelectElement);
  select.replaceChildren(...faults.map(([header, name]) => el("option", { value: header }, name)));
  const picked = () => {
    const fault = faults.find(([header]) => header === select.value) ?? faults[0];
    byId("fault-expect", HTMLElement).replaceChildren(fault?.[2] ?? "");
    onPick(select.value === "" ? null : select.value);
  };
  select.addEventListener("change", picked);
  picked();
}
