// Sumsub's share tokens, applicant status, import and webhooks (partner-apis §4).

import {
  type Answer,
  type Context,
  json,
  type MatchedCall,
  type Operation,
  objectIn,
  type Partner,
  Refusal,
} from "./partner.ts";
import type { Settings } from "./settings.ts";
import { accountOf, listedAccounts, type SumsubAccount } from "./sumsub/accounts.ts";
import {
  findApplicant,
  isApproved,
  keepApplicant,
  type ReviewResult,
  setReview,
  statusOf,
} from "./sumsub/applicant.ts";
import { hooks } from "./sumsub/hooks.ts";
import { people } from "./sumsub/people.ts";
import { settingsOf, sumsubSettings } from "./sumsub/settings.ts";
import {
  DEFAULT_TTL,
  ERROR_CODES,
  examine,
  keepToken,
  partnersOf,
  type ShareToken,
  setPartners,
  spend,
  tokenText,
} from "./sumsub/share-token.ts";
import { callerOf, checkSignature } from "./sumsub/signing.ts";

const bad = (description: string) => new Refusal(400, "", description);

function jsonBody(call: MatchedCall): Record<string, unknown> {
  const body = objectIn(call.body);
  if (body === null) throw bad("The body must be a JSON object");
  return body;
}

function applicantOf(call: MatchedCall, context: Context) {
  const account = callerOf(call);
  let id: string;
  try {
    id = decodeURIComponent(call.segments[0] ?? "");
  } catch {
    throw bad("applicantId is not validly percent-encoded");
  }
  return { account, applicant: findApplicant(context, account, id) };
}

/** A whole number of seconds; both an integer and a numeric text are taken. */
function readTtl(value: unknown): number {
  if (value === undefined || value === null) return DEFAULT_TTL;
  const seconds = typeof value === "string" && /^\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof seconds !== "number" || !Number.isInteger(seconds) || seconds < 1 || seconds > 2_147_483_647) {
    throw bad("ttlInSecs must be a whole number of seconds");
  }
  return seconds;
}

function makeShareToken(call: MatchedCall, context: Context, input: Record<string, unknown>): Answer {
  const account = callerOf(call);
  const settings = settingsOf(context.settings);
  const { applicantId, forClientId, ttlInSecs } = input;
  if (typeof applicantId !== "string" || applicantId === "") throw bad("applicantId is required");
  if (typeof forClientId !== "string" || forClientId === "") throw bad("forClientId is required");
  const asked = readTtl(ttlInSecs);
  if (!settings.sharePermission) {
    throw new Refusal(403, "", "The app token lacks the permission to share applicants data");
  }
  const applicant = findApplicant(context, account, applicantId);
  const token: ShareToken = {
    token: tokenText(settings.tokenLook),
    clientId: account.clientId,
    applicantId,
    forClientId,
    createdAt: context.now,
    ttlInSecs: settings.longestTtl === 0 ? asked : Math.min(asked, settings.longestTtl),
    used: false,
    suitable: isApproved(applicant) && applicant.outcome !== "unsuitable",
  };
  keepToken(context.store, token);
  return json(200, { token: token.token, forClientId });
}

function importApplicant(call: MatchedCall, context: Context): Answer {
  const account = callerOf(call);
  const settings = settingsOf(context.settings);
  const text = new URLSearchParams(call.query).get("shareToken") ?? "";
  if (text === "") throw bad("shareToken is required");
  if (!settings.copyEnabled) throw importRefusal("copy-applicant-disabled");
  const found = examine(context.store, text, account.clientId, context.now);
  if ("fault" in found) {
    const { fault, token } = found;
    if (fault === "used" || (fault === "expired" && settings.expiredTokenAs === "401")) {
      const created = new Date(token?.createdAt ?? 0).toISOString();
      throw new Refusal(401, "", `Share token is invalid now, created at ${created}, ttl ${token?.ttlInSecs} s`);
    }
    throw importRefusal(fault === "expired" ? "invalid-share-token" : fault);
  }
  spend(context.store, found.token);
  // The first two digits make it an approved applicant.
  const id = `00${crypto.randomUUID().replaceAll("-", "").slice(0, 22)}`;
  keepApplicant(context, account, { ...findApplicant(context, account, id), createdAt: context.now });
  return json(200, {
    id,
    createdAt: new Date(context.now).toISOString().slice(0, 19).replace("T", " "),
    clientId: account.clientId,
    inspectionId: `inspection-${id}`,
    externalUserId: `person-of-${id}`,
  });
}

