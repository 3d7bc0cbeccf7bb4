/**
 * Load on a Worker: so many connections, each of which sends its next request when the last one is answered. It runs on a
 * thread of its own, so that what starts the Workers does not wait in the same queue.
 */
import { Agent, request } from "node:http";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

/** @typedef {{ method: string, path: string, headers: Record<string, string>, body?: string, expect: readonly number[] }} Call `expect`: the statuses */
/** @typedef {{ origin: string, calls: readonly Call[], connections: number, ms?: number, count?: number }} Load the calls in turn, so long or so many */
/** @typedef {{ perSecond: number, p50: number, p99: number, count: number }} Measured requests; milliseconds */

/**
 * @param {Load} load
 * @returns {Promise<Measured>}
 */
export async function underLoad(load) {
  const worker = new Worker(new URL(import.meta.url), { workerData: load });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

if (!isMainThread && parentPort) parentPort.postMessage(await run(workerData));

/**
 * @param {Load} load
 * @returns {Promise<Measured>}
 */
async function run({ origin, calls, connections, ms = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(origin);
  /** @type {number[]} */
  const times = [];
  let next = 0;
  const started = performance.now();
  const lane = async () => {
    while (next < count && performance.now() - started < ms) {
      const call = /** @type {Call} */ (calls[next++ % calls.length]);
      const sent = performance.now();
      const status = await send({ agent, hostname, port, ...call }).catch(() =>
        // workerd closes a connection that rested for five seconds, and takes a wait of its own for the disk as such a rest.
        send({ agent: false, hostname, port, ...call }),
      );
      if (!call.expect.includes(status ?? 0)) throw new Error(`${call.method} ${origin} was answered with ${status}`);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((one, other) => one - other);
  const at = (/** @type {number} */ part) =>
    times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), count: times.length };
}

/**
 * @param {Call & { agent: Agent | false, hostname: string, port: string }} call `false`: over a connection of its own
 * @returns {Promise<number | undefined>}
 */
function send({ body, ...options }) {
  return new Promise((resolve, reject) => {
    const sent = request(options, (reply) => {
      reply.resume();
      reply.once("end", () => resolve(reply.statusCode));
    });
    sent.once("error", reject);
    sent.end(body);
  });
}
