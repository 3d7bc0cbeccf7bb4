/** What can be handed in for each document that is asked for. Whether a residence may use it is checked by the core. */
import type { CrossmintDocumentType, DocumentItem } from "../../../package/types.ts";
import type { Label } from "../language.ts";
import type { TextKey } from "../texts/en.ts";

/** One way to fulfil an item: all of these pictures. */
export interface Way {
  readonly id: string;
  readonly label: TextKey;
  readonly parts: readonly Part[];
}

/** One file to hand in, under the name that the partner has for its type. */
export interface Part<T extends string | number = CrossmintDocumentType> {
  readonly type: T;
  readonly label: Label;
}

const passport: Way = {
  id: "passport",
  label: "document.passport",
  parts: [{ type: "id-passport", label: "document.passport" }],
};

const card: Way = {
  id: "card",
  label: "document.card",
  parts: [
    { type: "id-idcard-front", label: "document.card-front" },
    { type: "id-idcard-back", label: "document.card-back" },
  ],
};

const permit: Way = {
  id: "permit",
  label: "document.permit",
  parts: [{ type: "id-residency-permit", label: "document.permit" }],
};

const selfie: Way = {
  id: "selfie",
  label: "document.selfie",
  parts: [{ type: "selfie-front", label: "document.selfie" }],
};

const address: Way = {
  id: "address",
  label: "document.proof-of-address",
  parts: [{ type: "proof-of-address", label: "document.proof-of-address" }],
};

const income: Way = {
  id: "income",
  label: "document.proof-of-income",
  parts: [{ type: "proof-of-income", label: "document.proof-of-income" }],
};

export const ways: Readonly<Record<DocumentItem, readonly Way[]>> = {
  "identity-document": [passport, card, permit],
  selfie: [selfie],
  "proof-of-address": [address],
  "proof-of-income": [income],
};

export const itemTitles: Readonly<Record<DocumentItem, TextKey>> = {
  "identity-document": "document.identity",
  selfie: "document.selfie",
  "proof-of-address": "document.proof-of-address",
  "proof-of-income": "document.proof-of-income",
};
