/** Made by the build from src/flow/words and src/texts: how to load each language. */
import type { FlowWords } from "./words.ts";

declare const loaders: Readonly<Record<string, () => Promise<{ readonly default: FlowWords }>>>;
export default loaders;
