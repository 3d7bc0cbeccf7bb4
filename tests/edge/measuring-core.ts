/** The core, which says how many characters it was given each time a document is prepared. */
import { prepare as realPrepare } from "kyc-assent/edge";

export * from "kyc-assent/edge";

export const prepare: typeof realPrepare = (operation, call) => {
  if (operation === "crossmint.uploadDocument") console.log(`given ${JSON.stringify(call).length}`);
  return realPrepare(operation, call);
};
