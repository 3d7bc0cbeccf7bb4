// What Crossmint's papers leave open or say in two ways, as switches.

import type { SettingSpecs, Settings } from "../settings.ts";

export interface CrossmintSettings {
  reviewSeconds: number;
  missingTold: "after-review" | "at-once";
  policyCounts: "at-once" | "at-next-trigger";
  onrampLight: boolean;
  selfie: boolean;
  versionField: "isValidVersion" | "validVersion";
  legalDocuments: "list" | "object" | "absent";
  errorShape: "code" | "reason" | "text" | "list";
  retryAfter: "absent" | "seconds" | "date";
  writesPerMinute: number;
  readsPerMinute: number;
  scopes: "both" | "users.create" | "users.read";
  notEnabledStatus: number;
  legalEntity: "any" | "crossmint-europe" | "crossmint-horizon";
}

export const crossmintSettings: SettingSpecs & Record<keyof CrossmintSettings, SettingSpecs[string]> = {
  reviewSeconds: {
    what: "Seconds of the sandbox's clock that a verification stays in pending-review.",
    initial: 3,
    from: 0,
    to: 86_400,
  },
  missingTold: {
    what: "When missing data and documents are told: after the review, or at once in the reply of the trigger.",
    initial: "after-review",
    allowed: ["after-review", "at-once"],
  },
  policyCounts: {
    what: "When a new acceptance ends pending-privacy-policy: at once, or only at the next trigger.",
    initial: "at-once",
    allowed: ["at-once", "at-next-trigger"],
  },
  onrampLight: { what: "The list names onramp-light.", initial: false, allowed: [false, true] },
  selfie: { what: "Onramp and offramp outside the US need a selfie.", initial: true, allowed: [true, false] },
  versionField: {
    what: "Field that says whether the accepted version is valid.",
    initial: "isValidVersion",
    allowed: ["isValidVersion", "validVersion"],
  },
  legalDocuments: {
    what: "A user's legal documents: a list, one bare object, or not there.",
    initial: "list",
    allowed: ["list", "object", "absent"],
  },
  errorShape: {
    what:
      "Errors: {error: true, message, code}; {error: {reason, message}, message}; {error: message}; " +
      "{error: true, message: [messages]}.",
    initial: "code",
    allowed: ["code", "reason", "text", "list"],
  },
  retryAfter: {
    what: "Retry-After of a 429: absent, in seconds, or a date.",
    initial: "absent",
    allowed: ["absent", "seconds", "date"],
  },
  writesPerMinute: { what: "Writes allowed per minute; 0 for no limit.", initial: 120, from: 0, to: 1_000_000 },
  readsPerMinute: { what: "Reads allowed per minute; 0 for no limit.", initial: 360, from: 0, to: 1_000_000 },
  scopes: {
    what: "Scopes that every key bears.",
    initial: "both",
    allowed: ["both", "users.create", "users.read"],
  },
  notEnabledStatus: {
    what: "HTTP status of the refusal of a project without KYC.",
    initial: 403,
    allowed: [403, 400, 404, 422],
  },
  legalEntity: {
    what: "Legal entity of the project; residents of another one's area are refused as not configured.",
    initial: "any",
    allowed: ["any", "crossmint-europe", "crossmint-horizon"],
  },
};

/** The settings with their types: every value was checked against the list above when it was stored. */
export function settingsOf(settings: Settings): CrossmintSettings {
  return settings as unknown as CrossmintSettings;
}
