/** Text of HTML. Whatever comes from outside is escaped; names of tags and attributes come from the sources alone. */

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // A parser would make line feeds of these.
  "\r": "&#13;",
};

/** Text as it may stand between tags and, in quotes, as the value of an attribute. */
export function escaped(text: string): string {
  // No character reference stands for U+0000 or half a pair: parsers put U+FFFD there, and so does this.
  const whole = text
    .replaceAll("\0", "\uFFFD")
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
  return whole.replace(/[&<>"'\r]/g, (letter) => ESCAPES[letter] ?? "");
}

/** A start tag. An attribute that is undefined or false is left out; true is one without a value. */
export function startTag(tag: string, attributes: Readonly<Record<string, string | boolean | undefined>>): string {
  const written = Object.entries(attributes).map(([name, value]) => {
    if (value === undefined || value === false) return "";
    return value === true ? ` ${name}` : ` ${name}="${escaped(value)}"`;
  });
  return `<${tag}${written.join("")}>`;
}

/** A value as JSON that can stand in a script element: nothing in it ends one, or begins a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (letter) => {
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
