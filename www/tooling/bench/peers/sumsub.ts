/** Sumsub's two operations and its webhook by hand; node:crypto signs and verifies. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import {
  checked,
  type Decision,
  member,
  PeerError,
  type Reading,
  type Refusals,
  type Reply,
  success,
  words,
} from "./reply.ts";
import {
  absent,
  type Call,
  clock,
  input,
  origin,
  type Request,
  request,
  segment,
  text,
  token,
  whole,
} from "./request.ts";

const refusals: Refusals = {
  window: 5,
  said: (body) => {
    const [name, description] = [words(member(body, "errorName")), words(member(body, "description"))];
    return name !== undefined && description !== undefined ? `${name}: ${description}` : (name ?? description);
  },
};

const optionalText = z.string().optional().catch(undefined);
const result = z.object({
  reviewAnswer: optionalText,
  reviewRejectType: optionalText,
  moderationComment: optionalText,
  rejectLabels: z.array(z.string()).optional().catch(undefined),
});
const status = z.looseObject({ reviewStatus: z.string(), reviewResult: z.unknown().optional() });

function step(state: string, found: z.output<typeof result>) {
  switch (state) {
    case "completed":
      if (found.reviewAnswer === "GREEN") return { next: "proceed", text: "proceed" };
      if (found.reviewAnswer === "RED" && found.reviewRejectType === "RETRY") {
        return { next: "provide", text: "provide", data: [], documents: [], other: found.rejectLabels ?? [] };
      }
      if (found.reviewAnswer === "RED" && found.reviewRejectType === "FINAL") {
        return { next: "stop", text: "stop-final", final: true };
      }
      return { next: "hold", text: "hold" };
    case "init":
      return { next: "provide", text: "provide", data: [], documents: [], other: [] };
    case "pending":
    case "prechecked":
    case "queued":
    case "awaitingService":
    case "awaitingUser":
      return { next: "wait", text: "wait-review", reason: "review", lookAgainAfter: 60 };
    case "onHold":
      return { next: "wait", text: "wait-manual-review", reason: "manual-review", lookAgainAfter: 900 };
    default:
      return { next: "hold", text: "hold" };
  }
}

function decide(body: z.output<typeof status>): Decision {
  const read = result.safeParse(body.reviewResult);
  const found = read.success ? read.data : {};
  const said: Record<string, unknown> = { reviewStatus: body.reviewStatus };
  if (found.reviewAnswer !== undefined) said.reviewAnswer = found.reviewAnswer;
  if (found.reviewRejectType !== undefined) said.reviewRejectType = found.reviewRejectType;
  if (found.rejectLabels?.length) said.rejectLabels = found.rejectLabels;
  const comment = found.moderationComment?.trim();
  return {
    partner: "sumsub",
    scope: "identity",
    ...step(body.reviewStatus, found),
    said,
    show: comment ? [comment] : [],
  };
}

function readStatus(reply: Reply): Reading {
  const body = success(reply, status, refusals);
  return { value: body, decisions: [decide(body)] };
}

const shared = z.object({ token: z.string().min(1).max(1024), forClientId: optionalText });

const account = z.strictObject({
  baseUrl: absent(origin),
  appToken: token,
  secretKey: token,
  shareTokenForm: absent(z.enum(["json", "query"])),
});

function signed(call: Call, method: string, path: string, body?: object): Request {
  const { baseUrl = "https://api.sumsub.com", appToken, secretKey } = input(account, call.account);
  const plain = request(method, baseUrl + path, { accept: "application/json", "x-app-token": appToken }, body);
  const seconds = String(Math.floor(clock(call).getTime() / 1000));
  const signature = createHmac("sha256", secretKey)
    .update(seconds + method + path + (plain.body ?? ""))
    .digest("hex");
  return { ...plain, headers: { ...plain.headers, "x-app-access-ts": seconds, "x-app-access-sig": signature } };
}

const share = z.strictObject({
  applicantId: text,
  forClientId: text,
  ttlInSecs: absent(whole.refine((seconds) => seconds > 0 && seconds <= 0x7fff_ffff)),
});

function prepareShare(call: Call): Request {
  const { applicantId, forClientId, ttlInSecs } = input(share, call.input);
  if (input(account, call.account).shareTokenForm !== "query") {
    const body = { applicantId, forClientId, ...(ttlInSecs === undefined ? {} : { ttlInSecs }) };
    return signed(call, "POST", "/resources/accessTokens/shareToken", body);
  }
  const life = ttlInSecs === undefined ? "" : `&ttlInSecs=${ttlInSecs}`;
  const query = `applicantId=${segment(applicantId)}&forClientId=${segment(forClientId)}${life}`;
  return signed(call, "POST", `/resources/accessTokens/-/shareToken?${query}`);
}

const applicant = z.strictObject({ applicantId: text });

export const sumsub = {
  createShareToken: {
    prepare: prepareShare,
    read: (reply: Reply): Reading => ({ value: success(reply, shared, refusals), decisions: [] }),
  },
  getApplicantStatus: {
    prepare: (call: Call) =>
      signed(call, "GET", `/resources/applicants/${segment(input(applicant, call.input).applicantId)}/status`),
    read: readStatus,
  },
};

const hook = z.looseObject({
  type: z.string(),
  applicantId: z.string(),
  createdAtMs: z.string(),
  externalUserId: optionalText,
  levelName: optionalText,
  reviewStatus: optionalText,
  inspectionId: optionalText,
  correlationId: optionalText,
});
const algorithms: Record<string, string> = { HMAC_SHA256_HEX: "sha256", HMAC_SHA512_HEX: "sha512" };
const tellsOfReview = /^applicant(?:Created|Pending|Prechecked|AwaitingService|AwaitingUser|OnHold|Reviewed|Reset)$/;

/** A webhook: the digest over the raw bytes first, then what it says. */
export function sumsubWebhook(
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  secrets: readonly string[],
  now: string,
): Reading {
  const algorithm = algorithms[headers["x-payload-digest-alg"] ?? "HMAC_SHA256_HEX"];
  const digest = Buffer.from(headers["x-payload-digest"] ?? "", "hex");
  const fits = (secret: string) => {
    const made = createHmac(algorithm ?? "", secret)
      .update(body)
      .digest();
    return made.length === digest.length && timingSafeEqual(made, digest);
  };
  if (algorithm === undefined || !secrets.some(fits)) throw new PeerError("unauthorized", "the digest is not right");
  const given = checked(JSON.parse(new TextDecoder().decode(body)), hook);
  const createdAtMs = Date.parse(`${given.createdAtMs.replace(/(?:\+0000|Z)$/, "").replace(" ", "T")}Z`);
  const age = Date.parse(now) - createdAtMs;
  if (Number.isNaN(createdAtMs)) throw new PeerError("unreadable", "createdAtMs is not a date and time");
  if (age > 26 * 3_600_000 || age < -300_000) throw new PeerError("refused", "too old, or from the future");
  const value: Record<string, unknown> = {
    id: createHash("sha256").update(body).digest("hex"),
    type: given.type,
    applicantId: given.applicantId,
    createdAtMs,
  };
  for (const name of ["externalUserId", "levelName", "reviewStatus", "inspectionId", "correlationId"] as const) {
    if (given[name] !== undefined) value[name] = given[name];
  }
  return { value, decisions: tellsOfReview.test(given.type) ? [decide(checked(given, status))] : [] };
}
