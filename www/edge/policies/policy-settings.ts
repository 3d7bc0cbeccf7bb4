import { commaList } from "../comma-list.ts";
import type { NoteFault } from "../configuration.ts";
import { CROSSMINT_PRIVACY_POLICY } from "./package-policies.ts";
import type { PolicyBook } from "./policy-book.ts";

/** The variables and the binding that say which policies are in use. */
export interface PolicyEnv {
  readonly POLICIES?: string;
  readonly POLICY_LEAD?: string;
  readonly RESIDENCE_CLAIM?: string;
  readonly CONSENT_RATE?: string;
  readonly POLICY_BOOK?: DurableObjectNamespace<PolicyBook>;
}

export interface PolicySettings {
  /** Names of the policies in use. */
  readonly names: readonly string[];
  /** Seconds between the publication of a version and the moment from which it counts, at least. */
  readonly lead: number;
  /** The claim of the host's token that is the country of residence (ISO 3166-1 alpha-2), if it has one. */
  readonly residenceClaim: string | undefined;
  /** How often a day one person may agree to one policy: what is on record stays for good. */
  readonly rate: number;
  /** Where published versions are; undefined: none are. */
  readonly book: DurableObjectNamespace<PolicyBook> | undefined;
}

const LEAD = 60;
const RATE = 100;
const HIGHEST_RATE = 1_000_000;
const LONGEST_LEAD = 24 * 60 * 60;

/** Reads and checks the variables. Whether there is a policy of each name is known where the files are, see `PolicyRegistry`. */
export function policySettings(env: PolicyEnv, fault: NoteFault): PolicySettings {
  const names = [...commaList(env.POLICIES || CROSSMINT_PRIVACY_POLICY)];
  if (!names.includes(CROSSMINT_PRIVACY_POLICY)) {
    fault("POLICIES", `name ${CROSSMINT_PRIVACY_POLICY} too: Crossmint takes no data of who has not accepted it`);
  }
  const lead = Number(env.POLICY_LEAD || LEAD);
  if (!Number.isInteger(lead) || lead < 1 || lead > LONGEST_LEAD) {
    fault("POLICY_LEAD", `set it to a whole number of seconds from 1 to ${LONGEST_LEAD}, or leave it out`);
  }
  const rate = Number(env.CONSENT_RATE || RATE);
  if (!Number.isInteger(rate) || rate < 1 || rate > HIGHEST_RATE) {
    fault("CONSENT_RATE", `set it to a whole number from 1 to ${HIGHEST_RATE}, or leave it out`);
  }
  return { names, lead, rate, residenceClaim: env.RESIDENCE_CLAIM || undefined, book: env.POLICY_BOOK };
}
