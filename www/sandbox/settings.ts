// Settings: what the partners' papers leave open, or say in two ways, can be switched.

import type { Store } from "./store.ts";

export type SettingValue = string | number | boolean;

/** The kinds of free text that a setting can hold; `url` and `text` can be empty. */
const TEXTS = {
  text: { fits: (text: string) => text.length <= 200, form: "a text of at most 200 characters" },
  host: {
    fits: (text: string) => /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(text),
    form: "a host name in lower case",
  },
  url: {
    fits: (text: string) => text === "" || (/^https?:$/.test(protocolOf(text)) && text.length <= 2000),
    form: "an http or https URL, or empty",
  },
};

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : "";
}

/** A choice of values, a whole number within bounds, or text. */
export type SettingSpec = { what: string; initial: SettingValue } & (
  | { allowed: readonly SettingValue[] }
  | { from: number; to: number }
  | { form: keyof typeof TEXTS }
);

export type SettingSpecs = Record<string, SettingSpec>;
export type Settings = Record<string, SettingValue>;

function fits(spec: SettingSpec, value: unknown): value is SettingValue {
  if ("allowed" in spec) return spec.allowed.some((allowed) => allowed === value);
  if ("form" in spec) return typeof value === "string" && TEXTS[spec.form].fits(value);
  return typeof value === "number" && Number.isInteger(value) && value >= spec.from && value <= spec.to;
}

function formOf(spec: SettingSpec): string {
  if ("allowed" in spec) return `one of ${JSON.stringify(spec.allowed)}`;
  return "form" in spec ? TEXTS[spec.form].form : `a whole number from ${spec.from} to ${spec.to}`;
}

/** The settings in force: stored ones over the initial ones. */
export function settingsInForce(specs: SettingSpecs, store: Store): Settings {
  const stored = store.read<Settings>("settings", "all") ?? {};
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, stored[name] ?? spec.initial]));
}

/** Changes some settings; gives a list of what is wrong, and then changes none. */
export function changeSettings(specs: SettingSpecs, store: Store, change: Record<string, unknown>): string[] {
  const wrong: string[] = [];
  for (const [name, value] of Object.entries(change)) {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec === undefined) wrong.push(`there is no setting "${name}"`);
    else if (!fits(spec, value)) {
      wrong.push(`${name} must be ${formOf(spec)}`);
    }
  }
  if (wrong.length === 0) store.write("settings", "all", { ...settingsInForce(specs, store), ...change });
  return wrong;
}

/** Reads a form's text as the kind of value that the setting has; unreadable text is left as it is. */
export function settingFromText(spec: SettingSpec, text: string): SettingValue {
  if ("allowed" in spec) return spec.allowed.find((allowed) => String(allowed) === text) ?? text;
  return "form" in spec || text.trim() === "" ? text : Number(text);
}
