/** What each way of a person costs, counted in workerd: requests, calls of objects, rows, bytes, lines, and processor time. */
import { agreed, must, startCounted } from "../counted/gateway.mjs";

/** @typedef {import("../counted/gateway.mjs").CountedGateway} CountedGateway */
/** @typedef {import("../counted/gateway.mjs").Ask} Ask */
/**
 * @typedef {object} Way what one person does once
 * @property {number} requests
 * @property {number} cpuMs of workerd as a whole
 * @property {number} objectCalls calls and alarms
 * @property {number} rowsRead
 * @property {number} rowsWritten
 * @property {number} d1Read
 * @property {number} d1Written
 * @property {number} partnerCalls
 * @property {number} lines
 */
/**
 * @typedef {object} Measured
 * @property {string} measuredOn
 * @property {Record<"consent" | "status" | "me" | "flow", Way>} ways
 * @property {Record<string, number>} bytesOfPerson of one person's objects, by class
 * @property {{ bytesPerConsent: number, d1BytesPerConsent: number, callsPerConsent: number, cpuMsPerCall: number }} log
 */

const people = 100;
const flows = 10;
const takes = 5_000;

/** @param {(line: string) => void} say @returns {Promise<Measured>} */
export async function measure(say) {
  const { consent, status, me, log, ledgerBytes } = await atOnce(say);
  const { flow, bytes } = await wholeWay(say);
  return {
    measuredOn: new Date().toISOString().slice(0, 10),
    ways: { consent, status, me, flow },
    bytesOfPerson: {
      ConsentLedger: Math.max(ledgerBytes, bytes.ConsentLedger ?? 0),
      PartnerVerification: bytes.PartnerVerification ?? 0,
    },
    log,
  };
}

/** With a partner that answers at once, outside of workerd. @param {(line: string) => void} say */
async function atOnce(say) {
  const gateway = await startCounted();
  try {
    const shown = await gateway.shown();
    // The first makes tables, keys and the first head.
    await agreed(await gateway.person("first"), shown);
    await settled(gateway);
    await gateway.counts();
    say(`${people} people agree`);
    const asks = await Promise.all(Array.from({ length: people }, (_, number) => gateway.person(`person-${number}`)));
    const consent = await way(gateway, people, 2, async () => {
      for (const ask of asks) {
        await gateway.send("/policies/crossmint-privacy-policy/presentation?lang=en");
        await agreed(ask, shown);
      }
      await settled(gateway);
    });
    const status = await way(gateway, people, 1, async () => {
      for (const ask of asks) await must(ask("/crossmint/identity-verification"), 200);
    });
    // What the partner said of anybody is too old by now: it is asked anew.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const me = await way(gateway, people, 1, async () => {
      for (const ask of asks) await must(ask("/me"), 200);
    });
    say(`${takes} ledgers hand their entries to the log`);
    const log = {
      ...(await ofTakes(gateway)),
      callsPerConsent: (consent.sums.calls["ConsentLog.take"] ?? 0) / people,
    };
    return {
      consent: consent.each,
      status: status.each,
      me: me.each,
      log,
      ledgerBytes: consent.sums.bytes.ConsentLedger ?? 0,
    };
  } finally {
    await gateway.stop();
  }
}

/**
 * What it takes until the log has what a ledger hands in of one consent, and what is stored of it when the index has it
 * too. Of many, in no order, as pseudonyms are: the tables are then as full as they stay.
 * @param {CountedGateway} gateway
 */
async function ofTakes(gateway) {
  await gateway.send("/fill-log?from=0&to=500");
  await settled(gateway);
  const before = await sizes(gateway);
  const cpuBefore = gateway.cpu();
  await gateway.send(`/fill-log?from=500&to=${500 + takes}`);
  const cpu = gateway.cpu() - cpuBefore;
  await settled(gateway);
  const after = await sizes(gateway);
  return {
    bytesPerConsent: Math.round((after.log - before.log) / takes),
    d1BytesPerConsent: Math.round((after.d1 - before.d1) / takes),
    cpuMsPerCall: round(cpu / takes),
  };
}

