/** Made by the build: how to load the text of each policy of the package in each language. */
import type { PolicyText } from "./alone-source.ts";

declare const texts: Readonly<
  Record<string, Readonly<Record<string, () => Promise<{ readonly default: PolicyText }>>>>
>;
export default texts;
