// A page of a user's project: the core with its wasm beside it, as the bundler has put it there; and the element.
import * as core from "kyc-assent/browser";
import "kyc-assent/element";
import { answers } from "./page-answers.mjs";

await answers(core);
