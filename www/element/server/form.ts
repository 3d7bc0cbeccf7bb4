import { ConsentError, type ConsentErrorCode } from "../consent-error.ts";
import type { Presentation } from "../presentation-shape.ts";

/** A sentence to be drawn for one person, with what makes it a form. */
export interface ConsentForm {
  readonly presentation: Presentation;
  /** Goes into the form: of this person and this sentence, and good for one consent. */
  readonly ticket: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export interface ConsentFormRequest {
  /** The base URL of the gateway. */
  readonly gateway: string;
  /** Your token for the person who is signed in. */
  readonly token: string;
  readonly policy: string;
  /** BCP 47 tags, the preferred first. */
  readonly languages?: readonly string[];
  /** The person's region, for a policy that differs by region where the gateway does not know the residence. */
  readonly region?: string;
  /** The logo as it will be drawn, in whole CSS pixels. */
  readonly logo: { readonly width: number; readonly height: number };
  /** Where the browser goes after the post: one of the gateway's `CONSENT_RETURN_URLS`. */
  readonly returnTo: string;
  /** Used instead of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Asks the gateway for a sentence and a ticket, for the person whom your sign-in has verified. For servers: the answer is
 * for this person's page alone, which no cache may keep.
 *
 * @throws {ConsentError} with the gateway's code
 */
export async function fetchConsentForm(request: ConsentFormRequest): Promise<ConsentForm> {
  const { gateway, token, policy, languages, region, logo, returnTo, fetch = globalThis.fetch } = request;
  let reply: Response;
  try {
    reply = await fetch(`${gateway.replace(/\/*$/, "")}/consent-forms`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ policy, languages, region, logo, returnTo }),
      redirect: "manual",
    });
  } catch (cause) {
    throw new ConsentError("unavailable", "The gateway cannot be reached", [], { cause });
  }
  const answer = (await reply.json().catch(() => ({}))) as Partial<ConsentForm> & {
    readonly code?: ConsentErrorCode;
    readonly detail?: string;
    readonly rules?: ConsentError["rules"];
  };
  const { presentation, ticket, expiresAt } = answer;
  if (reply.ok && presentation && ticket && expiresAt) return { presentation, ticket, expiresAt };
  const code = answer.code ?? (reply.ok ? "unreadable" : "unavailable");
  throw new ConsentError(code, answer.detail ?? `The gateway answered ${reply.status}`, answer.rules ?? []);
}
