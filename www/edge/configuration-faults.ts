/** What is set wrongly, for the command line: the gateway's own checks, where there is no gateway. */
import type { Env, Fault } from "./configuration.ts";
import { PolicyRegistry } from "./policies/policy-registry.ts";
import { wholeConfiguration } from "./whole-configuration.ts";

/**
 * Names each variable or binding that is set wrongly, and what to do. Never a value.
 *
 * @param variables variables and secrets
 * @param bindings names of the bindings that there are
 * @param policies files of policies that the host gives in code
 */
export async function configurationFaults(
  variables: Readonly<Record<string, string>>,
  bindings: readonly string[],
  policies: readonly unknown[],
): Promise<readonly Fault[]> {
  // Nothing is asked of a binding before there is a request.
  const bound = Object.fromEntries(bindings.map((name) => [name, {}]));
  const checked = await wholeConfiguration({ ...variables, ...bound } as unknown as Env, new PolicyRegistry(policies));
  return "faults" in checked ? checked.faults : [];
}
