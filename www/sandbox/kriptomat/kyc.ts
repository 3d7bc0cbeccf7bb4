// A user's KYC: where it stands by the sandbox's clock, its import and request, and the webhook about its end.

import type { Context } from "../partner.ts";
import { KRIPTOMAT_CLIENT_ID } from "../sumsub/accounts.ts";
import { settingsOf as sumsubSettingsOf } from "../sumsub/settings.ts";
import { examine, spend } from "../sumsub/share-token.ts";
import type { KnownUser } from "./people.ts";
import { settingsOf } from "./settings.ts";

export interface User {
  /** Null until KYC was started. */
  startedAt: number | null;
  endsAt: number;
  /** Whether the user was shown before. */
  shown: boolean;
  /** What staff have set. */
  kycSet?: string;
  eddSet?: string;
}

export function findUser({ number }: KnownUser, { store }: Context): User {
  return store.read<User>("user", String(number)) ?? { startedAt: null, endsAt: 0, shown: false };
}

export function keepUser({ number }: KnownUser, user: User, { store }: Context): void {
  store.write("user", String(number), user);
}

/** The status as it stands now. */
export function kycStatus({ fate }: KnownUser, user: User, context: Context): string {
  if (user.kycSet !== undefined) return user.kycSet;
  if (user.startedAt === null || fate.kyc === null) return "not_started";
  if (context.now < user.endsAt) return "pending";
  const { passedWord } = settingsOf(context.settings);
  const passed = fate.kyc === "passed" || fate.kyc === "verified";
  return passed && passedWord !== "by-person" ? passedWord : fate.kyc;
}

export function eddStatus({ fate }: KnownUser, user: User, context: Context): string {
  if (user.eddSet !== undefined) return user.eddSet;
  const over = user.startedAt !== null && context.now >= user.endsAt && fate.kyc !== null;
  return over ? fate.edd : settingsOf(context.settings).freshEdd;
}

/** Why a share token of the sandbox's own Sumsub cannot be imported; null once it is taken. */
export function takeShareToken(text: string, context: Context): string | null {
  const { store, settings } = context.elsewhere("sumsub", "api");
  if (!sumsubSettingsOf(settings).copyEnabled) return "copy-applicant-disabled";
  const found = examine(store, text, KRIPTOMAT_CLIENT_ID, context.now);
  if ("fault" in found) {
    return found.fault === "used" || found.fault === "expired" ? "share token is invalid now" : found.fault;
  }
  spend(store, found.token);
  return null;
}

/** Starts KYC; it ends after the time that is set, and the webhook goes out then. */
export function startKyc(known: KnownUser, user: User, context: Context): void {
  const { fate, number } = known;
  if (fate.kyc === null) return;
  const { reviewSeconds, slowSeconds } = settingsOf(context.settings);
  const endsAt = context.now + (fate.slow ? slowSeconds : reviewSeconds) * 1000;
  const { kycSet: _before, ...rest } = user;
  keepUser(known, { ...rest, startedAt: context.now, endsAt }, context);
  const about = String(number);
  context.hooks.withdraw(about);
  const green = fate.kyc === "passed" || fate.kyc === "verified";
  const body = hookBody(number, green, context.now, endsAt, settingsOf(context.settings).documentStatus);
  context.hooks.send({ type: "kyc", about, body, dueAt: endsAt });
}

/** A time as the webhook has it, e.g. `2018-07-18 11:08:30+0000`. */
function dateTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")}+0000`;
}

/** The body of the KYC webhook. */
export function hookBody(userId: number, green: boolean, started: number, ended: number, documents: boolean): string {
  const reviewResult = green
    ? { reviewAnswer: "GREEN", rejectLabels: [] }
    : {
        moderationComment: "We could not verify your profile.",
        clientComment: "PRIVATE: forged document, do not tell the user",
        reviewAnswer: "RED",
        rejectLabels: ["FORGERY"],
        reviewRejectType: "FINAL",
      };
  return JSON.stringify({
    user_id: userId,
    status: {
      createDate: dateTime(started),
      reviewDate: dateTime(ended),
      startDate: dateTime(started),
      reviewResult,
      reviewStatus: "completed",
      notificationFailureCnt: 0,
      applicantId: `00${String(userId).padStart(22, "0")}`,
    },
    ...(documents && { documentStatus: [{ idDocType: "PASSPORT", reviewResult }] }),
  });
}
