/** The entries of a variable that is a list with commas, each once. */
export function commaList(text: string | undefined): ReadonlySet<string> {
  const entries = (text ?? "").split(",").map((entry) => entry.trim());
  return new Set(entries.filter((entry) => entry !== ""));
}
