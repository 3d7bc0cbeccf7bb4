// The verifier as the built package has it: it shares nothing with the gateway that is running.
import type { VerifySurface } from "../../www/package/verify-types.ts";

const module = new URL("../../pkg/verify-node.js", import.meta.url).href;

export const { verify } = (await import(/* @vite-ignore */ module)) as VerifySurface;
