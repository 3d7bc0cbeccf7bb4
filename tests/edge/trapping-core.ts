/** The core, but it traps now and then: at every second call for a person whose id begins with `trap`. */
import { AssentError, prepare as realPrepare } from "kyc-assent/edge";

export * from "kyc-assent/edge";

let calls = 0;

export const prepare: typeof realPrepare = (operation, call) => {
  if (JSON.stringify(call.input).includes("userId:trap") && calls++ % 2 === 0) {
    throw new AssentError({ code: "trapped", message: "the core stopped in the middle of the call" });
  }
  return realPrepare(operation, call);
};
