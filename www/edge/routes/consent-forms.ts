import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { postedEvidence, sentenceHash } from "kyc-assent/edge";
import type { FormPost, FormTicket, Policy, Presentation } from "../../package/types.ts";
import { readForm, readObject } from "../body.ts";
import { openTicket, type SealedTicket, sealTicket } from "../consent-form/form-ticket.ts";
import type { Answer, Untrusted } from "../contract/index.ts";
import { hex } from "../hex.ts";
import { personOf } from "../ledger/person.ts";
import { log } from "../log.ts";
import { acceptConsent, rulesKept } from "../policies/accept-consent.ts";
import { presentationOf } from "../policies/presentation-of.ts";
import { regionOfPerson } from "../policies/residence.ts";
import { detailOf, Refusal } from "../problem.ts";
import { callContext, policiesInUse, type Visit, visitor } from "../visit.ts";

/** Bytes of a form's post: a ticket and a name. */
const LARGEST_POST = 16 * 1024;
const MOST_LANGUAGES = 20;
/** What the browser says of a person who ticks and presses. Held against a ticket before anybody has. */
const WILLING: FormPost["headers"] = {
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
  "sec-fetch-user": "?1",
  "sec-fetch-site": "same-site",
};

/**
 * Consents without script: `POST /consent-forms` gives a server what it draws, with a ticket for this person and this
 * sentence; `POST /consent-forms/posted` takes what a person's browser posts, and sends the browser on.
 */
export const consentForms = new Hono<Visit>();

consentForms.post("/consent-forms", async (c) => {
  const person = await visitor(c);
  const { limits, settings, words } = c.var;
  const asked: Untrusted<"POST /consent-forms"> = await readObject(c.req.raw, limits.bodyBytes, limits.bodyTime);
  const returnTo = allowedReturn(c, asked.returnTo);
  const policy = (await policiesInUse(c)).named(asked.policy);
  const region = regionOfPerson(c, person, policy) ?? textOr(asked.region, undefined);
  const presentation = presentationOf(policy, languagesOf(asked.languages), settings.reviewedOnly, region, words);
  const shown = ticketOf(presentation, asked.logo);
  mustBeShowable(policy, presentation, shown, settings.reviewedOnly);
  const drawn = { locator: person.locator, shown, sentenceHash: sentenceHash(presentation), returnTo };
  const sealed = await sealTicket(settings.ledgerKey, drawn, Date.now());
  return c.json<Answer<"POST /consent-forms">>({ presentation, ...sealed }, 201);
});

consentForms.post("/consent-forms/posted", async (c) => {
  const { settings, limits, requestId } = c.var;
  const fields = await readForm(c.req.raw, LARGEST_POST, limits.bodyTime);
  const ticket = await openTicket(settings.ledgerKey, fields.get("ticket") ?? "");
  if (ticket === undefined) throw refused("this form's ticket is none of this gateway; load the page again");
  if (!settings.forms.returnUrls.has(ticket.returnTo))
    throw refused("no browser is sent on to this form's page any more");
  const origin = c.req.header("origin");
  if (origin !== new URL(ticket.returnTo).origin) throw refused("this form was posted by another page than its own");
  await mustBeSamePerson(c, ticket);
  let outcome: string;
  try {
    outcome = await accept(c, ticket, fields.get("consent") ?? "", origin);
  } catch (error) {
    const { code, rules } = detailOf(error);
    outcome = rules?.at(-1) ?? code;
    log("info", { event: "form-refused", code: outcome, requestId });
  }
  const next = new URL(ticket.returnTo);
  next.searchParams.set("kyc-consent", outcome);
  return c.redirect(next.href, 303);
});

/** Puts the consent on record. A ticket counts once: posted again, it tells what became of the first. */
async function accept(c: Context<Visit>, ticket: SealedTicket, consent: string, origin: string): Promise<string> {
  const settings = c.get("settings");
  const { locator, shown, id, expiresAt } = ticket;
  if (expiresAt <= Date.now()) return "expired";
  const policy = (await policiesInUse(c)).named(shown.policy);
  const presentation = presentationOf(policy, [shown.language], settings.reviewedOnly, shown.region);
  mustBeAsDrawn(presentation, ticket);
  const post = { consent, headers: Object.fromEntries(c.req.raw.headers) };
  const evidence = postedEvidence(shown, presentation, post, new Date().toISOString());
  const person = await personOf({ locator, claims: {} }, settings, callContext(c));
  c.set("person", person);
  const key = hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`consent form ${id}`)));
  const { record } = await acceptConsent(c, {
    ...{ person, policy, evidence, origin, key },
    region: shown.region,
    rendering: "server",
  });
  return record.withdrawnAt === undefined && record.lapsedAt === undefined ? "recorded" : "used";
}

/** Nobody reads back what was drawn. Of another version the policy's own rules speak. */
function mustBeAsDrawn(presentation: Presentation, { shown, sentenceHash: drawn }: SealedTicket): void {
  if (presentation.version !== shown.version || sentenceHash(presentation) === drawn) return;
  const message = "the sentence has been changed since it was drawn; load the page again";
  throw new Refusal(422, { code: "invalid-input", message, rules: ["sentence-differs"] });
}

function allowedReturn(c: Context<Visit>, asked: unknown): string {
  const { returnUrls } = c.get("settings").forms;
  if (returnUrls.size === 0) {
    throw new Refusal(404, { code: "not-found", message: "this gateway takes no consents by form" });
  }
  if (typeof asked === "string" && returnUrls.has(asked)) return asked;
  const message = "must be one of the addresses in CONSENT_RETURN_URLS";
  throw new Refusal(422, { code: "invalid-input", message, field: "returnTo" });
}

function languagesOf(asked: unknown): readonly string[] {
  if (!Array.isArray(asked)) return [];
  const isTag = (language: unknown): language is string =>
    typeof language === "string" && /^[A-Za-z0-9-]{1,35}$/.test(language);
  return asked.filter(isTag).slice(0, MOST_LANGUAGES);
}

/** What the server is going to draw. The sizes of its logo are its own word. */
function ticketOf(presentation: Presentation, logo: unknown): FormTicket {
  const { policy, version, language, region } = presentation;
  const { width, height } = (logo ?? {}) as { readonly width?: unknown; readonly height?: unknown };
  return {
    ...{ policy, version, language, ...(region !== undefined && { region }) },
    presentedAt: new Date().toISOString(),
    logo: { width: pixels(width), height: pixels(height) },
  };
}

function pixels(side: unknown): number {
  return typeof side === "number" && Number.isInteger(side) && side > 0 && side <= 10_000 ? side : 0;
}

/** What could not be agreed to even by who ticks and presses is not handed out. */
function mustBeShowable(policy: Policy, presentation: Presentation, shown: FormTicket, reviewedOnly: boolean): void {
  const post = { consent: `${shown.policy}@${shown.version}`, headers: WILLING };
  rulesKept(policy, postedEvidence(shown, presentation, post, shown.presentedAt), { reviewedOnly });
}

/** A host that hands the post on says who is signed in there now. */
async function mustBeSamePerson(c: Context<Visit>, { locator }: SealedTicket): Promise<void> {
  if (c.req.header("authorization") === undefined) return;
  if ((await visitor(c)).locator !== locator) throw refused("this form was made for another person");
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === "string" ? value : otherwise;
}

function refused(message: string): Refusal {
  return new Refusal(403, { code: "refused", message });
}
