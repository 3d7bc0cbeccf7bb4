// A user as the sandbox keeps it. Not the person's data: only which of it is there and what the rules need to know.

import type { Store } from "../store.ts";
import { type Fields, rules } from "./body.ts";
import type { Locator } from "./locator.ts";
import type { Verdict } from "./verification.ts";

/** What the last full record told. */
export interface Facts {
  /** Sections that were sent and are not empty. */
  sections: { userDetails: boolean; kycData: boolean; dueDiligence: boolean; verificationHistory: boolean };
  country: string | null;
  state: string | null;
  /** Name, birth date and country of residence are all there. */
  knowsWho: boolean;
  /** Nationality, address and identity document are all there. */
  knowsKyc: boolean;
  ssn: boolean;
  phone: boolean;
  email: boolean;
  yearlyIncome: boolean;
}

export interface Acceptance {
  acceptedAt: string;
  /** Number of the document's version that was accepted. */
  version: number;
}

export interface StoredDocument {
  id: string;
  documentType: string;
  createdAt: string;
  expiresAt: string | null;
}

export interface User {
  acceptances: Record<string, Acceptance>;
  facts: Facts;
  /** Counts the records put, so that a review can tell whether a newer one came. */
  revision: number;
  documents: Record<string, StoredDocument>;
  verdicts: Record<string, Verdict>;
  /** Its last status was pending-privacy-policy, and it has not been triggered with success since. */
  heldByPolicy: boolean;
  /** The record that the person `more-data` was asked to complete. */
  askedAtRevision: number | null;
}

export const noFacts: Facts = {
  sections: { userDetails: false, kycData: false, dueDiligence: false, verificationHistory: false },
  country: null,
  state: null,
  knowsWho: false,
  knowsKyc: false,
  ssn: false,
  phone: false,
  email: false,
  yearlyIncome: false,
};

export function findUser(store: Store, locator: Locator): User | null {
  return store.read<User>("user", locator.key);
}

export function newUser(): User {
  return {
    acceptances: {},
    facts: noFacts,
    revision: 0,
    documents: {},
    verdicts: {},
    heldByPolicy: false,
    askedAtRevision: null,
  };
}

export function keepUser(store: Store, locator: Locator, user: User): void {
  store.write("user", locator.key, user);
}

/** Reads the body of Create or Update User. What is not in it is gone: the record replaces the one before. */
export function readRecord(body: Fields): Facts {
  const details = body.object("userDetails");
  const first = details?.optional("firstName", rules.text);
  const last = details?.optional("lastName", rules.text);
  const born = details?.optional("dateOfBirth", rules.date);
  const country = details?.optional("countryOfResidence", rules.country);
  details?.close();

  const kyc = body.object("kycData");
  const nationality = kyc?.optional("nationality", rules.country);
  const email = kyc?.optional("email", rules.email);
  const phone = kyc?.optional("phoneNumber", rules.phone);
  kyc?.texts("ipAddresses");
  const address = kyc?.object("addressOfResidence");
  const line1 = address?.optional("line1", rules.text);
  address?.optional("line2", rules.anyText);
  const city = address?.optional("city", rules.text);
  const state = address?.optional("stateOrRegion", rules.anyText);
  const postalCode = address?.optional("postalCode", rules.text);
  address?.close();
  const identity = kyc?.object("identityDocument");
  const type = identity?.optional("type", rules.listValue);
  const number = identity?.optional("number", rules.text);
  identity?.optional("issuingCountryCode", rules.country);
  identity?.close();
  kyc?.close();

  const diligence = body.object("dueDiligence");
  const yearlyIncome = diligence?.optional("estimatedYearlyIncome", rules.listValue);
  // The reference has a second, unreadable shape of this section: any member is taken, in the form that all known values have.
  diligence?.rest(rules.listValue);

  const history = body.object("verificationHistory");
  history?.optional("idVerificationTimestamp", rules.dateTime);
  history?.optional("livenessVerificationTimestamp", rules.dateTime);
  history?.close();

  body.close();
  body.refuseProblems();

  const all = (...values: (string | undefined)[]) => values.every((value) => value !== undefined);
  const filled = (section: Fields | undefined) => section !== undefined && !section.isEmpty;
  return {
    sections: {
      userDetails: filled(details),
      kycData: filled(kyc),
      dueDiligence: filled(diligence),
      verificationHistory: filled(history),
    },
    country: country ?? null,
    state: state === undefined || state.trim() === "" ? null : state,
    knowsWho: all(first, last, born, country),
    knowsKyc: all(nationality, line1, city, postalCode, type, number),
    ssn: type === "ssn" && number !== undefined,
    phone: phone !== undefined,
    email: email !== undefined,
    yearlyIncome: yearlyIncome !== undefined,
  };
}
