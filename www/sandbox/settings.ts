// Settings: what the partners' papers leave open, or say in two ways, can be switched.

import type { Store } from "./store.ts";

export type SettingValue = string | number | boolean;

/** Either a choice of values or a whole number within bounds. */
export type SettingSpec = { what: string; initial: SettingValue } & (
  | { allowed: readonly SettingValue[] }
  | { from: number; to: number }
);

export type SettingSpecs = Record<string, SettingSpec>;
export type Settings = Record<string, SettingValue>;

function fits(spec: SettingSpec, value: unknown): value is SettingValue {
  if ("allowed" in spec) return spec.allowed.some((allowed) => allowed === value);
  return typeof value === "number" && Number.isInteger(value) && value >= spec.from && value <= spec.to;
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
      const allowed =
        "allowed" in spec ? `one of ${JSON.stringify(spec.allowed)}` : `a whole number from ${spec.from} to ${spec.to}`;
      wrong.push(`${name} must be ${allowed}`);
    }
  }
  if (wrong.length === 0) store.write("settings", "all", { ...settingsInForce(specs, store), ...change });
  return wrong;
}

/** Reads a form's text as the kind of value that the setting has; unreadable text is left as it is. */
export function settingFromText(spec: SettingSpec, text: string): SettingValue {
  if ("allowed" in spec) return spec.allowed.find((allowed) => String(allowed) === text) ?? text;
  return text.trim() === "" ? text : Number(text);
}
