import { el } from "../dom.ts";
import type { Speech } from "../words.ts";

const PIECES = ["day", "month", "year"] as const;
type Piece = (typeof PIECES)[number];

/** Day, month and year in the order of a locale. */
export function orderOf(locale: string): readonly Piece[] {
  const parts = new Intl.DateTimeFormat(locale, { calendar: "gregory" }).formatToParts(new Date(2000, 10, 22));
  const found = parts
    .map(({ type }) => type)
    .filter((type): type is Piece => (PIECES as readonly string[]).includes(type));
  return found.length === 3 ? found : PIECES;
}

/** A day of the calendar as `YYYY-MM-DD`; null when there is no such day. Digits of any script count. */
export function dayOf(pieces: Readonly<Record<Piece, string>>): string | null {
  const [year, month, day] = (["year", "month", "day"] as const).map((piece) => digits(pieces[piece].trim()));
  if (!year || !month || !day || !/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day))
    return null;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

/** Every script's digits follow each other from zero. */
function digits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    for (let zero = code; zero > code - 10; zero--) {
      if (!/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) return String(code - zero);
    }
    return digit;
  });
}

/** A date as three fields: people know their birthday, and need no calendar to find it. */
export class DateFields {
  readonly inputs: ReadonlyMap<Piece, HTMLInputElement>;
  readonly element: HTMLElement;

  /** @param autocomplete of the whole date, as `bday` */
  constructor(speech: Speech, id: string, autocomplete: string | undefined, changed: () => void) {
    this.inputs = new Map(
      orderOf(speech.locale).map((piece) => {
        const input = el("input", {
          id: `${id}-${piece}`,
          part: `control ${piece}`,
          inputmode: "numeric",
          maxlength: piece === "year" ? 4 : 2,
          dir: "ltr",
          autocomplete: autocomplete === "bday" ? `bday-${piece}` : "off",
        });
        input.addEventListener("input", changed);
        return [piece, input];
      }),
    );
    const labelled = [...this.inputs].map(([piece, input]) =>
      el("label", { for: input.id }, speech.say(`date.${piece}`), input),
    );
    this.element = el("div", { part: "date" }, ...labelled);
  }

  /** `YYYY-MM-DD`; what cannot be a day, as it was typed with commas; empty when nothing was. */
  get value(): string {
    const piece = (name: Piece) => this.inputs.get(name)?.value ?? "";
    const typed = { year: piece("year"), month: piece("month"), day: piece("day") };
    if (!typed.year && !typed.month && !typed.day) return "";
    return dayOf(typed) ?? [typed.year, typed.month, typed.day].join();
  }

  set value(value: string) {
    const [year = "", month = "", day = ""] = value.split(value.includes(",") ? "," : "-");
    for (const [name, text] of Object.entries({ year, month, day })) {
      const input = this.inputs.get(name as Piece);
      if (input) input.value = text;
    }
  }
}
