/**
 * `prepare` and `read` against the same work in hand-written TypeScript with zod (peers/), per operation, over the inputs
 * of the conformance cases. Both must answer a case as it says before it counts; which do not, is said.
 */
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { checkCase, replyOf } from "../../../tests/conformance/check.mjs";
import { loadCases } from "../../../tests/conformance/load.mjs";
import { root } from "../toolchain.mjs";
import { compare } from "./interleaved.mjs";
import { nativeRows } from "./native.mjs";
import { statusInWorkerd } from "./status-in-workerd.mjs";

/** @typedef {import("../bench.mjs").Row} Row */
/** @typedef {import("../../../tests/conformance/load.mjs").Case} Case */
/** @typedef {import("../../../tests/conformance/check.mjs").Package} Package */
/** @typedef {{ prepare: (call: object) => object, read: (reply: object) => object }} Peer */
/** @typedef {{ ours: () => unknown, theirs: () => unknown }} Pair the same work, done by each */

/** What the cases have no success of: a session's reply. @type {Case[]} */
const further = ["b2core.signIn", "b2core.submitSecondFactor"].map((operation) => ({
  operation,
  reply: { status: 200, body: { data: { access_token: "token-one", refresh_token: "token-two", expires_in: 900 } } },
  value: { accessToken: "token-one", refreshToken: "token-two", expiresIn: 900 },
}));

/**
 * @param {(line: string) => void} say
 * @returns {Promise<Row[]>}
 */
export async function rows(say) {
  const ours = await import(pathToFileURL(join(root, "pkg", "node.js")).href);
  const theirs = await bundledPeers();
  const alike = alikeCases(ours, theirs, say);
  const works = pairs(alike, ours, theirs);
  // Warm, as a server is: the engine has seen every kind of call before any is timed.
  for (const { ours: call, theirs: peer } of [...works.values()].flat()) for (let i = 0; i < 20; i++) [call(), peer()];
  const measured = [...works].map(([row, work]) => measure(row, work, say));
  const statuses = alike.flatMap((item) => (rowOf(item) === "read" && item.reply ? [replyOf(item.reply)] : []));
  return [...measured, await statusInWorkerd(statuses, say), ...(await nativeRows(say, ours))];
}

/**
 * @param {string} row
 * @param {Pair[]} work
 * @param {(line: string) => void} say
 * @returns {Row}
 */
function measure(row, work, say) {
  const all = (/** @type {"ours" | "theirs"} */ side) => () => {
    for (const pair of work) pair[side]();
  };
  const { ratio, ours, theirs } = compare(all("ours"), all("theirs"));
  const each = (/** @type {number} */ time) => `${(time / work.length / 1000).toFixed(2)} µs`;
  say(`${row}: ${each(ours)} for a call, by hand ${each(theirs)}`);
  const what = `calls per second, ours ÷ by hand with zod 4.6.7, ${work.length} inputs`;
  return { row, value: ratio, unit: "ratio", what, ...(row === "read" ? { goal: "≥ 1", met: ratio >= 1 } : {}) };
}

/** The peers as one module of JavaScript, which every Node runs. */
async function bundledPeers() {
  const outfile = join(root, "target", "bench", "peers.mjs");
  const entryPoints = [join(import.meta.dirname, "peers", "index.ts")];
  await esbuild.build({ entryPoints, outfile, bundle: true, format: "esm", platform: "node", logLevel: "error" });
  return import(pathToFileURL(outfile).href);
}

/**
 * The cases that both answer as they say.
 * @param {any} ours the built package
 * @param {any} theirs the bundled peers
 * @param {(line: string) => void} say
 */
function alikeCases(ours, theirs, say) {
  /** @type {Map<string, Peer>} */
  const peers = theirs.peers;
  const named = (/** @type {string} */ name) => /** @type {Peer} */ (peers.get(name));
  /** @type {Package} */
  const asPackage = {
    AssentError: theirs.PeerError,
    prepare: (name, call) => /** @type {Record<string, unknown>} */ (named(name).prepare(call)),
    read: (name, reply) => /** @type {Record<string, unknown>} */ (named(name).read(reply)),
  };
  const cases = [...loadCases(join(root, "tests", "conformance", "cases")), ...further.map((content) => ({ content }))]
    .flatMap((item) => ("content" in item ? [item.content] : []))
    .filter(({ operation }) => peers.has(operation));
  const alike = cases.filter((item) => isMet(item, ours) && isMet(item, asPackage));
  say(`${alike.length} of ${cases.length} cases are answered alike by the core and by hand`);
  return alike;
}

