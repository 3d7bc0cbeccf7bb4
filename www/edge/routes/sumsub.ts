import { Hono } from "hono/tiny";
import type { Answer } from "../contract/index.ts";
import { sumsubApplicant } from "../partners/identifiers.ts";
import { gatedReading } from "../policies/consent-gate.ts";
import { asked, verificationOf } from "../verification/verification-of.ts";
import { callContext, type Visit, visitor } from "../visit.ts";

/** What a page may see of Sumsub: where the review stands, and what may be shown of it. */
export const sumsub = new Hono<Visit>();

sumsub.get("/sumsub/applicant", async (c) => {
  const person = await visitor(c);
  const applicant = sumsubApplicant(person, c.get("settings"));
  const verification = await verificationOf(applicant, c.get("settings"));
  const standing = await asked(verification.look(applicant, callContext(c)));
  return c.json<Answer<"GET /sumsub/applicant">>(await gatedReading(c, person, "sumsub", standing));
});
