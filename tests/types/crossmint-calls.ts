// The types of calls: what is right compiles, and every line after a @ts-expect-error must not. Checked by
// `tsc -p tests/types`, never run.

import { prepare } from "kyc-assent/edge";

const account = { environment: "staging", apiKey: "sk_staging_x" } as const;
const consent = { policy: "crossmint-privacy-policy", acceptedAt: "2025-12-31T00:00:00Z" } as const;
const now = "2026-01-01T00:00:00Z";
const userLocator = "userId:johnd-123";
const userDetails = {
  firstName: "Ada",
  lastName: "King",
  dateOfBirth: "1990-12-10",
  countryOfResidence: "IE",
} as const;
const user = { account, input: { userLocator }, now } as const;
const accepted = { userLocator, acceptedAt: now } as const;
const passport = { userLocator, documentType: "id-passport", data: "AAAA" } as const;

// ------------------------------------------------------------------------------------------------ what is right

prepare("crossmint.getUser", user);
prepare("crossmint.getVerification", user);
prepare("crossmint.getDocument", { account, input: { documentId: "doc_1" }, now });
prepare("crossmint.triggerVerification", { ...user, consent });
prepare("crossmint.putUser", { account, input: { userLocator, userDetails }, consent, now });
prepare("crossmint.putUser", {
  account,
  input: {
    userLocator,
    userDetails,
    kycData: { email: "a@b.example", identityDocument: { type: "ssn", number: "1" } },
    dueDiligence: { industry: "financial-institution" },
    verificationHistory: { idVerificationTimestamp: now },
    products: ["onramp", "regulated-transfer"],
    stored: { userDetails: true, kycData: false, dueDiligence: false, verificationHistory: false },
  },
  consent,
  now,
});
prepare("crossmint.uploadDocument", { account, input: passport, consent, now });
prepare("crossmint.uploadDocument", {
  account,
  input: { reference: { userLocator }, documentType: "selfie-left", data: "AAAA", expiresAt: "2030-01-31" },
  consent,
  now,
});
prepare("crossmint.acceptLegalDocument", { account, input: { ...accepted, type: "crossmint-privacy-policy" }, now });
prepare("crossmint.acceptLegalDocument", {
  account,
  input: { ...accepted, type: "crossmint-terms-of-service", region: "eu" },
  now,
});
for (const form of ["userId:a", "email:a@b.example", "phoneNumber:+1", "twitter:a", "x:a"] as const) {
  prepare("crossmint.getUser", { ...user, input: { userLocator: form } });
}
// Where no consent is demanded, one may be given.
prepare("crossmint.getUser", { ...user, consent });

// ------------------------------------------------------------------------------------------------ names and accounts

// @ts-expect-error no operation bears this name
prepare("crossmint.deleteUser", user);
// @ts-expect-error the letter case counts
prepare("crossmint.getuser", user);
// @ts-expect-error there are two environments
prepare("crossmint.getUser", { ...user, account: { environment: "development", apiKey: "sk_staging_x" } });
// @ts-expect-error an account has a key
prepare("crossmint.getUser", { ...user, account: { environment: "staging" } });
// @ts-expect-error law 4: no host is named in a call
prepare("crossmint.getUser", { ...user, account: { ...account, baseUrl: "https://evil.example" } });
// @ts-expect-error the clock is an argument
prepare("crossmint.getUser", { account, input: { userLocator } });
// @ts-expect-error the clock is a text
prepare("crossmint.getUser", { ...user, now: new Date() });

// ------------------------------------------------------------------------------------------------ consent

// @ts-expect-error law 2: a record is not sent without consent
prepare("crossmint.putUser", { account, input: { userLocator, userDetails }, now });
// @ts-expect-error law 2: nor is a document
prepare("crossmint.uploadDocument", { account, input: passport, now });
// @ts-expect-error law 2: nor is a verification triggered
prepare("crossmint.triggerVerification", user);
// @ts-expect-error a consent that may not be there is no consent
prepare("crossmint.triggerVerification", { ...user, consent: undefined });
// @ts-expect-error a consent says when
prepare("crossmint.triggerVerification", { ...user, consent: { policy: "crossmint-privacy-policy" } });
// @ts-expect-error a tick is no consent on record
prepare("crossmint.triggerVerification", { ...user, consent: true });

// ------------------------------------------------------------------------------------------------ locators and inputs

// @ts-expect-error a locator has a form
prepare("crossmint.getUser", { ...user, input: { userLocator: "johnd-123" } });
// @ts-expect-error one of the five forms
prepare("crossmint.getUser", { ...user, input: { userLocator: "wallet:0x1" } });
// @ts-expect-error the spelling counts
prepare("crossmint.getUser", { ...user, input: { userlocator: userLocator } });
// @ts-expect-error a document has an id, not a user
prepare("crossmint.getDocument", user);
// @ts-expect-error law 6: a record is whole
prepare("crossmint.putUser", { account, input: { userLocator, kycData: { nationality: "IE" } }, consent, now });
prepare("crossmint.putUser", {
  account,
  // @ts-expect-error law 6: and so are the details
  input: { userLocator, userDetails: { firstName: "Ada", lastName: "King", dateOfBirth: "1990-12-10" } },
  consent,
  now,
});
prepare("crossmint.putUser", {
  account,
  // @ts-expect-error a field that the section does not have
  input: { userLocator, userDetails: { ...userDetails, middleName: "B" } },
  consent,
  now,
});
prepare("crossmint.putUser", {
  account,
  // @ts-expect-error a date is a text
  input: { userLocator, userDetails: { ...userDetails, dateOfBirth: new Date() } },
  consent,
  now,
});
prepare("crossmint.putUser", {
  account,
  // @ts-expect-error a product that does not exist
  input: { userLocator, userDetails, products: ["payouts"] },
  consent,
  now,
});
prepare("crossmint.putUser", {
  account,
  // @ts-expect-error all four sections are stated
  input: { userLocator, userDetails, stored: { kycData: true } },
  consent,
  now,
});

// ------------------------------------------------------------------------------------------------ documents

// @ts-expect-error retired: the number goes into kycData
prepare("crossmint.uploadDocument", { account, input: { ...passport, documentType: "id-ssn" }, consent, now });
// @ts-expect-error our own word for it is no type of the partner
prepare("crossmint.uploadDocument", { account, input: { ...passport, documentType: "passport" }, consent, now });
// @ts-expect-error bytes are sent as base64
prepare("crossmint.uploadDocument", { account, input: { ...passport, data: new Uint8Array(3) }, consent, now });
// @ts-expect-error somebody's document
prepare("crossmint.uploadDocument", { account, input: { documentType: "id-passport", data: "AAAA" }, consent, now });
// @ts-expect-error the terms differ by region
prepare("crossmint.acceptLegalDocument", { account, input: { ...accepted, type: "crossmint-terms-of-service" }, now });
prepare("crossmint.acceptLegalDocument", {
  account,
  // @ts-expect-error three regions
  input: { ...accepted, type: "crossmint-terms-of-service", region: "uk" },
  now,
});
// @ts-expect-error another document
prepare("crossmint.acceptLegalDocument", { account, input: { ...accepted, type: "terms" }, now });
