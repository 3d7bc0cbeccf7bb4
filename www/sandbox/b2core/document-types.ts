// Document types that the wizard asks for. Names come in the language that is asked for.

interface DocumentType {
  id: number;
  description: string;
  enabled: boolean;
  example: string;
  /** `one`: a document of any type of the group; `all`: one of each type. */
  group: { id: number; name: string; type: "one" | "all" };
}

const identity = { id: 1, name: "identity", type: "one" } as const;
const means = { id: 2, name: "address and income", type: "all" } as const;

const TYPES = [
  { id: 1, en: "Passport", de: "Reisepass", group: identity },
  { id: 2, en: "Identity card", de: "Personalausweis", group: identity },
  { id: 3, en: "Proof of address", de: "Adressnachweis", group: means },
  { id: 4, en: "Proof of income", de: "Einkommensnachweis", group: means },
];

export function documentType(id: number, language = "en"): DocumentType | null {
  const type = TYPES.find((one) => one.id === id);
  if (type === undefined) return null;
  const { en, de, group } = type;
  return { id, description: language === "de" ? de : en, enabled: true, example: `example-${id}.png`, group };
}
