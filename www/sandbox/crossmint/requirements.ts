// What a product needs of a person: partner-apis §1.6, as the sandbox's own code.

import { isInEea, stateWantsDueDiligence } from "./countries.ts";
import type { Facts, StoredDocument } from "./user.ts";

export const PRODUCTS = ["regulated-transfer", "onramp", "onramp-light", "offramp"] as const;
export type Product = (typeof PRODUCTS)[number];

/** How much is asked: the standard, the standard with proof of address, or enhanced due diligence. */
export type Depth = "standard" | "with-documents" | "edd";

/** Members of `missingData` and `missingDocuments`. */
export interface Missing {
  data: string[];
  documents: string[];
}

type Documents = Record<string, StoredDocument>;

/** True when a document of the type is there and has not expired on `today` (YYYY-MM-DD). */
function has(documents: Documents, type: string, today: string): boolean {
  const document = documents[type];
  return document !== undefined && (document.expiresAt === null || document.expiresAt >= today);
}

/** Passport everywhere; ID card (or US licence) of two sides in the EU/EEA and the US; residency permit in Spain. */
function hasIdentity(country: string, documents: Documents, today: string): boolean {
  const there = (type: string) => has(documents, type, today);
  if (there("id-passport")) return true;
  if (country === "ES" && there("id-residency-permit")) return true;
  const cardAllowed = country === "US" || isInEea(country);
  return cardAllowed && there("id-idcard-front") && there("id-idcard-back");
}

function missingData(facts: Facts, light: boolean): string[] {
  const missing: string[] = [];
  const inUs = facts.country === "US";
  if (!facts.knowsWho) missing.push("user-details");
  if (!facts.knowsKyc || (inUs && !(facts.ssn && facts.phone && facts.state !== null))) missing.push("kyc-data");
  if (light) return missing;
  const { dueDiligence, verificationHistory } = facts.sections;
  const diligenceDue = inUs
    ? (stateWantsDueDiligence(facts.state ?? "") && !dueDiligence) || (dueDiligence && !facts.yearlyIncome)
    : !dueDiligence;
  if (diligenceDue) missing.push("due-diligence");
  if (!inUs && !verificationHistory) missing.push("verification-history");
  return missing;
}

function missingDocuments(
  country: string,
  documents: Documents,
  depth: Depth,
  wantsSelfie: boolean,
  today: string,
): string[] {
  const inUs = country === "US";
  const missing: string[] = [];
  if ((!inUs || depth !== "standard") && !hasIdentity(country, documents, today)) missing.push("id");
  if (!inUs && wantsSelfie && !has(documents, "selfie-front", today)) missing.push("selfie");
  if (depth !== "standard" && !has(documents, "proof-of-address", today)) missing.push("proof-of-address");
  if (depth === "edd" && !inUs && !has(documents, "proof-of-income", today)) missing.push("proof-of-income");
  return missing;
}

/** What is missing for the product. Documents are asked for once the residence is known, as it decides which. */
export function missingFor(
  product: Product,
  facts: Facts,
  documents: Documents,
  how: { depth: Depth; selfie: boolean; today: string },
): Missing {
  if (product === "regulated-transfer") return { data: facts.knowsWho ? [] : ["user-details"], documents: [] };
  if (product === "onramp-light") return { data: missingData(facts, true), documents: [] };
  return {
    data: missingData(facts, false),
    documents:
      facts.country === null ? [] : missingDocuments(facts.country, documents, how.depth, how.selfie, how.today),
  };
}
