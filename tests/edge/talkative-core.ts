/** The core, but it fails for a person whose id begins with `bug`, in the words of what it was given, as if those were a place. */
import { prepare as realPrepare } from "kyc-assent/edge";

export * from "kyc-assent/edge";
export { codeWindow } from "./short-windows-core.ts";

export const prepare: typeof realPrepare = (operation, call) => {
  const input = JSON.stringify(call.input);
  if (input.includes("userId:bug-")) throw new RangeError(`${input}\n    at ${input} (${input}.ts:1:2)\n    at x:3:4`);
  return realPrepare(operation, call);
};