function importRefusal(name: string): Refusal {
  return new Refusal(400, name, `The applicant cannot be imported: ${name}`);
}

function readResult(input: Record<string, unknown>): ReviewResult {
  const { reviewAnswer, rejectLabels = [], reviewRejectType, clientComment, moderationComment } = input;
  if (reviewAnswer !== "GREEN" && reviewAnswer !== "RED") throw bad("reviewAnswer must be GREEN or RED");
  if (!Array.isArray(rejectLabels) || rejectLabels.some((label) => typeof label !== "string")) {
    throw bad("rejectLabels must be a list of texts");
  }
  if (reviewRejectType !== undefined && reviewRejectType !== "RETRY" && reviewRejectType !== "FINAL") {
    throw bad("reviewRejectType must be RETRY or FINAL");
  }
  const result: ReviewResult = { reviewAnswer };
  if (reviewAnswer === "RED") result.rejectLabels = rejectLabels as string[];
  if (reviewRejectType !== undefined) result.reviewRejectType = reviewRejectType;
  for (const [name, comment] of Object.entries({ clientComment, moderationComment })) {
    if (comment === undefined) continue;
    if (typeof comment !== "string") throw bad(`${name} must be a text`);
    result[name as "clientComment" | "moderationComment"] = comment;
  }
  return result;
}

function testCompleted(call: MatchedCall, context: Context): Answer {
  const { account, applicant } = applicantOf(call, context);
  if (account.environment !== "sandbox") throw new Refusal(403, "", "This is for sandbox tokens only");
  const reviewResult = readResult(jsonBody(call));
  setReview(context, account, applicant, { reviewStatus: "completed", reviewResult });
  return json(200, { ok: 1 });
}

const wrongToken = { token: { value: "_act-none" }, forClientId: 7 };

const operations: Operation[] = [
  {
    name: "createShareToken",
    method: "POST",
    path: /^\/resources\/accessTokens\/shareToken$/,
    wrongShape: wrongToken,
    carryOut: (call, context) => makeShareToken(call, context, jsonBody(call)),
  },
  {
    name: "createShareTokenByQuery",
    method: "POST",
    path: /^\/resources\/accessTokens\/-\/shareToken$/,
    wrongShape: wrongToken,
    carryOut: (call, context) => makeShareToken(call, context, Object.fromEntries(new URLSearchParams(call.query))),
  },
  {
    name: "getApplicantStatus",
    method: "GET",
    path: /^\/resources\/applicants\/([^/]+)\/status$/,
    wrongShape: { reviewStatus: ["completed"], reviewResult: "GREEN" },
    carryOut: (call, context) => json(200, statusOf(applicantOf(call, context).applicant, context.now)),
  },
  {
    name: "testCompleted",
    method: "POST",
    path: /^\/resources\/applicants\/([^/]+)\/status\/testCompleted$/,
    wrongShape: [],
    carryOut: testCompleted,
  },
  {
    name: "importApplicant",
    method: "POST",
    path: /^\/resources\/applicants\/-\/import$/,
    wrongShape: { id: null },
    carryOut: importApplicant,
  },
];

function refuse({ status, code, message }: Refusal): Answer {
  const errorCode = ERROR_CODES[code];
  if (errorCode !== undefined) {
    // An import's errors bear a class name instead of the id.
    return json(status, {
      description: message,
      code: status,
      type: "sandbox.CopyApplicant",
      errorCode,
      errorName: code,
    });
  }
  return json(status, { description: message, code: status, correlationId: crypto.randomUUID().replaceAll("-", "") });
}

