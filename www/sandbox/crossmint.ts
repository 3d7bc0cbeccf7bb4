// Crossmint's users and KYC operations (partner-apis §1), API version 2025-06-09.

import { oneOf, readBody, rules } from "./crossmint/body.ts";
import { type Locator, locatorOfSegment, readLocator } from "./crossmint/locator.ts";
import { outcomeOf, people } from "./crossmint/people.ts";
import { crossmintSettings, settingsOf } from "./crossmint/settings.ts";
import { findUser, keepUser, newUser, readRecord, type StoredDocument, type User } from "./crossmint/user.ts";
import { decide, eligibility, trigger, type Rules as VerificationRules } from "./crossmint/verification.ts";
import { type Answer, type Context, json, type MatchedCall, type Operation, type Partner, Refusal } from "./partner.ts";
import type { Settings } from "./settings.ts";

const ROOT = "/api/2025-06-09";
const POLICY = "crossmint-privacy-policy";
const TERMS = "crossmint-terms-of-service";

const DOCUMENT_TYPES = [
  "id-passport",
  "id-idcard-front",
  "id-idcard-back",
  "id-residency-permit",
  "proof-of-address",
  "proof-of-income",
  "selfie-front",
  "selfie-left",
  "selfie-right",
];

function path(pattern: string): RegExp {
  return new RegExp(`^${ROOT}${pattern}$`);
}

function currentVersion(context: Context, type: string): number {
  return context.store.read<number>("document-version", type) ?? 1;
}

function isValid(user: User, type: string, context: Context): boolean {
  return user.acceptances[type]?.version === currentVersion(context, type);
}

/** Notes the person's outcome and refuses for the one whose project has no KYC. */
function meet(locator: Locator, context: Context): string {
  const outcome = outcomeOf(locator.value);
  context.concerns(outcome);
  if (outcome === "not-enabled") throw notEnabled(context.settings);
  return outcome;
}

function notEnabled(settings: Settings): Refusal {
  return new Refusal(
    settingsOf(settings).notEnabledStatus,
    "not_enabled",
    "project not configured to support the users KYC endpoints",
  );
}

function locatorOf(call: MatchedCall): Locator {
  return locatorOfSegment(call.segments[0] ?? "");
}

function knownUser(locator: Locator, context: Context): User {
  const user = findUser(context.store, locator);
  if (user === null) throw new Refusal(404, "user_not_found", "user not found");
  return user;
}

function verificationRules(user: User, outcome: string, context: Context): VerificationRules {
  const settings = settingsOf(context.settings);
  return {
    now: context.now,
    outcome,
    policyAccepted: isValid(user, POLICY, context),
    policyAtTrigger: settings.policyCounts === "at-next-trigger",
    reviewSeconds: settings.reviewSeconds,
    missingAtOnce: settings.missingTold === "at-once",
    onrampLight: settings.onrampLight,
    selfie: settings.selfie,
  };
}

function summary(locator: Locator, user: User, context: Context): Answer {
  const { versionField, legalDocuments: shape } = settingsOf(context.settings);
  const list = Object.entries(user.acceptances).map(([type, { acceptedAt }]) => ({
    type,
    acceptedAt,
    [versionField]: isValid(user, type, context),
  }));
  const named = ["userId", "email", "phoneNumber"].includes(locator.form) ? { [locator.form]: locator.value } : {};
  const legalDocuments = shape === "object" ? list[0] : list;
  return json(200, {
    ...named,
    ...user.facts.sections,
    ...(shape !== "absent" && legalDocuments !== undefined && { legalDocuments }),
  });
}

function acceptLegalDocument(call: MatchedCall, context: Context): Answer {
  const locator = locatorOf(call);
  const outcome = meet(locator, context);
  const body = readBody(call);
  const type = body.required("type", oneOf([POLICY, TERMS]));
  const acceptedAt = body.required("acceptedAt", rules.dateTime);
  const regions = oneOf(["eu", "worldwide", "us"]);
  if (type === TERMS) body.required("region", regions);
  else body.optional("region", rules.anyText);
  body.close();
  body.refuseProblems();

  const user = findUser(context.store, locator) ?? newUser();
  const current = currentVersion(context, type);
  const first = user.acceptances[type] === undefined;
  const version = outcome === "policy-outdated" && type === POLICY && first ? current - 1 : current;
  const recorded = new Date(acceptedAt).toISOString();
  user.acceptances[type] = { acceptedAt: recorded, version };
  keepUser(context.store, locator, user);
  return json(200, { acceptedAt: recorded });
}

