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
    tests:
      /it shows nothing when it gets |told, nothing lost, and another try$|another try offered: (429|401|503|no JSON)$|and offers another try: (the gateway is down|an error page|too many requests|signed out|an answer|a broken rule|no token|a host that)/,
    what: "which answer of a gateway leads to which words",
    why: "the element's script judges them by the values in their JSON. No connection, being offline and no answer in time are run",
  },
  {
    tests:
      /shown no changes$|nothing is claimed, and the box works$|costs no question$|is asked for (in the region|with the person's token)|calls at the same time, and later ones|nothing is sent without a tick$|another ticking has another key$|receipt\(\) |a receipt that cannot be fetched|goes with the tag of what is known|what is told while a look is on its way|also where there is no stream$|partners that do not answer are told|its path is handed in, once|a host that fails is told|without a way to store it/,
    what: "when the gateway or the host is asked, and with what",
    why: "it follows from the script's own state; nothing that the engine draws, keeps or measures has a part in it",
  },
  {
    tests: /on a telephone /,
    what: "the camera of a telephone",
    why: "Playwright makes no telephone of Firefox",
  },
];
