// Which rules take more than a look: somebody has to press, leave, send, or compare pixels.

const TRIED = [
  "box-does-not-tick",
  "link-leads-elsewhere",
  "logo-hidden.white-on-white",
  "low-contrast.dark-scheme",
  "opening-forced",
  "submit-without-consent",
  "ticked-by-another-control",
  "ticked-when-restored",
];

/** Whether a bad page takes more than a look. */
export function needsTrying(name: string): boolean {
  return TRIED.some((tried) => name === tried || name.startsWith(`${tried}.`));
}

/** Good pages that are as another one, but for how something is drawn or written: a look at them is enough. */
const LOOKED_AT = [
  "arabic",
  "german-on-english-page",
  "gradient-card",
  "kyc-consent-german",
  "label-for",
  "logo-inline-svg",
  "logo-picture",
  "new-tab-note",
  "split-by-flex",
  "upper-case",
];

/** Whether a good page takes no more than a look. */
export function differsInLooksOnly(name: string): boolean {
  return LOOKED_AT.includes(name);
}
