/** Crossmint's seven operations as one writes them by hand: zod for what goes in and comes back, JSON.parse, a switch. */
import { z } from "zod";
import { type Decision, member, PeerError, type Reading, type Refusals, type Reply, success, words } from "./reply.ts";
import { absent, type Call, country, day, input, moment, type Request, request, segment, text } from "./request.ts";

const policy = "crossmint-privacy-policy";

const refusals: Refusals = {
  window: 60,
  said: (body) => {
    const error = member(body, "error");
    return (
      words(member(body, "message")) ??
      words(member(error, "message")) ??
      words(error) ??
      words(member(error, "reason")) ??
      words(member(body, "code"))
    );
  },
};

const list = z.union([z.array(z.string()), z.string().transform((one) => [one])]).nullish();
const entry = z.object({ type: z.string(), status: z.string(), missingData: list, missingDocuments: list });
const verification = z.object({ eligibility: z.union([z.array(entry), entry.transform((one) => [one])]) });

const products = ["regulated-transfer", "onramp", "onramp-light", "offramp"];
const sections: Record<string, readonly string[]> = {
  "user-details": ["first-name", "last-name", "date-of-birth", "country-of-residence"],
  "kyc-data": ["nationality", "address-line", "city", "state", "postal-code", "email", "phone", "identity-number"],
};
const documentNames: Record<string, string> = { id: "identity-document", "proof-of-address": "proof-of-address" };

function missing(data: readonly string[], documents: readonly string[]) {
  const items: string[] = [];
  const wanted: string[] = [];
  const other: string[] = [];
  for (const name of data) {
    const known = sections[name];
    if (known) items.push(...known.filter((item) => !items.includes(item)));
    else other.push(name);
  }
  for (const name of documents) {
    const known = documentNames[name];
    if (known === undefined) other.push(name);
    else if (!wanted.includes(known)) wanted.push(known);
  }
  return { data: items, documents: wanted, other };
}

type Entry = z.output<typeof entry>;

function step(found: Entry, notStarted: object) {
  switch (found.status) {
    case "verified":
      return products.includes(found.type) ? { next: "proceed", text: "proceed" } : { next: "hold", text: "hold" };
    case "rejected":
      return { next: "stop", text: "stop-unknown", final: null };
    case "pending-review":
      return { next: "wait", text: "wait-review", reason: "review", lookAgainAfter: 5 };
    case "pending-manual-review":
      return { next: "wait", text: "wait-manual-review", reason: "manual-review", lookAgainAfter: 900 };
    case "requires-data":
      return { next: "provide", text: "provide", ...missing(found.missingData ?? [], found.missingDocuments ?? []) };
    case "pending-privacy-policy":
      return { next: "ask-consent", text: "ask-consent", policy };
    case "not-started":
      return notStarted as { next: string; text: string };
    default:
      return { next: "hold", text: "hold" };
  }
}

function readEligibility(reply: Reply, notStarted: object): Reading {
  const { eligibility } = success(reply, verification, refusals);
  const value = [];
  const decisions: Decision[] = [];
  for (const found of eligibility) {
    const lists: Record<string, unknown> = {};
    if (found.missingData != null) lists.missingData = found.missingData;
    if (found.missingDocuments != null) lists.missingDocuments = found.missingDocuments;
    value.push({ type: found.type, status: found.status, ...lists });
    let next = step(found, notStarted);
    const repeated = eligibility.some((other) => other !== found && other.type === found.type);
    if (repeated && next.next === "proceed") next = { next: "hold", text: "hold" };
    decisions.push({
      partner: "crossmint",
      scope: found.type,
      ...next,
      said: { status: found.status, ...lists },
      show: [],
    });
  }
  return { value: { eligibility: value }, decisions };
}

const begin = { next: "start-verification", text: "start-verification" };
const begun = { next: "wait", text: "wait-started", reason: "started", lookAgainAfter: 5 };

const optionalText = z.string().optional().catch(undefined);
const legalDocument = z.object({
  type: z.string(),
  acceptedAt: optionalText,
  isValidVersion: z.boolean().optional().catch(undefined),
  validVersion: z.boolean().optional().catch(undefined),
});
const summary = z.object({
  userDetails: z.boolean(),
  kycData: z.boolean(),
  dueDiligence: z.boolean(),
  verificationHistory: z.boolean(),
  userId: optionalText,
  email: optionalText,
  phoneNumber: optionalText,
  legalDocuments: z
    .union([z.array(legalDocument), legalDocument.transform((one) => [one])])
    .optional()
    .catch(undefined),
});

