import { type Configuration, configuration, type Env } from "./configuration.ts";
import type { PolicyRegistry } from "./policies/policy-registry.ts";

/** The checked environment together with what the host has set in code. */
export async function wholeConfiguration(env: Env, registry: PolicyRegistry): Promise<Configuration> {
  const checked = await configuration(env);
  if (!("settings" in checked)) return checked;
  const faults = registry.faults(checked.settings);
  return faults.length > 0 ? { faults } : checked;
}
