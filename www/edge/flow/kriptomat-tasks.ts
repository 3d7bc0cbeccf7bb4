import { kriptomatUser, sumsubApplicant } from "../partners/identifiers.ts";
import { consentsTo } from "../policies/consent-gate.ts";
import { asked, verificationOf } from "../verification/verification-of.ts";
import { callContext } from "../visit.ts";
import type { FlowTurn } from "./task-routes.ts";

/** Hands over a person whom Sumsub has approved, or has Kriptomat verify: then there is a link for the person. */
export async function startAtKriptomat({ c, person, state }: FlowTurn): Promise<{ readonly link?: string }> {
  const settings = c.get("settings");
  const user = kriptomatUser(person, settings);
  const verification = await verificationOf(user, settings);
  const context = callContext(c);
  if (state.facts.partners.kriptomat?.from === "link") return asked(verification.requestKyc(user.id, context));
  const applicant = sumsubApplicant(person, settings);
  await consentsTo(c, person, "sumsub");
  await asked(verification.importKyc({ userId: user.id, applicantId: applicant.id }, context));
  return {};
}
