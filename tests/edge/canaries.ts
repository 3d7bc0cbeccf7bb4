/** Values that must not come out anywhere, and the forms in which they could. */

/** A text as it would be found raw, in URLs, in JSON, in hexadecimal, and in base64 wherever it stands in what was encoded. */
export function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // Digits that also hold bits of the neighbours.
    const first = before === 0 ? 0 : before + 1;
    return encoded.slice(first, (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
  const forms = [
    value,
    encodeURIComponent(value),
    String(new URLSearchParams({ value })).slice("value=".length),
    JSON.stringify(value).slice(1, -1),
    bytes.toString("hex"),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
  return [...new Set(forms)].filter((form) => form.length >= 4);
}

/** The names of the values that are in the text in some form. */
export function foundIn(text: string, canaries: Readonly<Record<string, string>>): readonly string[] {
  const lower = text.toLowerCase();
  return Object.entries(canaries).flatMap(([name, value]) =>
    formsOf(value).some((form) => lower.includes(form.toLowerCase())) ? [name] : [],
  );
}