function readUser(reply: Reply): Reading {
  const { legalDocuments = [], ...value } = success(reply, summary, refusals);
  const documents = legalDocuments.map(({ type, acceptedAt, isValidVersion, validVersion }) => ({
    type,
    ...(acceptedAt === undefined ? {} : { acceptedAt }),
    isValidVersion: isValidVersion ?? validVersion ?? false,
  }));
  const valid = documents.some((document) => document.type === policy && document.isValidVersion);
  const ask = () => ({
    partner: "crossmint",
    scope: policy,
    next: "ask-consent",
    text: "ask-consent",
    policy,
    said: { legalDocuments: documents.map(({ type }) => type) },
    show: [],
  });
  return { value: { ...value, legalDocuments: documents }, decisions: valid ? [] : [ask()] };
}

const accepted = z.object({ acceptedAt: z.string() });
const record = z.object({ id: z.string(), documentType: z.string(), createdAt: optionalText, expiresAt: optionalText });

const readAccepted = (reply: Reply): Reading => ({ value: success(reply, accepted, refusals), decisions: [] });
const readDocument = (reply: Reply): Reading => ({ value: success(reply, record, refusals), decisions: [] });

const account = z
  .strictObject({ environment: z.enum(["staging", "production"]), apiKey: z.string().regex(/^sk_[!-~]+$/) })
  .refine(
    ({ environment, apiKey }) => apiKey.startsWith(`sk_${environment}_`) && apiKey.length > environment.length + 4,
  );
const locator = z
  .string()
  .max(512)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^(?:userId|phoneNumber|twitter|x):(?=\S)[^\u0000-\u001f\u007f-\u009f]*\S$|^email:[^@\s]+@[^@\s]+\.[^@\s]*$/);

function send(call: Call, method: string, path: string, body?: object): Request {
  const { environment, apiKey } = input(account, call.account);
  const host = environment === "staging" ? "staging" : "www";
  const url = `https://${host}.crossmint.com/api/2025-06-09/${path}`;
  return request(method, url, { "x-api-key": apiKey, accept: "application/json" }, body);
}

const acceptance = z.object({ policy: z.literal(policy), acceptedAt: moment });

/** No KYC data goes out without a consent that is not from the future. */
function mayBeSent(call: Call): void {
  const read = acceptance.safeParse(call.consent);
  if (!read.success || Date.parse(read.data.acceptedAt) > Date.parse(input(moment, call.now))) {
    throw new PeerError("consent-required", "consent is missing, or of another policy");
  }
}

const userInput = z.strictObject({ userLocator: locator });
const acceptInput = z.discriminatedUnion("type", [
  z.strictObject({ userLocator: locator, type: z.literal(policy), acceptedAt: moment, region: z.unknown().optional() }),
  z.strictObject({
    userLocator: locator,
    type: z.literal("crossmint-terms-of-service"),
    acceptedAt: moment,
    region: z.enum(["eu", "worldwide", "us"]),
  }),
]);

function prepareAccept(call: Call): Request {
  const { userLocator, type, acceptedAt, region } = input(acceptInput, call.input);
  const body = { type, acceptedAt, ...(type === policy ? {} : { region }) };
  return send(call, "PUT", `users/${segment(userLocator)}/legal-documents`, body);
}

const some = (section: object) => Object.values(section).some((value) => value !== undefined);
const details = z.strictObject({ firstName: text, lastName: text, dateOfBirth: day, countryOfResidence: country });
const address = z.strictObject({
  line1: absent(text),
  line2: absent(text),
  city: absent(text),
  stateOrRegion: absent(text),
  postalCode: absent(text),
});
const kyc = z
  .strictObject({
    nationality: absent(country),
    addressOfResidence: absent(address),
    email: absent(z.string().regex(/^[^@\s]+@[^@\s]+\.[^@\s]*$/)),
    phoneNumber: absent(z.string().regex(/\d/)),
    identityDocument: absent(z.strictObject({ type: text, number: text, issuingCountryCode: absent(country) })),
    ipAddresses: absent(z.array(z.string().min(1))),
  })
  .refine(some);
const diligence = z
  .looseObject({
    employmentStatus: absent(text),
    sourceOfFunds: absent(text),
    industry: absent(text),
    estimatedYearlyIncome: absent(text),
    expectedYearlyTxVolume: absent(text),
  })
  .refine(some);
const history = z
  .strictObject({ idVerificationTimestamp: absent(moment), livenessVerificationTimestamp: absent(moment) })
  .refine(some);
const user = z.strictObject({
  userLocator: locator,
  products: absent(z.array(z.enum(["regulated-transfer", "onramp", "onramp-light", "offramp"]))),
  stored: absent(z.record(z.string(), z.unknown())),
  userDetails: details,
  kycData: absent(kyc),
  dueDiligence: absent(diligence),
  verificationHistory: absent(history),
});
type User = z.output<typeof user>;

