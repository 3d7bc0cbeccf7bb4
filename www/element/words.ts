/**
 * The sentences of the interface, in the language of the presentation. They are data, from src/consent/words.json;
 * `{company}` stands for the company named by `presentation.logo.of`.
 */
export interface Words {
  /** Shown when the form is sent while the box is not ticked. */
  readonly required: string;
  /** Describes the link to the policy. */
  readonly newTab: string;
  /** Why the box cannot be ticked: its text or the logo cannot be seen. Holds `{company}`. */
  readonly notShown: string;
  /** Progress of `record()`, once it takes over a second. */
  readonly saving: string;
  readonly saved: string;
  /** Progress of `withdraw()`, once it takes over a second. */
  readonly withdrawing: string;
  readonly withdrawn: string;
  /** `record()` failed; the tick is kept. */
  readonly failed: string;
  /** `withdraw()` failed; the box stays unticked. */
  readonly withdrawFailed: string;
  readonly offline: string;
  /** The gateway refused the host's token, or the host gave none. */
  readonly signedOut: string;
  /** The policy has a newer version: the box was unticked and the text replaced. */
  readonly stale: string;
  /** Comes before what the operator wrote of the changes, for a person who agreed to an earlier version. */
  readonly changed: string;
  /** Label of the button that saves the receipt. */
  readonly receipt: string;
  /** The receipt could not be fetched. */
  readonly receiptFailed: string;
  /** Label of the button that repeats what failed. */
  readonly retry: string;
}

/** The name of one sentence of the interface. */
export type Word = keyof Words;

/**
 * What is said while there is no presentation yet, and so no words either: that the text has not loaded, and the label
 * of the button that tries again.
 */
const BEFORE_LOADING: Readonly<Record<string, readonly [message: string, retry: string]>> = {
  en: ["The consent text has not loaded yet.", "Try again"],
  de: ["Der Einwilligungstext ist noch nicht geladen.", "Erneut versuchen"],
  fr: ["Le texte du consentement n’est pas encore chargé.", "Réessayer"],
  es: ["El texto del consentimiento aún no se ha cargado.", "Intentar de nuevo"],
  it: ["Il testo del consenso non è ancora stato caricato.", "Riprova"],
  pt: ["O texto do consentimento ainda não foi carregado.", "Tentar novamente"],
  ar: ["لم يتم تحميل نص الموافقة بعد.", "إعادة المحاولة"],
};

/**
 * The words there are before the presentation is there.
 *
 * @param languages BCP 47 tags, the preferred first
 */
export function wordsBeforeLoading(languages: readonly string[]): {
  language: string;
  direction: "ltr" | "rtl";
  message: string;
  retry: string;
} {
  for (const tag of [...languages, "en"]) {
    const language = (tag.split("-")[0] ?? "").toLowerCase();
    const words = Object.hasOwn(BEFORE_LOADING, language) ? BEFORE_LOADING[language] : undefined;
    if (words) return { language, direction: language === "ar" ? "rtl" : "ltr", message: words[0], retry: words[1] };
  }
  throw new RangeError("English is always there");
}
