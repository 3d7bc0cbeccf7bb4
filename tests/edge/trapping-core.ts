/** The core, but it fails at some calls for a person whose id begins with `trap` or `bug`. */
import { AssentError, prepare as realPrepare } from "kyc-assent/edge";

export * from "kyc-assent/edge";

/** Not what is asked for every request, to check the locator. */
const TRAPPED = new Set(["crossmint.acceptLegalDocument", "crossmint.getVerification"]);
let calls = 0;

export const prepare: typeof realPrepare = (operation, call) => {
  const input = JSON.stringify(call.input);
  if (operation === "crossmint.getVerification" && input.includes("userId:bug"))
    throw new RangeError(`failed at ${input}`);
  if (TRAPPED.has(operation) && input.includes("userId:trap") && calls++ % 2 === 0) {
    throw new AssentError({ code: "trapped", message: "the core stopped in the middle of the call" });
  }
  return realPrepare(operation, call);
};
