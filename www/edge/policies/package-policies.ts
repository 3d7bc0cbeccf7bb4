import crossmintPrivacyPolicy from "../../../src/consent/policies/crossmint-privacy-policy.json";
import type { Policy } from "../../package/types.ts";

/** The name of what people agree to before Crossmint is sent any data. */
export const CROSSMINT_PRIVACY_POLICY = "crossmint-privacy-policy";

/** The policies that the package brings. TypeScript widens the literals of a JSON file. */
export const PACKAGE_POLICIES: readonly Policy[] = [crossmintPrivacyPolicy as unknown as Policy];
