/**
 * The tests of the elements that are not run in Firefox, by their titles, and why. `npm test` prints this list.
 * @type {readonly { tests: RegExp, what: string, why: string }[]}
 */
export const leftOut = [
  {
    tests: /axe finds nothing/,
    what: "axe",
    why: "it reads the same of each engine, takes three times the time in Firefox, and now and then breaks its page's process",
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
    tests: /a page that was frozen goes on|an upload says how far it is/,
    what: "a frozen page, and the progress of an upload",
    why: "the page is frozen, and the net slowed down, by Chromium's DevTools",
  },
  {
    tests: /on a telephone /,
    what: "the camera of a telephone",
    why: "Playwright makes no telephone of Firefox",
  },
];
