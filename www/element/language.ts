import servedBy from "../../src/consent/served-by.json";

/**
 * The first of the wanted languages (BCP 47) that is known: what `src/consent/language.rs` finds, by the same table, for
 * files that are fetched before there is any core. Undefined where none is.
 */
export function lookup(wanted: readonly string[], known: readonly string[]): string | undefined {
  const exact = (tag = "") => known.find((one) => one.toLowerCase() === tag.toLowerCase());
  for (let tag of wanted) {
    while (tag) {
      const others = servedBy.filter(([from = ""]) => from.toLowerCase() === tag.toLowerCase());
      const found = [[tag, tag], ...others].map(([, by]) => exact(by)).find(Boolean);
      if (found) return found;
      tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")));
    }
  }
  return undefined;
}

/** The languages to ask for: that of the element or its nearest ancestor with one, then those of the browser. */
export function preferredLanguages(element: Element): string[] {
  let holder: Element | null | undefined = element;
  let found: Element | null = null;
  while (holder && !found) {
    found = holder.closest("[lang]:not([lang=''])");
    const root: Node = holder.getRootNode();
    holder = root instanceof ShadowRoot ? root.host : null;
  }
  return [...new Set([...(found ? [found.getAttribute("lang") ?? ""] : []), ...navigator.languages])];
}
