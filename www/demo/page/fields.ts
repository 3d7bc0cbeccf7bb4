/** How each item of data is asked for. Which of them are asked for is the core's to say. */
import type { DataItem } from "../../package/types.ts";
import type { TextKey } from "./texts/en.ts";

export type FieldGroup = "person" | "address" | "contact" | "identity" | "finances";

export interface Field {
  readonly item: DataItem;
  readonly group: FieldGroup;
  readonly label: TextKey;
  readonly hint?: TextKey;
  readonly control: "text" | "email" | "tel" | "date" | "country" | "choice";
  /** The purpose of the field, as browsers and assistive technology know it. */
  readonly autocomplete?: string;
  /** The partner's value and its text. Crossmint publishes no full lists: these are the values its papers show. */
  readonly choices?: readonly (readonly [value: string, label: TextKey])[];
  /** Where the item is kept in the record that is sent. */
  readonly path: string;
  /** Whether the answer decides what else is asked. */
  readonly decides?: true;
}

/** The item every form starts with. */
export const residence = {
  item: "country-of-residence",
  group: "person",
  label: "field.residence",
  hint: "field.residence.hint",
  control: "country",
  autocomplete: "country",
  path: "userDetails.countryOfResidence",
  decides: true,
} as const satisfies Field;

export const fields: readonly Field[] = [
  residence,
  {
    item: "first-name",
    group: "person",
    label: "field.first-name",
    control: "text",
    autocomplete: "given-name",
    path: "userDetails.firstName",
  },
  {
    item: "last-name",
    group: "person",
    label: "field.last-name",
    control: "text",
    autocomplete: "family-name",
    path: "userDetails.lastName",
  },
  {
    item: "date-of-birth",
    group: "person",
    label: "field.date-of-birth",
    control: "date",
    autocomplete: "bday",
    path: "userDetails.dateOfBirth",
  },
  {
    item: "nationality",
    group: "person",
    label: "field.nationality",
    control: "country",
    path: "kycData.nationality",
  },
  {
    item: "address-line",
    group: "address",
    label: "field.address-line",
    control: "text",
    autocomplete: "address-line1",
    path: "kycData.addressOfResidence.line1",
  },
  {
    item: "postal-code",
    group: "address",
    label: "field.postal-code",
    control: "text",
    autocomplete: "postal-code",
    path: "kycData.addressOfResidence.postalCode",
  },
  {
    item: "city",
    group: "address",
    label: "field.city",
    control: "text",
    autocomplete: "address-level2",
    path: "kycData.addressOfResidence.city",
  },
  {
    item: "state",
    group: "address",
    label: "field.state",
    hint: "field.state.hint",
    control: "text",
    autocomplete: "address-level1",
    path: "kycData.addressOfResidence.stateOrRegion",
    decides: true,
  },
  {
    item: "email",
    group: "contact",
    label: "field.email",
    control: "email",
    autocomplete: "email",
    path: "kycData.email",
  },
  {
    item: "phone",
    group: "contact",
    label: "field.phone",
    hint: "field.phone.hint",
    control: "tel",
    autocomplete: "tel",
    path: "kycData.phoneNumber",
  },
  {
    item: "identity-number",
    group: "identity",
    label: "field.identity-number",
    control: "text",
    path: "kycData.identityDocument",
  },
  {
    item: "social-security-number",
    group: "identity",
    label: "field.social-security-number",
    hint: "field.social-security-number.hint",
    control: "text",
    path: "kycData.identityDocument",
  },
  {
    item: "employment",
    group: "finances",
    label: "field.employment",
    control: "choice",
    choices: [["full-time", "choice.full-time"]],
    path: "dueDiligence.employmentStatus",
  },
  {
    item: "source-of-funds",
    group: "finances",
    label: "field.source-of-funds",
    control: "choice",
    choices: [["salary-disbursement", "choice.salary-disbursement"]],
    path: "dueDiligence.sourceOfFunds",
  },
  {
    item: "industry",
    group: "finances",
    label: "field.industry",
    control: "choice",
    choices: [["financial-institution", "choice.financial-institution"]],
    path: "dueDiligence.industry",
  },
  {
    item: "yearly-income",
    group: "finances",
    label: "field.yearly-income",
    control: "choice",
    choices: [["income-50k-100k", "choice.income-50k-100k"]],
    path: "dueDiligence.estimatedYearlyIncome",
  },
];

/** The items that the host answers from its own records, not the person. */
export const fromHost: ReadonlySet<DataItem> = new Set(["identity-check-time", "liveness-check-time"]);
