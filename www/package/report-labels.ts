/** What a verified file says of itself (`about` of the report): member and label, in the order in which it is told. */
export const REPORT_LABELS: readonly (readonly [member: string, label: string])[] = [
  ["sentence", "Agreed to"],
  ["link", "Policy"],
  ["policy", "Name"],
  ["version", "Version"],
  ["language", "Language"],
  ["acceptedAt", "Agreed at"],
  ["withdrawnAt", "Withdrawn at"],
  ["lapsedAt", "No longer counts since"],
  ["origin", "On the page"],
  ["controller", "Asked by"],
  ["recipient", "For"],
  ["madeAt", "Receipt made at"],
  ["log", "Log"],
  ["at", "Made at"],
  ["people", "People"],
  ["entries", "Entries"],
  ["rows", "Acceptances"],
];

/** What a file is called, by its kind. */
export const KIND_NAMES = { receipt: "receipt", export: "export", csv: "table", unknown: "file" } as const;
