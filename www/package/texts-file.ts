import type { Texts } from "./texts.ts";

/** What `kyc-assent/texts/*.json` holds, for the types of the package: TypeScript would widen the words of the file. */
declare const texts: Texts;
export default texts;
