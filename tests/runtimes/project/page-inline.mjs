// A page of a user's project whose bundler takes no file along: the core is within.
import * as core from "kyc-assent/inline";
import "kyc-assent/element";
import { answers } from "./page-answers.mjs";

await answers(core);
