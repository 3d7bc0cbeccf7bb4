// What Kriptomat's papers leave open or say in two ways, as switches.

import type { SettingSpecs, Settings } from "../settings.ts";

export interface KriptomatSettings {
  importPath: "both" | "printed" | "prefixed";
  importReply: "empty" | "status";
  importRefusalStatus: number;
  requestLink: "url" | "link" | "redirect_url" | "data.url" | "data.link";
  passedWord: "by-person" | "passed" | "verified";
  freshEdd: "" | "not_required";
  blankEmail: "first" | "never" | "always";
  reviewSeconds: number;
  slowSeconds: number;
  tokenLook: "three-part" | "one-part";
  expiresIn: "ignored" | "honoured";
  sessionSeconds: number;
  codeClock: "sandbox" | "machine";
  codeReuse: boolean;
  loginTries: number;
  loginBlockSeconds: number;
  errorShape: "status-message" | "message" | "empty";
  webhookUrl: string;
  webhookTimes: number;
  documentStatus: boolean;
}

export const kriptomatSettings: SettingSpecs & Record<keyof KriptomatSettings, SettingSpecs[string]> = {
  importPath: {
    what: "Where kyc-import and kyc-request answer: on both paths, only as printed (/v1/users), or only with /api/v1/partners.",
    initial: "both",
    allowed: ["both", "printed", "prefixed"],
  },
  importReply: {
    what: 'Reply of kyc-import: empty, or {"status": true}.',
    initial: "empty",
    allowed: ["empty", "status"],
  },
  importRefusalStatus: {
    what: "HTTP status of an import that fails; 200 says it in the body only.",
    initial: 422,
    allowed: [422, 400, 401, 200],
  },
  requestLink: {
    what: "Field of the link in the reply of kyc-request.",
    initial: "url",
    allowed: ["url", "link", "redirect_url", "data.url", "data.link"],
  },
  passedWord: {
    what: "kyc_status of who passed: passed but for the person verified, or one word for all.",
    initial: "by-person",
    allowed: ["by-person", "passed", "verified"],
  },
  freshEdd: {
    what: "edd_status before KYC has ended: empty, or not_required.",
    initial: "",
    allowed: ["", "not_required"],
  },
  blankEmail: {
    what: "When a user's e-mail is shown with blanks around it.",
    initial: "first",
    allowed: ["first", "never", "always"],
  },
  reviewSeconds: {
    what: "Seconds of the sandbox's clock from the import or request to the result.",
    initial: 3,
    from: 0,
    to: 86_400,
  },
  slowSeconds: { what: "The same for the person slow.", initial: 86_400, from: 0, to: 86_400 },
  tokenLook: {
    what: "Look of an access token: three parts as a JWT has, or one.",
    initial: "three-part",
    allowed: ["three-part", "one-part"],
  },
  expiresIn: {
    what: "expires_in of a login request: ignored, or honoured up to sessionSeconds.",
    initial: "ignored",
    allowed: ["ignored", "honoured"],
  },
  sessionSeconds: { what: "Seconds that a session lasts.", initial: 3600, from: 1, to: 86_400 },
  codeClock: {
    what: "The clock by which security codes are checked.",
    initial: "sandbox",
    allowed: ["sandbox", "machine"],
  },
  codeReuse: { what: "A security code may be used again within its time.", initial: false, allowed: [false, true] },
  loginTries: {
    what: "Wrong logins of one account before it is blocked; 0 for no block.",
    initial: 5,
    from: 0,
    to: 1000,
  },
  loginBlockSeconds: { what: "Seconds of that block.", initial: 600, from: 1, to: 86_400 },
  errorShape: {
    what: "Errors: {status: false, message}; {message}; no body.",
    initial: "status-message",
    allowed: ["status-message", "message", "empty"],
  },
  webhookUrl: { what: "Where KYC webhooks go, unsigned; empty for none.", initial: "", form: "url" },
  webhookTimes: {
    what: "How often a webhook that fails is tried, every 5 minutes.",
    initial: 1,
    from: 1,
    to: 10,
  },
  documentStatus: { what: "Webhooks tell of the documents too.", initial: true, allowed: [true, false] },
};

/** The settings with their types: every value was checked against the list above when it was stored. */
export function settingsOf(settings: Settings): KriptomatSettings {
  return settings as unknown as KriptomatSettings;
}
