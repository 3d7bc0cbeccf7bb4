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
