// The user locator: one path segment, `<form>:<value>`, five forms.

import { Refusal } from "../partner.ts";

const FORMS: Record<string, RegExp> = {
  userId: /^[^\p{Cc}]{1,255}$/u,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  phoneNumber: /^\+?\d{5,15}$/,
  twitter: /^@?\w{1,50}$/,
  x: /^@?\w{1,50}$/,
};

export interface Locator {
  form: string;
  value: string;
  /** The whole locator, as state is kept under it. */
  key: string;
}

/** Reads a locator that is no longer percent-encoded. */
export function readLocator(text: string): Locator {
  const colon = text.indexOf(":");
  const form = text.slice(0, colon);
  const value = text.slice(colon + 1);
  const pattern = colon > 0 && Object.hasOwn(FORMS, form) ? FORMS[form] : undefined;
  if (pattern === undefined || !pattern.test(value)) {
    throw new Refusal(
      400,
      "invalid_user_locator",
      `userLocator must be <form>:<value> with the form ${Object.keys(FORMS).join(", ")} and a value of that form`,
    );
  }
  return { form, value, key: `${form}:${form === "email" ? value.toLowerCase() : value}` };
}

/** Decodes a path segment, then reads the locator in it. */
export function locatorOfSegment(segment: string): Locator {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, "invalid_user_locator", "userLocator is not validly percent-encoded");
  }
  return readLocator(text);
}
