import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { only, readObject } from "../body.ts";
import type { Answer } from "../contract/index.ts";
import { call, callWithConsent, getUser, storedSections, trigger } from "../partners/crossmint-call.ts";
import { consentsTo, gated, gatedReading } from "../policies/consent-gate.ts";
import { Refusal } from "../problem.ts";
import { afterChange } from "../verification/after-change.ts";
import { crossmintStanding } from "../verification/crossmint-standing.ts";
import { callContext, type Visit, visitor } from "../visit.ts";

/** What a page may do at Crossmint. It names an operation; key, host and person come from here. */
export const crossmint = new Hono<Visit>();

crossmint.use("/crossmint/*", afterChange);

crossmint.get("/crossmint/user", async (c) => {
  const person = await visitor(c);
  const reading = await gatedReading(c, person, "crossmint", await getUser(c, person));
  return c.json<Answer<"GET /crossmint/user">>(reading);
});

crossmint.put("/crossmint/user", async (c) => {
  const person = await visitor(c);
  const limits = c.get("limits");
  const body = await readObject(c.req.raw, limits.bodyBytes, limits.bodyTime);
  const record = only<"PUT /crossmint/user">(body, [
    "products",
    "userDetails",
    "kycData",
    "dueDiligence",
    "verificationHistory",
  ]);
  const reading = await person.inTurn(async () => {
    await consentsTo(c, person, "crossmint");
    const stored = await storedSections(c, person);
    // Asked again: Crossmint may just have said that the acceptance no longer counts, or the person withdrawn it.
    return callWithConsent(c, person, "crossmint.putUser", { ...record, userLocator: person.locator, ...stored });
  });
  return c.json<Answer<"PUT /crossmint/user">>(reading);
});

crossmint.post("/crossmint/documents", async (c) => {
  const person = await visitor(c);
  const limits = c.get("limits");
  const body = await readObject(c.req.raw, limits.documentBytes, limits.bodyTime);
  const document = only<"POST /crossmint/documents">(body, ["documentType", "data", "expiresAt", "countryOfResidence"]);
  const input = { ...document, userLocator: person.locator };
  const reading = await callWithConsent(c, person, "crossmint.uploadDocument", input);
  await person.keepDocument(reading.value.id);
  return c.json<Answer<"POST /crossmint/documents">>(reading);
});

crossmint.get("/crossmint/documents/:id", async (c) => {
  const person = await visitor(c);
  const documentId = c.req.param("id");
  if (!(await person.hasDocument(documentId))) {
    throw new Refusal(404, { code: "not-found", message: "this person has uploaded no document of that id here" });
  }
  return c.json<Answer<"GET /crossmint/documents/{id}">>(await call(c, "crossmint.getDocument", { documentId }));
});

crossmint.put("/crossmint/identity-verification", async (c) => {
  const person = await visitor(c);
  return c.json<Answer<"PUT /crossmint/identity-verification">>(await person.inTurn(() => trigger(c, person)));
});

crossmint.get("/crossmint/identity-verification", async (c) => {
  const person = await visitor(c);
  const { standing, askedAt, consents } = await crossmintStanding(c, person, mostAge(c));
  c.header("age", String(Math.max(0, Math.floor((Date.now() - Date.parse(askedAt)) / 1000))));
  const decisions = await gated(c, person, "crossmint", standing.decisions, consents);
  return c.json<Answer<"GET /crossmint/identity-verification">>({ ...standing, decisions });
});

/**
 * Milliseconds that a status may be old: many pages ask at once, and the partner is asked once for all of them. Who sends
 * `Cache-Control: no-cache` has it asked now, as has who wants the sandbox to fail.
 */
function mostAge(c: Context<Visit>): number {
  const wantsNow = /\b(no-cache|no-store|max-age=0)\b/i.test(c.req.header("cache-control") ?? "");
  return wantsNow || callContext(c).fault !== undefined ? 0 : c.get("limits").freshTime;
}
