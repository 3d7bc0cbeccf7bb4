/** One gateway, asked under many configurations: to start one for each would take most of the time of their tests. */

/** The Worker to start. */
export const ENTRY = "tests/edge/other-variables-worker.ts";

/** The headers of a request that is answered as if these variables were set, beside the others; undefined leaves one out. */
export function under(variables: Readonly<Record<string, string | undefined>>): { readonly "x-variables": string } {
  const text = JSON.stringify(variables, (_, value: unknown) => (value === undefined ? null : value));
  return { "x-variables": encodeURIComponent(text) };
}
