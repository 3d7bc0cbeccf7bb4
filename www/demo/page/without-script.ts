/** Of the page whose consent a server has drawn: what becomes of it where scripts run after all. */
import type { KycConsent } from "kyc-assent/element";
import { Session } from "./session.ts";

const session = new Session();
const consent = document.querySelector("kyc-consent") as KycConsent;

await session.resume();
consent.authorize = () => session.token();
// Whatever goes wrong, the element itself says so and offers another try.
consent.addEventListener("kyc-consent-given", () => void consent.record().catch(() => {}));
