import { AssentError, prepare } from "kyc-assent/edge";
import type { Settings } from "../configuration.ts";
import type { Person } from "../ledger/person.ts";
import { Refusal } from "../problem.ts";
import type { Subject } from "../verification/looks.ts";
import { kriptomatOf } from "./kriptomat-call.ts";

/** The person as Kriptomat's user. Throws when the token names none. */
export function kriptomatUser(person: Person, settings: Settings): Subject & { readonly partner: "kriptomat" } {
  const value = person.claims[kriptomatOf(settings).userClaim];
  if (value === undefined) throw unknownTo("Kriptomat user");
  const id = String(value);
  const isUser = (typeof value === "number" || typeof value === "string") && /^[1-9]\d{0,14}$/.test(id);
  if (!isUser) throw unusable();
  return { partner: "kriptomat", id };
}

/** The person as Sumsub's applicant. Throws when the token names none. */
export function sumsubApplicant(person: Person, settings: Settings): Subject & { readonly partner: "sumsub" } {
  if (settings.sumsub === undefined) {
    throw new Refusal(404, { code: "not-found", message: "this gateway is not set up for Sumsub" });
  }
  const { account, applicantClaim } = settings.sumsub;
  const id = person.claims[applicantClaim];
  if (id === undefined) throw unknownTo("Sumsub applicant");
  if (typeof id !== "string") throw unusable();
  try {
    // The core knows what an applicant's id may be, so it is asked to build a request that is never sent.
    const now = new Date().toISOString();
    prepare("sumsub.getApplicantStatus", { account, input: { applicantId: id }, now });
  } catch (error) {
    throw error instanceof AssentError && error.code === "invalid-input" ? unusable() : error;
  }
  return { partner: "sumsub", id };
}

function unknownTo(what: string): Refusal {
  return new Refusal(404, {
    code: "not-found",
    message: `the token names no ${what}: the host knows none of this person`,
  });
}

function unusable(): Refusal {
  return new Refusal(401, {
    code: "unauthorized",
    message: "the token does not identify the person in the way that is configured",
  });
}
