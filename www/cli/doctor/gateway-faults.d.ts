/** The gateway's own checks (`www/edge/configuration-faults.ts`), whose types are those of Workers. */
export function configurationFaults(
  variables: Readonly<Record<string, string>>,
  bindings: readonly string[],
  policies: readonly unknown[],
): Promise<readonly { readonly variable: string; readonly advice: string }[]>;
