/** The gateway with the policy as the first release had it: in seven languages. */
import { gateway } from "kyc-assent/gateway";
import crossmintPrivacyPolicy from "../../src/consent/policies/crossmint-privacy-policy.json";
import type { Policy } from "../../www/package/types.ts";

export * from "kyc-assent/gateway";

const sentences = crossmintPrivacyPolicy.sentences.slice(0, 7);
export default gateway({ policies: [{ ...crossmintPrivacyPolicy, sentences } as unknown as Policy] });
