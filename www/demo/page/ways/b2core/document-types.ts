/** What the wizard asks for, read from the document types in whatever form the installation has them. */
import type { B2coreWizard } from "../../../../package/types.ts";

export interface DocumentType {
  /** What the run names it by. */
  readonly id: number;
  /** The partner's own words for it; empty where it has none. */
  readonly name: string;
  /** Whether one document of the group is enough, or all of them are needed. */
  readonly group: "one" | "all";
}

/** The types that can be handed in: those with an id. */
export function documentTypes({ types }: B2coreWizard): readonly DocumentType[] {
  return types.flatMap((type) => (typeof type === "string" ? named(type) : described(type)));
}

/** A list of words: where they are ids, they can be handed in. */
function named(word: string): readonly DocumentType[] {
  return /^\d{1,9}$/.test(word) ? [{ id: Number(word), name: "", group: "all" }] : [];
}

function described(type: Readonly<Record<string, unknown>>): readonly DocumentType[] {
  const { id, description, group, enabled } = type;
  if (typeof id !== "number" || enabled === false) return [];
  const kind = typeof group === "object" && group !== null && "type" in group ? group.type : undefined;
  return [
    {
      id,
      name: typeof description === "string" ? description : "",
      group: kind === "one" ? "one" : "all",
    },
  ];
}
