/** What the person typed, as the record that is sent. */
import type { CrossmintRecordChange, DataItem } from "../../package/types.ts";
import { fields, fromHost } from "./fields.ts";

/** Values by item, kept in memory for as long as the page is open. */
export type Values = Map<DataItem, string>;

/**
 * When the host itself checked this customer, before the checkout. A real host reads it from its own records; the demo
 * gives everybody the same day.
 */
export const hostChecks = {
  identity: "2026-03-02T09:30:00Z",
  liveness: "2026-03-02T09:32:00Z",
} as const;

interface Tree {
  [key: string]: string | Tree;
}

function put(tree: Tree, path: readonly string[], value: string): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const branch = tree[head];
  const next: Tree = typeof branch === "object" ? branch : {};
  tree[head] = next;
  put(next, rest, value);
}

/**
 * The whole record: Crossmint's update replaces, so every value the page knows goes with it.
 *
 * @param asked the items that the person was asked for; values left over from another residence stay at home
 */
export function recordOf(values: Values, asked: ReadonlySet<DataItem>): CrossmintRecordChange {
  const record: Tree = {};
  for (const { item, path } of fields) {
    const value = values.get(item)?.trim() ?? "";
    if (value === "" || !asked.has(item)) continue;
    if (item === "social-security-number") {
      put(record, [...path.split("."), "type"], "ssn");
      put(record, [...path.split("."), "number"], value);
      put(record, [...path.split("."), "issuingCountryCode"], "US");
    } else if (item === "identity-number") {
      put(record, [...path.split("."), "type"], "passport");
      put(record, [...path.split("."), "number"], value);
      const issuer = values.get("nationality") ?? "";
      if (issuer !== "") put(record, [...path.split("."), "issuingCountryCode"], issuer);
    } else put(record, path.split("."), value);
  }
  if ([...fromHost].some((item) => asked.has(item))) {
    put(record, ["verificationHistory", "idVerificationTimestamp"], hostChecks.identity);
    put(record, ["verificationHistory", "livenessVerificationTimestamp"], hostChecks.liveness);
  }
  return record as CrossmintRecordChange;
}

/** The item that an error names by its path in the record, e.g. `input.userDetails.dateOfBirth`. */
export function itemAt(path: string, asked: ReadonlySet<DataItem>): DataItem | null {
  const bare = path.replace(/^input\./, "");
  return (
    fields.find(({ item, path: own }) => asked.has(item) && (bare === own || bare.startsWith(`${own}.`)))?.item ?? null
  );
}