/** The account that a control action means, the donor's sandbox when it names none. */
function accountIn({ appToken = "sbx:sandbox-only-app-token" }: Record<string, unknown>): SumsubAccount {
  const account = typeof appToken === "string" ? accountOf(appToken) : null;
  if (account === null) throw bad("appToken is not one of an account");
  return account;
}

function textIn(input: Record<string, unknown>, name: string): string {
  const value = input[name];
  if (typeof value !== "string" || value === "") throw bad(`${name} is required`);
  return value;
}

const applicantField = { name: "applicantId", label: "Applicant" };

export const sumsub: Partner = {
  name: "sumsub",
  hosts: { "api.sumsub.com": "api" },
  operations,
  people,
  choosing:
    "The applicant id begins with the outcome, e.g. retry-1, or is 24 hexadecimal digits that begin as listed. Others are not found.",
  accounts: listedAccounts,
  settings: sumsubSettings,
  hooks,
  admit: (call, _operation, context) => checkSignature(call, context),
  limit({ method }, settings: Settings) {
    const { readsPer5Seconds, writesPer5Seconds } = settingsOf(settings);
    const [bucket, calls] = method === "GET" ? ["reads", readsPer5Seconds] : ["writes", writesPer5Seconds];
    return calls === 0 ? null : { bucket, calls, seconds: 5 };
  },
  refuse,
  tooMany: () => refuse(new Refusal(429, "", "Too many requests")),
  staff: [
    {
      name: "set-review",
      what: "Sets an applicant's review, with any status, and sends the webhook that tells of it.",
      fields: [
        applicantField,
        { name: "reviewStatus", label: "Status" },
        { name: "reviewAnswer", label: "Answer", optional: true },
        { name: "reviewRejectType", label: "Reject type", optional: true },
      ],
      run(input, contextOf) {
        const context = contextOf("api");
        const account = accountIn(input);
        const applicant = findApplicant(context, account, textIn(input, "applicantId"));
        const { reviewAnswer, reviewRejectType } = input;
        const result: ReviewResult | null =
          typeof reviewAnswer === "string" ? { reviewAnswer, rejectLabels: [] } : null;
        if (result !== null && typeof reviewRejectType === "string") result.reviewRejectType = reviewRejectType;
        const reviewStatus = textIn(input, "reviewStatus");
        setReview(context, account, applicant, { reviewStatus, ...(result && { reviewResult: result }) });
        return { reviewStatus };
      },
    },
    {
      name: "find-fraud",
      what: "Finds fraud in an applicant, also one that was approved: RED, FINAL.",
      fields: [applicantField],
      run(input, contextOf) {
        const context = contextOf("api");
        const account = accountIn(input);
        const applicant = findApplicant(context, account, textIn(input, "applicantId"));
        const reviewResult: ReviewResult = {
          reviewAnswer: "RED",
          rejectLabels: ["FRAUDULENT_PATTERNS"],
          reviewRejectType: "FINAL",
          moderationComment: "We could not verify your profile.",
          clientComment: "PRIVATE: fraud found after approval",
        };
        setReview(context, account, applicant, { reviewStatus: "completed", reviewResult });
        return { reviewStatus: "completed" };
      },
    },
    {
      name: "set-partners",
      what: "Sets whom the donor shares applicants with: Sumsub client ids, with commas.",
      fields: [{ name: "clientIds", label: "Client ids", optional: true }],
      run(input, contextOf) {
        const { clientIds = "" } = input;
        if (typeof clientIds !== "string") throw bad("clientIds must be a text");
        const partners = clientIds.split(",").flatMap((id) => id.trim() || []);
        const { store } = contextOf("api");
        setPartners(store, accountIn(input).clientId, partners);
        return { partners: partnersOf(store, accountIn(input).clientId) };
      },
    },
  ],
};
