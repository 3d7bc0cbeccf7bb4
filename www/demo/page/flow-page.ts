/** The host of the page with the two tags: says where the gateway is, who is signed in, and where files are stored. */
import type { KycFlow } from "kyc-assent/flow";
import type { KycStatus } from "kyc-assent/status";
import policy from "../../../src/consent/policies/crossmint-privacy-policy.json" with { type: "json" };
import { isPerson } from "../host/people.ts";
import { byId } from "./dom.ts";
import { languageOptions } from "./language-options.ts";
import { Session } from "./session.ts";
import { settings } from "./settings.ts";

const session = new Session();
const flow = document.querySelector("kyc-flow") as KycFlow;
const status = document.querySelector("kyc-status") as KycStatus;

/** `?person=…&scopes=…&lang=…`: who starts, what is wanted, in which language; else a verified person, `onramp`, English. */
const wishes = new URLSearchParams(location.search);
const person = wishes.get("person");
if (isPerson(person)) {
  await session.signIn(person);
  // After a reload it is the same person still.
  wishes.delete("person");
  history.replaceState(null, "", `?${wishes}`);
} else if (!(await session.resume())) await session.signIn("verified");

flow.storeFile = async (file, { signal }) => {
  const reply = await fetch("/b2core/files", {
    method: "POST",
    headers: { "content-type": file.type },
    body: file,
    signal,
  });
  if (!reply.ok) throw new Error(`The host answered ${reply.status}.`);
  return reply.json();
};
const select = byId("language", HTMLSelectElement);
select.replaceChildren(...languageOptions(policy.sentences.map(({ language }) => language)));
select.value = wishes.get("lang") ?? "en";
select.addEventListener("change", () => {
  wishes.set("lang", select.value);
  history.replaceState(null, "", `?${wishes}`);
  for (const element of [flow, status]) element.lang = select.value;
});

for (const element of [flow, status]) {
  const lang = wishes.get("lang");
  if (lang !== null) element.lang = lang;
  element.scopes = wishes.get("scopes") ?? element.scopes;
  element.authorize = () => session.token();
  element.gateway = settings.gateway;
}
