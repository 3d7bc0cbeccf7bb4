// The texts for people: the words of the files are those of the types.

import type { DataItem, Decision, DocumentItem, KnownScope, NextText, PlanStep, Texts } from "kyc-assent/edge";
import type ar from "../../src/texts/ar.json";
import type de from "../../src/texts/de.json";
import type published from "../../www/package/texts-file.ts";

/** Compiles only when the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<_ extends true>(): void {}

same<Same<keyof typeof de.next, NextText>>();
same<Same<keyof typeof de.data, DataItem>>();
same<Same<keyof typeof de.documents, DocumentItem>>();
same<Same<keyof typeof de.scopes, KnownScope>>();
same<Same<keyof typeof de, keyof Texts>>();
same<Same<typeof ar, typeof de>>();
same<Same<typeof published, Texts>>();

// What is shown is found without a question.
declare const texts: Texts;
declare const decision: Decision;
declare const step: PlanStep;
export const shown: readonly string[] = [texts.next[decision.text].title, texts.next[step.text].text];

// A decision cannot be made without its text, or with that of another.
const asked = { partner: "crossmint", scope: "p", next: "ask-consent", policy: "p", said: {}, show: [] } as const;
// @ts-expect-error without
export const silent: Decision = asked;
// @ts-expect-error another's
export const wrong: Decision = { ...asked, text: "proceed" };
export const right: Decision = { ...asked, text: "ask-consent" };
