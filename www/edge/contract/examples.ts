/** What a request may look like, by route: for readers of the description, and for tools that send it. Made-up people. */
import { present } from "kyc-assent/edge";
import type { Policy } from "../../package/types.ts";
import { PACKAGE_POLICIES } from "../policies/package-policies.ts";
import type { Contract, WithBody } from "./index.ts";

const [policy] = PACKAGE_POLICIES as readonly Policy[];
if (policy === undefined) throw new Error("the package has no policy");
const shown = present(policy, ["en"]);
const link = shown.segments.find(({ href }) => href !== undefined);

/** Parts of addresses, and members of queries. */
export const parameterExamples: { readonly [R in keyof Contract]?: Readonly<Record<string, string | number>> } = {
  "GET /policies/{policy}/presentation": { policy: policy.policy, lang: "de,en" },
  "DELETE /consents/{policy}": { policy: policy.policy },
  "GET /flow": { scopes: "onramp" },
  "POST /flow/tasks/{id}": { id: "crossmint.details" },
  "POST /flow/tasks/{id}/fields": { id: "crossmint.details" },
  "POST /flow/tasks/{id}/documents/{part}": { id: "crossmint.documents", part: "passport", scopes: "onramp" },
  "GET /log/consistency": { from: 1, to: 1 },
  "GET /operator/outdated": { policy: policy.policy },
  "GET /operator/export": { from: "2026-01-01", format: "csv" },
  "PUT /operator/policies/{policy}": { policy: policy.policy },
};

/** Bodies. */
export const bodyExamples: { readonly [R in WithBody]?: Contract[R]["body"] } = {
  "POST /consents": {
    policy: shown.policy,
    version: shown.version,
    language: shown.language,
    text: shown.segments.map(({ text }) => text).join(""),
    link: link?.href === undefined ? null : { text: link.text, href: link.href },
    tickedAtStart: false,
    openingForced: false,
    visible: true,
    logo: { shown: true, width: 120, height: 24 },
    presentedAt: "2026-01-31T12:00:00.000Z",
    tickedAt: "2026-01-31T12:00:09.000Z",
    byPerson: true,
  },
  "PUT /crossmint/user": {
    products: ["onramp"],
    userDetails: { firstName: "Zenobia", lastName: "Quixwell", dateOfBirth: "1987-06-05", countryOfResidence: "DE" },
    kycData: {
      nationality: "DE",
      addressOfResidence: { line1: "Lindenallee 17", city: "Kleinkleckersdorf", postalCode: "99998" },
      email: "zenobia@quixwell.example",
      phoneNumber: "+4915112345678",
      identityDocument: { type: "passport", number: "C01X00T47", issuingCountryCode: "DE" },
    },
    dueDiligence: {
      employmentStatus: "full-time",
      sourceOfFunds: "salary-disbursement",
      industry: "financial-institution",
      estimatedYearlyIncome: "income-50k-100k",
      expectedYearlyTxVolume: "volume-0-25k",
    },
    verificationHistory: {
      idVerificationTimestamp: "2026-01-02T03:04:05Z",
      livenessVerificationTimestamp: "2026-01-02T03:05:05Z",
    },
  },
  "POST /crossmint/documents": {
    documentType: "id-passport",
    data: "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  },
  "POST /flow/tasks/{id}": { scopes: ["onramp"], values: {} },
  "POST /flow/tasks/{id}/fields": { scopes: ["onramp"], values: { "country-of-residence": "DE" } },
  "POST /b2core/sign-in": { email: "zenobia@quixwell.example", password: "correct horse battery staple" },
  "POST /b2core/second-factor": { method: "google", code: "123456" },
  "POST /b2core/wizard": {
    uuid: "9b2c5b8e-4f7a-4a39-9d5c-0d9a2f0f6a11",
    documents: { type: 1, files: ["2026/01/passport.png"] },
  },
  "POST /operator/people": { locator: "userId:johnd-123" },
  "POST /operator/erasures": { locator: "userId:johnd-123", partners: { kriptomat: "4711" } },
};