function putUser(call: MatchedCall, context: Context): Answer {
  const locator = locatorOf(call);
  meet(locator, context);
  const facts = readRecord(readBody(call));
  const { legalEntity } = settingsOf(context.settings);
  if (legalEntity !== "any" && facts.country !== null) {
    const entity = facts.country === "US" ? "crossmint-horizon" : "crossmint-europe";
    if (entity !== legalEntity) throw notEnabled(context.settings);
  }
  const user = findUser(context.store, locator) ?? newUser();
  user.facts = facts;
  user.revision += 1;
  keepUser(context.store, locator, user);
  return summary(locator, user, context);
}

function getUser(call: MatchedCall, context: Context): Answer {
  const locator = locatorOf(call);
  meet(locator, context);
  return summary(locator, knownUser(locator, context), context);
}

function documentAnswer(status: number, { id, documentType, createdAt, expiresAt }: StoredDocument): Answer {
  return json(status, { id, documentType, createdAt, ...(expiresAt !== null && { expiresAt }) });
}

function uploadDocument(call: MatchedCall, context: Context): Answer {
  const body = readBody(call);
  const reference = body.object("reference", true);
  const locatorText = reference?.required("userLocator", rules.text) ?? "";
  reference?.close();
  const documentType = body.required("documentType", oneOf(DOCUMENT_TYPES));
  body.required("data", rules.base64);
  const expiresAt = body.optional("expiresAt", rules.datePattern);
  body.close();
  body.refuseProblems();

  const locator = readLocator(locatorText);
  meet(locator, context);
  const user = knownUser(locator, context);
  if (documentType === "id-residency-permit" && user.facts.country !== "ES") {
    body.problem("documentType", "id-residency-permit is for residents of Spain only");
    body.refuseProblems();
  }
  const replaced = user.documents[documentType];
  if (replaced !== undefined) context.store.remove("document", replaced.id);
  const document: StoredDocument = {
    id: `doc_${crypto.randomUUID()}`,
    documentType,
    createdAt: new Date(context.now).toISOString(),
    expiresAt: expiresAt ?? null,
  };
  user.documents[documentType] = document;
  context.store.write("document", document.id, document);
  keepUser(context.store, locator, user);
  return documentAnswer(replaced === undefined ? 201 : 200, document);
}

function getDocument(call: MatchedCall, context: Context): Answer {
  const document = context.store.read<StoredDocument>("document", call.segments[0] ?? "");
  if (document === null) throw new Refusal(404, "document_not_found", "document not found");
  return documentAnswer(200, document);
}

function triggerVerification(call: MatchedCall, context: Context): Answer {
  const locator = locatorOf(call);
  const outcome = meet(locator, context);
  const user = knownUser(locator, context);
  const list = trigger(user, verificationRules(user, outcome, context));
  keepUser(context.store, locator, user);
  return json(200, { eligibility: list });
}

function getVerification(call: MatchedCall, context: Context): Answer {
  const locator = locatorOf(call);
  const outcome = meet(locator, context);
  const user = knownUser(locator, context);
  const wasHeld = user.heldByPolicy;
  const list = eligibility(user, verificationRules(user, outcome, context));
  if (user.heldByPolicy !== wasHeld) keepUser(context.store, locator, user);
  return json(200, { eligibility: list });
}

const wrongUser = { userDetails: "yes", kycData: { stored: true }, legalDocuments: "crossmint-privacy-policy" };
const wrongEligibility = { eligibility: [{ type: "onramp", status: ["verified"] }, "verified"] };

const operations: Operation[] = [
  {
    name: "acceptLegalDocument",
    method: "PUT",
    path: path("/users/([^/]+)/legal-documents"),
    wrongShape: { acceptedAt: true },
    carryOut: acceptLegalDocument,
  },
  { name: "putUser", method: "PUT", path: path("/users/([^/]+)"), wrongShape: wrongUser, carryOut: putUser },
  { name: "getUser", method: "GET", path: path("/users/([^/]+)"), wrongShape: wrongUser, carryOut: getUser },
  {
    name: "uploadDocument",
    method: "POST",
    path: path("/documents"),
    wrongShape: { id: 7, documentType: null },
    carryOut: uploadDocument,
  },
  {
    name: "getDocument",
    method: "GET",
    path: path("/documents/([^/]+)"),
    wrongShape: { id: 7, documentType: null },
    carryOut: getDocument,
  },
  {
    name: "triggerVerification",
    method: "PUT",
    path: path("/users/([^/]+)/identity-verification"),
    wrongShape: wrongEligibility,
    carryOut: triggerVerification,
  },
  {
    name: "getVerification",
    method: "GET",
    path: path("/users/([^/]+)/identity-verification"),
    wrongShape: wrongEligibility,
    carryOut: getVerification,
  },
];

