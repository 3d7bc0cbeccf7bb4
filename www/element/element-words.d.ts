/** Made by the build from src/consent/words: how to load each language. */
import type { Wording } from "./words.ts";

declare const loaders: Readonly<Record<string, () => Promise<{ readonly default: Wording }>>>;
export default loaders;
