import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { readBytes, readObject } from "../body.ts";
import type { Answer } from "../contract/index.ts";
import { kriptomatUser, sumsubApplicant } from "../partners/identifiers.ts";
import { kriptomatOf } from "../partners/kriptomat-call.ts";
import { callOpenEndpoint } from "../partners/pass-through.ts";
import { consentsTo, gatedReading } from "../policies/consent-gate.ts";
import { Refusal } from "../problem.ts";
import { asked, verificationOf } from "../verification/verification-of.ts";
import { callContext, type Visit, visitor } from "../visit.ts";

/** What a page may do at Kriptomat, in the gateway's own session. */
export const kriptomat = new Hono<Visit>();

/** The user's statuses. What else Kriptomat tells of the person stays here. */
kriptomat.get("/kriptomat/user", async (c) => {
  const { person, user, verification } = await userOf(c);
  const standing = await asked(verification.look(user, callContext(c)));
  return c.json<Answer<"GET /kriptomat/user">>(await gatedReading(c, person, "kriptomat", standing));
});

/** Hands over a person whom Sumsub has approved: a share token is made, sent once, and its result waited for. */
kriptomat.post("/kriptomat/kyc-import", async (c) => {
  const { person, user, verification } = await userOf(c);
  const applicant = sumsubApplicant(person, c.get("settings"));
  await consentsTo(c, person, "sumsub");
  await consentsTo(c, person, "kriptomat");
  const ids = { userId: user.id, applicantId: applicant.id };
  return c.json<Answer<"POST /kriptomat/kyc-import">>(await asked(verification.importKyc(ids, callContext(c))));
});

/** Has Kriptomat verify the person: the value is the link for the person to open. */
kriptomat.post("/kriptomat/kyc-request", async (c) => {
  const { person, user, verification } = await userOf(c);
  await consentsTo(c, person, "kriptomat");
  const value = await asked(verification.requestKyc(user.id, callContext(c)));
  return c.json<Answer<"POST /kriptomat/kyc-request">>({ value, decisions: [] });
});

/** Endpoints without a published contract: those that configuration opens, by the names that it gives them. */
kriptomat.on(["GET", "POST", "PUT", "DELETE"], "/kriptomat/open/:name", async (c) => {
  const { person, user } = await userOf(c);
  const name = c.req.param("name");
  const endpoint = kriptomatOf(c.get("settings")).open.get(name);
  if (endpoint === undefined || endpoint.method !== c.req.method) {
    throw new Refusal(404, { code: "not-found", message: "nothing of that name and method is open" });
  }
  if (new URL(c.req.url).search !== "") {
    throw new Refusal(422, { code: "invalid-input", message: "an open endpoint takes no query" });
  }
  const body = await bodyFor(c, endpoint.maxBytes);
  // What is only read carries nothing of the person there.
  if (endpoint.method !== "GET") await consentsTo(c, person, "kriptomat");
  const value = await callOpenEndpoint(c.get("settings"), name, endpoint, user.id, body, callContext(c));
  const answer: Answer<"POST /kriptomat/open/{name}"> = { value, decisions: [] };
  return c.json(answer);
});

/** The JSON to send on, or null. */
async function bodyFor(c: Context<Visit>, maxBytes: number): Promise<string | null> {
  const { bodyTime } = c.get("limits");
  if (maxBytes > 0) return JSON.stringify(await readObject(c.req.raw, maxBytes, bodyTime));
  if (c.req.raw.body !== null) await readBytes(c.req.raw, 0, bodyTime);
  return null;
}

async function userOf(c: Context<Visit>) {
  const person = await visitor(c);
  const user = kriptomatUser(person, c.get("settings"));
  return { person, user, verification: await verificationOf(user, c.get("settings")) };
}
