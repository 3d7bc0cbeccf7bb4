import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { kriptomatUser, sumsubApplicant } from "../partners/identifiers.ts";
import { asked, verificationOf } from "../verification/verification-of.ts";
import { callContext, type Visit, visitor } from "../visit.ts";

/** What a page may do at Kriptomat, in the gateway's own session. */
export const kriptomat = new Hono<Visit>();

/** The user's statuses. What else Kriptomat tells of the person stays here. */
kriptomat.get("/kriptomat/user", async (c) => {
  const { user, verification } = await userOf(c);
  return c.json(await asked(verification.look(user, callContext(c))));
});

/** Hands over a person whom Sumsub has approved: a share token is made, sent once, and its result waited for. */
kriptomat.post("/kriptomat/kyc-import", async (c) => {
  const { person, user, verification } = await userOf(c);
  const applicant = sumsubApplicant(person, c.var.settings);
  const ids = { userId: user.id, applicantId: applicant.id };
  return c.json(await asked(verification.importKyc(ids, callContext(c))));
});

/** Has Kriptomat verify the person: the value is the link for the person to open. */
kriptomat.post("/kriptomat/kyc-request", async (c) => {
  const { user, verification } = await userOf(c);
  const value = await asked(verification.requestKyc(user.id, callContext(c)));
  return c.json({ value, decisions: [] });
});

async function userOf(c: Context<Visit>) {
  const person = await visitor(c);
  const user = kriptomatUser(person, c.var.settings);
  return { person, user, verification: await verificationOf(user, c.var.settings) };
}
