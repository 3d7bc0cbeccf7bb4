import { AssentError } from "kyc-assent/edge";
import type { CrossmintEligibilities, Decision, UserLocator } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import { callKriptomat } from "../partners/kriptomat-call.ts";
import { type CallContext, callPartner } from "../partners/partner-call.ts";

/** Whom a partner is asked about: by its own identifier, from the host's token. */
export interface Subject {
  readonly partner: "crossmint" | "kriptomat" | "sumsub";
  readonly id: string;
}

/** Where a person stands with a partner: the statuses, and nothing that tells who it is. */
export interface Standing {
  readonly value: {
    readonly eligibility?: CrossmintEligibilities["eligibility"];
    readonly kyc_status?: string;
    readonly edd_status?: string;
    readonly status?: string;
    readonly reviewStatus?: string;
  };
  readonly decisions: readonly Decision[];
}

/** Asks a partner where a person stands. Throws `AssentError`. */
export type Look = (settings: Settings, id: string, context: CallContext) => Promise<Standing>;

/** How each partner is asked. A further partner is one more member. */
export const LOOKS: Readonly<Record<Subject["partner"], Look>> = {
  async crossmint(settings, id, context) {
    const input = { userLocator: id as UserLocator };
    const call = { account: settings.crossmint, input, now: new Date().toISOString() };
    const { value, decisions } = await callPartner(settings, "crossmint.getVerification", call, context);
    const { eligibility } = value;
    if (!decisions.some(({ next }) => next === "ask-consent")) return { value: { eligibility }, decisions };
    // The status may be of before the person agreed anew; the summary says which acceptance counts.
    const { decisions: ofSummary } = await callPartner(settings, "crossmint.getUser", call, context);
    return { value: { eligibility }, decisions: [...ofSummary, ...decisions] };
  },

  async kriptomat(settings, id, context) {
    const { value, decisions } = await callKriptomat(settings, "kriptomat.getUser", { userId: Number(id) }, context);
    const { kyc_status, edd_status, status } = value;
    const stated = { ...(edd_status !== undefined && { edd_status }), ...(status !== undefined && { status }) };
    return { value: { kyc_status, ...stated }, decisions };
  },

  async sumsub(settings, id, context) {
    if (settings.sumsub === undefined) {
      throw new AssentError({ code: "not-enabled", message: "this gateway is not set up for Sumsub" });
    }
    const call = { account: settings.sumsub.account, input: { applicantId: id }, now: new Date().toISOString() };
    const { value, decisions } = await callPartner(settings, "sumsub.getApplicantStatus", call, context);
    return { value: { reviewStatus: value.reviewStatus }, decisions };
  },
};