/** Where the time of a case's reply is counted. @param {Case} item */
function rowOf({ operation, error }) {
  if (error) return "read-refusals";
  return operation === "crossmint.getVerification" ? "read" : `read-${operation}`;
}

/**
 * What is timed, by row.
 * @param {Case[]} alike
 * @param {any} ours the built package
 * @param {any} theirs the bundled peers
 */
function pairs(alike, ours, theirs) {
  const named = (/** @type {string} */ name) => /** @type {Peer} */ (theirs.peers.get(name));
  /** @type {Map<string, Pair[]>} */
  const works = new Map();
  const add = (/** @type {string} */ row, /** @type {Pair} */ pair) =>
    works.set(row, [...(works.get(row) ?? []), pair]);
  for (const item of alike) {
    const { operation, account, input, consent, now, request, reply } = item;
    const peer = named(operation);
    const call = { account, input, consent, now: now ?? "2026-06-01T12:00:00.000Z" };
    if (request) add(`prepare-${operation}`, pairOf(ours.prepare, peer.prepare, operation, call));
    else if (!reply) add("prepare-refusals", pairOf(ours.prepare, peer.prepare, operation, call));
    if (!reply) continue;
    add(rowOf(item), pairOf(ours.read, peer.read, operation, replyOf(reply)));
  }
  for (const [row, pair] of webhooks(ours, theirs)) add(row, pair);
  // The row of the budgets first.
  return new Map([...works].sort(([a], [b]) => Number(b === "read") - Number(a === "read")));
}

/**
 * @param {Case} item
 * @param {Package} pkg
 */
function isMet(item, pkg) {
  return checkCase(item, pkg).length === 0;
}

/**
 * @param {(operation: string, argument: object) => unknown} ours
 * @param {(argument: object) => unknown} theirs
 * @param {string} operation
 * @param {object} argument
 * @returns {Pair}
 */
function pairOf(ours, theirs, operation, argument) {
  return { ours: caught(() => ours(operation, argument)), theirs: caught(() => theirs(argument)) };
}

/** A refusal is an answer, too. @param {() => unknown} work */
function caught(work) {
  return () => {
    try {
      return work();
    } catch (refused) {
      return refused;
    }
  };
}

/**
 * @param {any} ours
 * @param {any} theirs
 * @returns {[string, Pair][]}
 */
function webhooks(ours, theirs) {
  const now = "2026-06-01T12:00:00.000Z";
  const secrets = ["bench-only-secret"];
  const review = {
    ...{ type: "applicantReviewed", applicantId: "65f1c0a2b7d3e94c10a8f6d1", inspectionId: "65f1c0a2b7d3e94c10a8f6d2" },
    ...{ correlationId: "req-1a2b3c", externalUserId: "user-123", levelName: "basic-kyc-level" },
    ...{ reviewStatus: "completed", createdAtMs: "2026-06-01 11:59:58.321" },
    reviewResult: { reviewAnswer: "GREEN" },
  };
  const sumsub = Buffer.from(JSON.stringify(review));
  const digest = createHmac("sha256", secrets[0] ?? "")
    .update(sumsub)
    .digest("hex");
  const headers = { "x-payload-digest": digest, "x-payload-digest-alg": "HMAC_SHA256_HEX" };
  const kriptomat = Buffer.from(
    JSON.stringify({ user_id: 4711, status: { applicantId: "a1", reviewStatus: "completed" } }),
  );
  return [
    [
      "receive-sumsub.applicant",
      {
        ours: () => ours.receive("sumsub.applicant", { headers, body: sumsub }, { secrets }, now),
        theirs: () => theirs.sumsubWebhook(headers, sumsub, secrets, now),
      },
    ],
    [
      "receive-kriptomat.kyc",
      {
        ours: () => ours.receive("kriptomat.kyc", { headers: {}, body: kriptomat }, null, now),
        theirs: () => theirs.kriptomatWebhook(kriptomat),
      },
    ],
  ];
}