/** The whole way at Crossmint as `<kyc-flow>` goes it, with the sandbox. @param {(line: string) => void} say */
async function wholeWay(say) {
  const gateway = await startCounted({ sandbox: true });
  try {
    const shown = await gateway.shown();
    await wentAllTheWay(gateway, await gateway.person("verified-first"), shown);
    await settled(gateway);
    say(`${flows} people go the whole way`);
    let requests = 0;
    const { each, sums } = await way(gateway, flows, 0, async () => {
      for (let number = 0; number < flows; number++) {
        requests += await wentAllTheWay(gateway, await gateway.person(`verified-${number}`), shown);
      }
      await settled(gateway);
    });
    return {
      flow: { ...each, requests: round(requests / flows) },
      bytes: sums.bytes,
    };
  } finally {
    await gateway.stop();
  }
}

const values = {
  "country-of-residence": "DE",
  "first-name": "Zenobia",
  "last-name": "Quixwell",
  "date-of-birth": "1987-06-05",
  nationality: "DE",
  "address-line": "Lindenallee 17",
  "postal-code": "99998",
  city: "Kleinkleckersdorf",
  email: "zenobia@quixwell.example",
  "identity-number": "C01X00T47",
  employment: "full-time",
  "source-of-funds": "salary-disbursement",
  industry: "financial-institution",
};

/** A picture of the usual size, of which the partner in the sandbox looks at the beginning. */
const picture = (() => {
  const start = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  return Buffer.concat([start, Buffer.alloc(500_000 - start.length)]);
})();

/** How many requests it took. @param {CountedGateway} gateway @param {Ask} person @param {unknown} shown */
async function wentAllTheWay(gateway, person, shown) {
  let requests = 0;
  /** @type {Ask} */
  const ask = (...asked) => {
    requests += 1;
    return person(...asked);
  };
  const task = (/** @type {string} */ path, /** @type {unknown} */ body) =>
    must(ask(`/flow/tasks/${path}`, "POST", body), 200);
  await must(ask("/flow"), 200);
  requests += 1;
  await gateway.send("/policies/crossmint-privacy-policy/presentation?lang=en");
  await agreed(ask, shown);
  await must(ask("/flow"), 200);
  await task("crossmint.details/fields", { values: { "country-of-residence": "DE" } });
  await task("crossmint.details", { values });
  for (const part of ["card-front", "card-back", "selfie"]) {
    await must(ask(`/flow/tasks/crossmint.documents/documents/${part}`, "POST", picture, "image/png"), 200);
  }
  await must(ask("/flow"), 200);
  await task("crossmint.start", {});
  await gateway.advance(10);
  for (let look = 0; look < 40; look++) {
    const { body } = await must(ask("/flow"), 200);
    if (body.tasks?.[0]?.kind === "done") return requests;
    await new Promise((resolve) => setTimeout(resolve, 1000 * Math.max(1, body.lookAgainAfter ?? 1)));
  }
  throw new Error("the whole way has no end");
}

/**
 * @param {CountedGateway} gateway
 * @param {number} times how often `work` does it
 * @param {number} requests of each
 * @param {() => Promise<void>} work
 */
async function way(gateway, times, requests, work) {
  await gateway.counts();
  const before = gateway.cpu();
  await work();
  const cpu = gateway.cpu() - before;
  const sums = await gateway.counts();
  const of = (/** @type {number} */ count) => round(count / times);
  /** @type {Way} */
  const each = {
    requests,
    cpuMs: of(cpu),
    objectCalls: of(total(sums.calls)),
    rowsRead: of(total(sums.rowsRead)),
    rowsWritten: of(total(sums.rowsWritten)),
    d1Read: of(sums.d1Read),
    d1Written: of(sums.d1Written),
    partnerCalls: of(sums.partnerCalls),
    lines: of(sums.lines),
  };
  return { each, sums };
}

/** @param {CountedGateway} gateway */
async function sizes(gateway) {
  const { bytes, d1Bytes } = await gateway.counts();
  return { log: bytes.ConsentLog ?? 0, d1: d1Bytes };
}

/** Waits until nothing is asked of any object any more: what was counted is kept. @param {CountedGateway} gateway */
async function settled(gateway) {
  for (let size = -1, since = Date.now(); Date.now() - since < 4_000; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = await gateway.callsSoFar();
    if (now !== size) [size, since] = [now, Date.now()];
  }
}

/** @param {Record<string, number>} counts */
function total(counts) {
  return Object.values(counts).reduce((one, other) => one + other, 0);
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