const dueDiligenceStates = /^(?:NY|New York|NC|North Carolina|TN|Tennessee|TX|Texas|VA|Virginia|VT|Vermont)$/;

/** What the wanted products require beyond the details of the person. */
function lacks({ products: wanted = [], userDetails, kycData, dueDiligence, verificationHistory }: User): boolean {
  if (wanted.every((product) => product === "regulated-transfer")) return false;
  const where = kycData?.addressOfResidence;
  if (!kycData?.nationality || !where?.line1 || !where.city || !where.postalCode) return true;
  if (!kycData.email || !kycData.phoneNumber) return true;
  if (!wanted.some((product) => product === "onramp" || product === "offramp")) return false;
  if (!kycData.identityDocument) return true;
  if (userDetails.countryOfResidence === "US" && dueDiligenceStates.test(where.stateOrRegion ?? "")) {
    return !dueDiligence?.employmentStatus || !dueDiligence.sourceOfFunds || !dueDiligence.industry;
  }
  return !verificationHistory?.idVerificationTimestamp;
}

function preparePutUser(call: Call): Request {
  mayBeSent(call);
  const given = input(user, call.input);
  const { userLocator, products: _, stored = {}, ...whole } = given;
  if (Date.parse(whole.userDetails.dateOfBirth) > Date.parse(input(moment, call.now))) {
    throw new PeerError("invalid-input", "a birth in the future");
  }
  if (lacks(given)) throw new PeerError("invalid-input", "lacks what the products require");
  for (const name of ["kycData", "dueDiligence", "verificationHistory"] as const) {
    if (stored[name] === true && whole[name] === undefined)
      throw new PeerError("invalid-input", `${name} would be lost`);
  }
  return send(call, "PUT", `users/${segment(userLocator)}`, whole);
}

const european = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" "),
);
const documentTypes = [
  ...["id-passport", "id-idcard-front", "id-idcard-back", "id-residency-permit", "proof-of-address", "proof-of-income"],
  ...["selfie-front", "selfie-left", "selfie-right"],
] as const;
const upload = z.strictObject({
  userLocator: absent(locator),
  reference: absent(z.strictObject({ userLocator: absent(locator) })),
  documentType: z.enum(documentTypes),
  data: z
    .string()
    .regex(
      /^(?:data:[^,]*\/[^,]*;base64,)?(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{4}|[A-Za-z\d+/]{3}=|[A-Za-z\d+/]{2}==)$/,
    ),
  expiresAt: absent(day),
  countryOfResidence: absent(country),
});

function prepareUpload(call: Call): Request {
  mayBeSent(call);
  const {
    userLocator: flat,
    reference,
    documentType,
    data,
    expiresAt,
    countryOfResidence: home,
  } = input(upload, call.input);
  const userLocator = reference?.userLocator ?? flat;
  if (userLocator === undefined || (flat !== undefined && flat !== userLocator)) {
    throw new PeerError("invalid-input", "which user?");
  }
  const card = documentType.startsWith("id-idcard") && home !== undefined && home !== "US" && !european.has(home);
  if (card || (documentType === "id-residency-permit" && home !== undefined && home !== "ES")) {
    throw new PeerError("invalid-input", "documentType is not accepted from residents of that country");
  }
  const body = { reference: { userLocator }, documentType, data, ...(expiresAt === undefined ? {} : { expiresAt }) };
  return send(call, "POST", "documents", body);
}

const documentInput = z.strictObject({ documentId: text.max(256) });
const userPath = (call: Call) => `users/${segment(input(userInput, call.input).userLocator)}`;

export const crossmint = {
  acceptLegalDocument: { prepare: prepareAccept, read: readAccepted },
  putUser: { prepare: preparePutUser, read: readUser },
  getUser: { prepare: (call: Call) => send(call, "GET", userPath(call)), read: readUser },
  uploadDocument: { prepare: prepareUpload, read: readDocument },
  getDocument: {
    prepare: (call: Call) => send(call, "GET", `documents/${segment(input(documentInput, call.input).documentId)}`),
    read: readDocument,
  },
  triggerVerification: {
    prepare: (call: Call) => {
      mayBeSent(call);
      return send(call, "PUT", `${userPath(call)}/identity-verification`);
    },
    read: (reply: Reply) => readEligibility(reply, begun),
  },
  getVerification: {
    prepare: (call: Call) => send(call, "GET", `${userPath(call)}/identity-verification`),
    read: (reply: Reply) => readEligibility(reply, begin),
  },
};
