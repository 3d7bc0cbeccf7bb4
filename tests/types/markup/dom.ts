// The elements and their events, as the document has them.

import "kyc-assent/element";
import "kyc-assent/flow";
import "kyc-assent/status";

declare const page: Document;
const consent = page.createElement("kyc-consent");

consent.policy = "crossmint-privacy-policy";
consent.density = "compact";
consent.disabled = true;
consent.authorize = async () => "token";
// @ts-expect-error a density that there is not
consent.density = "tight";
// @ts-expect-error law 3: the evidence is not set
consent.evidence = null;
// @ts-expect-error the host's token is a text
consent.authorize = () => 1;

consent.addEventListener("kyc-consent-given", ({ detail }) => detail.evidence.tickedAt.toUpperCase());
// Events bubble and are composed: they are heard anywhere.
page.addEventListener("kyc-consent-recorded", ({ detail }) => detail.recorded.acceptedAt.toUpperCase());
window.addEventListener("kyc-flow-done", ({ detail }) => detail.kind.toUpperCase());
page.querySelector("kyc-status")?.addEventListener("kyc-status-changed", ({ detail }) => detail.timeline.length);
// @ts-expect-error a detail that the event has not
consent.addEventListener("kyc-consent-ready", ({ detail }) => detail.evidence);
// @ts-expect-error what failed is said by its code
page.addEventListener("kyc-flow-failed", ({ detail }) => detail.message);
