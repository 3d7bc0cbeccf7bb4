import crossmintPrivacyPolicy from "../../../src/consent/policies/crossmint-privacy-policy.json";
import type { Policy } from "../../package/types.ts";

/** The name of what people agree to before Crossmint is sent any data. */
export const CROSSMINT_PRIVACY_POLICY = "crossmint-privacy-policy";

/** TypeScript widens the literals of a JSON file. */
const crossmint = crossmintPrivacyPolicy as unknown as Policy;

/** The policies that the package brings. */
export const PACKAGE_POLICIES: readonly Policy[] = [crossmint];

/** The first of the sentences are what an earlier release of the same version had: what the file gained since is translations. */
const EARLIER = [{ version: "2026-11-23", sentences: 7 }];

/** Files that earlier releases had under the version of today: people have agreed to them, and their hashes are on ledgers. */
export const EARLIER_EDITIONS: readonly Policy[] = EARLIER.filter(({ version }) => version === crossmint.version).map(
  ({ sentences }) => ({ ...crossmint, sentences: crossmint.sentences.slice(0, sentences) }),
);
