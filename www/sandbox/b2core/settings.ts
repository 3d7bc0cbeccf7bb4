// What B2CORE's papers leave open or say in two ways, as switches.

import type { SettingSpecs, Settings } from "../settings.ts";

export interface B2coreSettings {
  host: string;
  secondFactor: "google" | "sms" | "both" | "none";
  codeClock: "sandbox" | "machine";
  tokenNames: "access_token" | "accessToken" | "token";
  tokenPlace: "data" | "top";
  accessSeconds: number;
  refreshSeconds: number;
  signInTries: number;
  signInBlockSeconds: number;
  previousLevelField: "previousLevel" | "previuosLevel";
  reasonName: "string" | "integer";
  foreignId: "no-rows" | "404";
  wizardStart: "200" | "202";
  wizardData: "object" | "array" | "null";
  wizardTypes: "objects" | "object" | "strings";
  lastTypes: "strings" | "empty" | "null";
  wizardStatus: "200" | "as-code";
  errorShape: "message" | "errors" | "empty";
}

export const b2coreSettings: SettingSpecs & Record<keyof B2coreSettings, SettingSpecs[string]> = {
  host: { what: "Host of the installation.", initial: "b2core.sandbox.example", form: "host" },
  secondFactor: {
    what: "Second factor of every client.",
    initial: "google",
    allowed: ["google", "sms", "both", "none"],
  },
  codeClock: {
    what: "The clock by which authenticator codes are checked.",
    initial: "sandbox",
    allowed: ["sandbox", "machine"],
  },
  tokenNames: {
    what: "Names of the tokens: access_token and refresh_token, accessToken and refreshToken, token and refresh_token.",
    initial: "access_token",
    allowed: ["access_token", "accessToken", "token"],
  },
  tokenPlace: {
    what: "Where the tokens are: in data, or beside it.",
    initial: "data",
    allowed: ["data", "top"],
  },
  accessSeconds: { what: "Seconds that an access token lasts.", initial: 3600, from: 1, to: 86_400 },
  refreshSeconds: { what: "Seconds that a refresh token lasts.", initial: 86_400, from: 1, to: 10_000_000 },
  signInTries: { what: "Sign-ins of one client in a minute; 0 for no limit.", initial: 5, from: 0, to: 1_000_000 },
  signInBlockSeconds: { what: "Seconds of the block after that.", initial: 600, from: 1, to: 86_400 },
  previousLevelField: {
    what: "Spelling of the field.",
    initial: "previousLevel",
    allowed: ["previousLevel", "previuosLevel"],
  },
  reasonName: { what: "Type of reason.name.", initial: "string", allowed: ["string", "integer"] },
  foreignId: {
    what: "Details of an id that is not the client's: a 200 without rows, or a 404.",
    initial: "no-rows",
    allowed: ["no-rows", "404"],
  },
  wizardStart: {
    what: "code in the wizard's first reply: 200, or 202 with done, as the sample has it.",
    initial: "200",
    allowed: ["200", "202"],
  },
  wizardData: {
    what: "data of a wizard reply that asks for documents.",
    initial: "object",
    allowed: ["object", "array", "null"],
  },
  wizardTypes: {
    what: "types of such a reply: a list of objects, one object, or a list of strings.",
    initial: "objects",
    allowed: ["objects", "object", "strings"],
  },
  lastTypes: {
    what: "data of a wizard reply that asks for nothing: types with the submitted ones as strings, types empty, or null.",
    initial: "strings",
    allowed: ["strings", "empty", "null"],
  },
  wizardStatus: {
    what: "HTTP status of a wizard reply: always 200, or that of its code.",
    initial: "200",
    allowed: ["200", "as-code"],
  },
  errorShape: {
    what: "Errors: {message, code}; {errors: [{message}]}; no body.",
    initial: "message",
    allowed: ["message", "errors", "empty"],
  },
};

/** The settings with their types: every value was checked against the list above when it was stored. */
export function settingsOf(settings: Settings): B2coreSettings {
  return settings as unknown as B2coreSettings;
}
