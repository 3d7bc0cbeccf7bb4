/** The gateway with the policy in the version of today, but with other words in German: as if a deployment had mended them. */
import { gateway } from "kyc-assent/gateway";
import crossmintPrivacyPolicy from "../../src/consent/policies/crossmint-privacy-policy.json";
import type { Policy } from "../../www/package/types.ts";

export * from "kyc-assent/gateway";

const reworded = [{ text: "Crossmint darf meine KYC-Daten nutzen: " }, { text: "Datenschutzerklärung", link: true }];
const sentences = crossmintPrivacyPolicy.sentences.map((sentence) =>
  sentence.language === "de" ? { ...sentence, segments: reworded } : sentence,
);
export default gateway({ policies: [{ ...crossmintPrivacyPolicy, sentences } as unknown as Policy] });
