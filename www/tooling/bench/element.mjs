/**
 * Time until there is a box to tick, and what the main thread does until then, in Chromium as on a slow phone: our element
 * against others on the same server. Visits in turns, each in a context of its own, with nothing in its cache.
 */
import { chromium } from "playwright-core";
import { chromiumArguments, chromiumPath } from "../toolchain.mjs";
import { pages, startSite } from "./element-site.mjs";
import { median } from "./interleaved.mjs";

/** @typedef {import("../bench.mjs").Row} Row */
/** @typedef {{ ready: number, tasks: number, script: number, bytes: number }} Visit milliseconds, bytes on the wire */

/** A slow phone: Lighthouse's "slow 3G" and a processor of a quarter of this one's speed. */
const network = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const slowdown = 4;
const visits = Number(process.env.BENCH_VISITS ?? 11);

const ends = {
  "element-fed": "kyc-assent/element, fed by a gateway, until the box can be ticked",
  "element-fed-hinted":
    "the same with its words and the gateway's answer preloaded, by a server that knows the browser's languages",
  "element-alone": "kyc-assent/element-alone, with its wasm, until the box can be ticked",
  "element-alone-hinted": "the same with preload of presentation and wasm in the head",
  cookieconsent: "vanilla-cookieconsent 3.1.0 until a box in its dialog can be ticked",
  crossmint:
    "Crossmint's pay button (client-sdk-vanilla-ui 1.1.28) until it is drawn: what it opens comes from their servers",
};

/**
 * @param {(line: string) => void} say
 * @returns {Promise<Row[]>}
 */
export async function rows(say) {
  const site = await startSite();
  const args = [...chromiumArguments(), "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
  const executablePath = chromiumPath();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args });
  try {
    const names = Object.keys(pages);
    /** @type {Map<string, Visit[]>} */
    const seen = new Map(names.map((name) => [name, []]));
    for (let round = -1; round < visits; round++) {
      for (const name of names) {
        const visit = await visited(browser, `${site.origin}/${name}.html`);
        // The first warms the browser and the server.
        if (round >= 0) seen.get(name)?.push(visit);
      }
      say(`round ${round + 2} of ${visits + 1}`);
    }
    return told(seen, say);
  } finally {
    await browser.close();
    site.close();
  }
}

/**
 * @param {Map<string, Visit[]>} seen
 * @param {(line: string) => void} say
 * @returns {Row[]}
 */
function told(seen, say) {
  const of = (/** @type {string} */ name) => seen.get(name) ?? [];
  const middle = (/** @type {string} */ name, /** @type {keyof Visit} */ part) =>
    median(of(name).map((visit) => visit[part]));
  /** @type {Row[]} */
  const measured = [];
  for (const [name, what] of Object.entries(ends)) {
    say(`${name}: ${middle(name, "bytes")} bytes on the wire, script ${middle(name, "script").toFixed(0)} ms`);
    measured.push({ row: `tick-${name}`, value: Math.round(middle(name, "ready")), unit: "ms", what });
    const busy = `main thread busy until then, of it ${middle(name, "script").toFixed(0)} ms in scripts`;
    measured.push({ row: `busy-${name}`, value: Math.round(middle(name, "tasks")), unit: "ms", what: busy });
  }
  for (const own of ["element-fed", "element-fed-hinted", "element-alone", "element-alone-hinted"]) {
    for (const other of ["cookieconsent", "crossmint"]) {
      for (const [part, word] of /** @type {const} */ ([
        ["ready", "tick"],
        ["tasks", "busy"],
      ])) {
        const ratios = of(own).map((visit, i) => visit[part] / (of(other)[i]?.[part] ?? Number.NaN));
        const what = `${part === "ready" ? "time until then" : "main thread busy"}, ${own} ÷ ${other}: below 1 is ours the faster`;
        measured.push({ row: `${own}-${word}-vs-${other}`, value: median(ratios), unit: "ratio", what });
      }
    }
  }
  return measured;
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @returns {Promise<Visit>}
 */
async function visited(browser, url) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "en" });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    let bytes = 0;
    session.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await session.send("Network.enable");
    await session.send("Performance.enable");
    await session.send("Network.emulateNetworkConditions", network);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    const before = await metrics(session);
    await page.goto(url, { waitUntil: "commit" });
    const found = await page.waitForFunction(() => /** @type {any} */ (window).readyAt, undefined, { timeout: 60_000 });
    const ready = Number(await found.jsonValue());
    const after = await metrics(session);
    return { ready, tasks: after.tasks - before.tasks, script: after.script - before.script, bytes };
  } finally {
    await context.close();
  }
}

/** @param {import("playwright-core").CDPSession} session */
async function metrics(session) {
  const { metrics: all } = await session.send("Performance.getMetrics");
  const of = (/** @type {string} */ wanted) => (all.find(({ name }) => name === wanted)?.value ?? 0) * 1000;
  return { tasks: of("TaskDuration"), script: of("ScriptDuration") };
}
