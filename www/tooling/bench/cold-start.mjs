/**
 * What the gateway adds to the start of a cold Worker: workerd is started anew for each figure, and timed until its first
 * answer. An empty Worker; the gateway with an empty module in place of its core; and the gateway, answering by its core.
 */
import { generateKeyPairSync } from "node:crypto";
import { Miniflare } from "miniflare";
import { gatewayModules, gatewayWorker } from "./gateway-worker.mjs";
import { median } from "./interleaved.mjs";

/** @typedef {import("../bench.mjs").Row} Row */
/** @typedef {{ worker: import("miniflare").WorkerOptions, path: string, status: number }} Start */

const rounds = 15;
const emptyModule = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
const presentation = "/policies/crossmint-privacy-policy/presentation?lang=de";

/**
 * @param {(line: string) => void} say
 * @returns {Promise<Row[]>}
 */
export async function rows(say) {
  const whole = gatewayWorker(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey);
  const script = "export default { fetch: () => new Response('there') }";
  const { compatibilityDate, compatibilityFlags } = whole;
  /** @type {Record<"empty" | "withoutCore" | "whole", Start>} */
  const starts = {
    empty: { worker: { name: "empty", compatibilityDate, modules: true, script }, path: "/", status: 200 },
    // Nothing is set up here, so that the core is not asked either.
    withoutCore: {
      worker: { name: "gateway", compatibilityDate, compatibilityFlags, modules: gatewayModules(emptyModule) },
      path: "/health",
      status: 503,
    },
    whole: { worker: whole, path: presentation, status: 200 },
  };
  /** @type {Record<keyof typeof starts, number[]>} */
  const times = { empty: [], withoutCore: [], whole: [] };
  for (let round = -1; round < rounds; round++) {
    for (const name of /** @type {(keyof typeof starts)[]} */ (Object.keys(starts))) {
      const took = await untilFirstAnswer(starts[name]);
      if (round >= 0) times[name].push(took); // the first warms the disk's cache
    }
  }
  const [empty, withoutCore, all] = [median(times.empty), median(times.withoutCore), median(times.whole)];
  say(
    `workerd and an empty Worker ${empty.toFixed(0)} ms, gateway without core ${withoutCore.toFixed(0)}, with ${all.toFixed(0)}`,
  );
  return [
    {
      row: "cold-start-gateway",
      value: round(all - empty),
      unit: "ms",
      what: "until its first answer, beyond an empty Worker",
    },
    {
      row: "cold-start-core",
      value: round(all - withoutCore),
      unit: "ms",
      what: "of that the wasm, and the first call into it",
    },
    {
      row: "cold-start-vs-without-core",
      value: round(all / withoutCore),
      unit: "ratio",
      what: "process and Worker, with the wasm to without",
    },
  ];
}

/** @param {Start} start */
async function untilFirstAnswer({ worker, path, status }) {
  const began = performance.now();
  const miniflare = new Miniflare({ ...worker, cf: false, handleRuntimeStdio: silent });
  try {
    const reply = await fetch(new URL(path, await miniflare.ready));
    await reply.arrayBuffer();
    const took = performance.now() - began;
    if (reply.status !== status) throw new Error(`${path} was answered with ${reply.status}`);
    return took;
  } finally {
    await miniflare.dispose();
  }
}

/** @param {import("node:stream").Readable[]} streams */
function silent(...streams) {
  for (const stream of streams) stream.resume();
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