/** The key must be a server key of this environment and bear the scope. */
function admit(call: MatchedCall, operation: Operation, context: Context): void {
  const key = call.headers["x-api-key"];
  if (key === undefined || key === "") throw new Refusal(401, "missing_api_key", "X-API-KEY is missing");
  const [, side, environment] = /^(sk|ck)_(development|staging|production)_\S+$/.exec(key) ?? [];
  if (side === undefined) throw new Refusal(401, "invalid_api_key", "X-API-KEY is not a valid API key");
  if (side === "ck") throw new Refusal(403, "server_key_required", "this endpoint needs a server-side API key");
  if (environment !== context.world) {
    throw new Refusal(403, "wrong_environment", `the API key is not of the ${context.world} environment`);
  }
  const scope = operation.method === "GET" ? "users.read" : "users.create";
  const { scopes } = settingsOf(context.settings);
  if (scopes !== "both" && scopes !== scope) {
    throw new Refusal(403, "missing_scope", `the API key lacks the scope ${scope}`);
  }
}

function refuse({ status, code, messages, message }: Refusal, settings: Settings): Answer {
  switch (settingsOf(settings).errorShape) {
    case "code":
      return json(status, { error: true, message, code });
    case "reason":
      return json(status, { error: { reason: code, message }, message });
    case "text":
      return json(status, { error: message });
    case "list":
      return json(status, { error: true, message: messages });
  }
}

function tooMany(wait: number, now: number, settings: Settings): Answer {
  const answer = refuse(new Refusal(429, "rate_limit_exceeded", "too many requests"), settings);
  const { retryAfter } = settingsOf(settings);
  if (retryAfter === "seconds") answer.headers["retry-after"] = String(wait);
  if (retryAfter === "date") answer.headers["retry-after"] = new Date(now + wait * 1000).toUTCString();
  return answer;
}

function worldIn(input: Record<string, unknown>): string {
  const { environment = "staging" } = input;
  if (environment !== "staging" && environment !== "production") {
    throw new Refusal(400, "invalid_request", "environment must be staging or production");
  }
  return environment;
}

export const crossmint: Partner = {
  name: "crossmint",
  hosts: { "staging.crossmint.com": "staging", "www.crossmint.com": "production" },
  operations,
  people,
  choosing: "The id in the user locator begins with the outcome, e.g. userId:rejected-1. Any other id is verified.",
  accounts: [
    { what: "Any server key of the host's environment.", credentials: { "x-api-key": "sk_staging_sandboxOnly" } },
  ],
  settings: crossmintSettings,
  admit,
  limit(operation, settings) {
    const { readsPerMinute, writesPerMinute } = settingsOf(settings);
    const [bucket, calls] = operation.method === "GET" ? ["reads", readsPerMinute] : ["writes", writesPerMinute];
    return calls === 0 ? null : { bucket, calls, seconds: 60 };
  },
  refuse,
  tooMany,
  staff: [
    {
      name: "decide",
      what: "Decides the manual review of one person.",
      fields: [
        { name: "userLocator", label: "User locator" },
        { name: "status", label: "Decision", choices: ["verified", "rejected"] },
        { name: "environment", label: "Environment", choices: ["staging", "production"] },
      ],
      run(input, contextOf) {
        const { userLocator, status } = input;
        if (typeof userLocator !== "string" || (status !== "verified" && status !== "rejected")) {
          throw new Refusal(400, "invalid_request", "userLocator and status (verified or rejected) are required");
        }
        const context = contextOf(worldIn(input));
        const locator = readLocator(userLocator);
        const user = knownUser(locator, context);
        const products = decide(user, status, context.now);
        keepUser(context.store, locator, user);
        return { products };
      },
    },
    {
      name: "renew-policy",
      what: "Publishes a new version of the privacy policy: every acceptance so far is outdated.",
      fields: [{ name: "environment", label: "Environment", choices: ["staging", "production"] }],
      run(input, contextOf) {
        const context = contextOf(worldIn(input));
        const version = currentVersion(context, POLICY) + 1;
        context.store.write("document-version", POLICY, version);
        return { version };
      },
    },
  ],
};
