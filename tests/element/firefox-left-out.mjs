/**
 * The tests of the elements that are not run in Firefox, by their titles, and why. `npm test` prints this list.
 * @type {readonly { tests: RegExp, what: string, why: string }[]}
 */
export const leftOut = [
  {
    tests: /axe finds nothing.*, (light|forced|forced colours)$/,
    what: "axe in light and in forced colours",
    why: "axe reads the same of each engine, in three times the time; in Firefox it is run in the dark",
  },
  {
    tests: /a screen reader is told/,
    what: "the tree that a screen reader is told",
    why: "Playwright computes it from the page, by the same code in each engine",
  },
  {
    tests: /, for those who do not mind$/,
    what: "that something moves where it may",
    why: "Firefox is told once, before it starts, that nothing is to move",
  },
  {
    tests: /a page that was frozen|an upload says how far it is|on a telephone/,
    what: "a page that the browser has frozen, an upload over a slow line, a telephone",
    why: "Playwright can make these of Chromium alone",
  },
];
