import type { KycConsent } from "kyc-assent/element";
import "kyc-assent/element";
import { el } from "../dom.ts";
import type { DrawStep } from "../stage.ts";

/** One `<kyc-consent>` for each policy, each with a box of its own, and one button for all. */
export const draw: DrawStep<"consent"> = (stage, { policies }) => {
  const { speech, notice } = stage;
  const density = stage.root.host.getAttribute("density");
  const consents = policies.map((policy) => {
    const consent = document.createElement("kyc-consent") as KycConsent;
    const { gateway, authorize, fetch } = stage.caller();
    Object.assign(consent, { policy, gateway, authorize, fetch, density, lang: speech.language });
    consent.setAttribute("part", "consent");
    // One logo for each policy, or one for the first.
    consent.append(el("slot", { name: `logo-${policy}`, slot: "logo" }, el("slot", { name: "logo" })));
    return consent;
  });
  const button = el("button", { type: "submit", part: "button primary" }, speech.say("action.agree"));
  const form = el("form", { novalidate: true, part: "form" }, ...consents, el("div", { part: "actions" }, button));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // All of them say what is missing; the first one gets the focus.
    const missing = consents.filter((consent) => !consent.reportValidity());
    if (missing[0]) return void missing[0].focus();
    void notice.run("progress.sending", async () => {
      for (const consent of consents) {
        try {
          await consent.record();
        } catch {
          // The consent itself says what is wrong, and offers another try.
          return;
        }
      }
      stage.look();
    });
  });
  return { content: [form] };
};
