// Made-up records and the steps that lead a person to a verification.

import type { Read, Sandbox } from "./start-sandbox.ts";

export const POLICY = { type: "crossmint-privacy-policy", acceptedAt: "2026-01-01T00:00:00Z" };

/** Fields of one section, to take away from or add to. */
type Section = Record<string, unknown>;

export interface FullRecord {
  userDetails: Section;
  kycData: Section;
  dueDiligence: Section;
  verificationHistory: Section;
}

/** A full record of a resident outside the US. */
export function record(country = "DE"): FullRecord {
  return {
    userDetails: { firstName: "Ada", lastName: "Muster", dateOfBirth: "1990-02-28", countryOfResidence: country },
    kycData: {
      nationality: "DE",
      addressOfResidence: { line1: "Weg 1", city: "Ort", postalCode: "10115" },
      identityDocument: { type: "passport", number: "C01X00T47", issuingCountryCode: "DE" },
    },
    dueDiligence: { employmentStatus: "full-time", sourceOfFunds: "salary-disbursement" },
    verificationHistory: { idVerificationTimestamp: "2026-01-01T00:00:00Z" },
  };
}

/** A full record of a US resident of a state without rules of its own. */
export function usRecord(state = "CA"): Pick<FullRecord, "userDetails" | "kycData"> {
  const { userDetails } = record("US");
  return {
    userDetails,
    kycData: {
      nationality: "US",
      phoneNumber: "+12025550100",
      addressOfResidence: { line1: "Road 1", city: "Town", stateOrRegion: state, postalCode: "90001" },
      identityDocument: { type: "ssn", number: "000-00-0000", issuingCountryCode: "US" },
    },
  };
}

export function user(id: string): string {
  return `/users/${encodeURIComponent(`userId:${id}`)}`;
}

export function upload(sandbox: Sandbox, id: string, documentType: string, more: object = {}): Promise<Read> {
  const reference = { userLocator: `userId:${id}` };
  return sandbox.crossmint("POST", "/documents", { reference, documentType, data: "aGVsbG8=", ...more });
}

/** Policy accepted, record put, documents uploaded. */
export async function bring(sandbox: Sandbox, id: string, full: object, documents: string[] = []): Promise<void> {
  const replies = [
    await sandbox.crossmint("PUT", `${user(id)}/legal-documents`, POLICY),
    await sandbox.crossmint("PUT", user(id), full),
  ];
  for (const documentType of documents) replies.push(await upload(sandbox, id, documentType));
  for (const reply of replies) if (reply.status >= 300) throw new Error(reply.text);
}

export const STANDARD_DOCUMENTS = ["id-passport", "selfie-front"];

interface Line {
  type: string;
  status: string;
  missingData?: string[];
  missingDocuments?: string[];
}

/** The eligibility list of a reply, by product: `status` or `status: what is missing`. */
export function lines(reply: Read): Record<string, string> {
  const { eligibility } = reply.json as { eligibility: Line[] };
  return Object.fromEntries(
    eligibility.map(({ type, status, missingData = [], missingDocuments = [] }) => {
      const missing = [...missingData, ...missingDocuments];
      return [type, missing.length === 0 ? status : `${status}: ${missing.join(" ")}`];
    }),
  );
}

export function same(status: string): Record<string, string> {
  return { "regulated-transfer": status, onramp: status, offramp: status };
}

export async function look(sandbox: Sandbox, id: string): Promise<Record<string, string>> {
  return lines(await sandbox.crossmint("GET", `${user(id)}/identity-verification`));
}

export async function trigger(sandbox: Sandbox, id: string): Promise<Record<string, string>> {
  return lines(await sandbox.crossmint("PUT", `${user(id)}/identity-verification`));
}

/** Triggers, lets the review end and looks. */
export async function verify(sandbox: Sandbox, id: string): Promise<Record<string, string>> {
  await trigger(sandbox, id);
  await sandbox.advance(3);
  return look(sandbox, id);
}
