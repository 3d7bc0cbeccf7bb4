/**
 * What one more consent costs as ledgers and log grow: `node www/tooling/bench/ledger-growth.mjs [--people N]
 * [--entries N] [--json]`, after a build. Ratios within one run; the partner answers at once, and nobody else is there.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runUnderPinnedNode } from "../pinned-node.mjs";
import { root } from "../toolchain.mjs";

await runUnderPinnedNode();
const { Miniflare } = await import("miniflare");
const { SignJWT } = await import("jose");

const { values } = parseArgs({
  options: { people: { type: "string" }, entries: { type: "string" }, json: { type: "boolean" } },
});
const people = Number(values.people ?? 10_000);
const entries = Number(values.entries ?? 1_000);
/** Consents that one figure is the median of. */
const sample = 40;
/** People who agree at once while the log is filled. */
const atOnce = 16;

const host = generateKeyPairSync("ec", { namedCurve: "P-256" });
const built = join(root, "target", "www");
const folder = mkdtempSync(join(tmpdir(), "kyc-assent-growth-"));
const miniflare = new Miniflare({
  defaultPersistRoot: folder,
  handleRuntimeStdio: (/** @type {import("node:stream").Readable[]} */ ...streams) => {
    for (const stream of streams) stream.resume();
  },
  modules: [
    { type: "ESModule", path: "gateway.js", contents: readFileSync(join(built, "gateway.js"), "utf8") },
    { type: "CompiledWasm", path: "edge.wasm", contents: readFileSync(join(built, "edge.wasm")) },
  ],
  compatibilityDate: "2026-07-30",
  bindings: {
    CROSSMINT_ENVIRONMENT: "staging",
    CROSSMINT_API_KEY: "sk_staging_thisIsNoKeyOfCrossmint",
    ALLOWED_ORIGINS: "https://shop.example",
    JWT_PUBLIC_KEY: JSON.stringify({ ...host.publicKey.export({ format: "jwk" }), alg: "ES256" }),
    JWT_ISSUER: "https://host.example",
    JWT_AUDIENCE: "gateway",
    LEDGER_KEY: randomBytes(32).toString("base64"),
    LEDGER_SIGNING_KEYS: JSON.stringify({
      keys: [generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" })],
    }),
    LOG_NAME: "bench.example",
    CONTROLLER: JSON.stringify({ name: "a", address: "b", email: "c", url: "d", jurisdiction: "IE" }),
  },
  durableObjects: Object.fromEntries(
    ["ConsentLedger", "ConsentLog", "PartnerSession", "PartnerVerification", "B2coreSession", "PolicyBook"].map(
      (className) => [className.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase(), { className, useSQLite: true }],
    ),
  ),
  serviceBindings: {
    SANDBOX: async (/** @type {Request} */ request) => Response.json({ acceptedAt: (await request.json()).acceptedAt }),
  },
});

const gateway = await miniflare.ready;
const policy = "crossmint-privacy-policy";
const evidence = await shown();

/** Milliseconds of a consent that is put on record and told, by the number of entries before it. */
const chain = [];
const token = await tokenOf("one-person");
for (let before = 0; before < entries + 3 * sample; before += 3) {
  chain.push(await consent(token));
  await fetch(new URL(`/consents/${policy}`, gateway), { method: "DELETE", headers: bearer(token) });
}
const first = [];
for (let number = 0; number < sample; number++) first.push(await consent(await tokenOf(`first-${number}`)));
const waiting = Array.from({ length: people }, (_, number) => `person-${number}`);
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let subject = waiting.pop(); subject !== undefined; subject = waiting.pop())
      await consent(await tokenOf(subject));
  }),
);
const busy = [];
for (let number = 0; number < sample; number++) busy.push(await consent(await tokenOf(`busy-${number}`)));
await rest();
const last = [];
for (let number = 0; number < sample; number++) last.push(await consent(await tokenOf(`last-${number}`)));
await miniflare.dispose();
rmSync(folder, { recursive: true, force: true });

const third = Math.ceil(entries / 3);
const rows = [
  row(
    "ledger-entry-100",
    median(chain, Math.ceil(100 / 3)) / median(chain, 1),
    "a consent after 100 entries of one person",
  ),
  row(
    `ledger-entry-${entries}`,
    median(chain, third) / median(chain, 1),
    `a consent after ${entries} entries of one person`,
  ),
  row(`log-people-${people}`, median(last, 0) / median(first, 0), `a consent after ${people} people, to the first`),
  row(`log-people-${people}-busy`, median(busy, 0) / median(first, 0), "the same while the log still takes them in"),
];
if (values.json) console.log(JSON.stringify({ rows }, null, 2));
else {
  for (const { row: name, value, what } of rows) console.log(`${name.padEnd(24)} ${value.toFixed(2)} ×  ${what}`);
  console.log(`a first consent takes ${median(chain, 1).toFixed(1)} ms here (median of ${sample})`);
}

/**
 * @param {string} name
 * @param {number} value
 * @param {string} what
 */
function row(name, value, what) {
  return { row: name, value: Math.round(value * 100) / 100, unit: "ratio", what };
}

/**
 * @param {number[]} times
 * @param {number} from
 */
function median(times, from) {
  const part = times.slice(from, from + sample).sort((one, other) => one - other);
  return part[Math.floor(part.length / 2)] ?? Number.NaN;
}

/** Waits until the log has taken in what was left to it: its head has not grown for a quarter of a minute. */
async function rest() {
  for (let [size, since] = [-1, Date.now()]; Date.now() - since < 15_000; ) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const [, payload = ""] = (await (await fetch(new URL("/log/head", gateway))).text()).split(".");
    const head = /** @type {{ size: number }} */ (JSON.parse(Buffer.from(payload, "base64url").toString()));
    if (head.size !== size) [size, since] = [head.size, Date.now()];
  }
}

/** @param {string} token */
async function consent(token) {
  const headers = { ...bearer(token), "content-type": "application/json" };
  const started = performance.now();
  const send = () => fetch(new URL("/consents", gateway), { method: "POST", headers, body: evidence });
  // A connection that was kept open may be closed just when it is used again.
  const reply = await send().catch(send);
  const { delivery } = /** @type {{ delivery: string }} */ (await reply.json());
  if (delivery !== "delivered") throw new Error(`a consent was answered with ${reply.status}, ${delivery}`);
  return performance.now() - started;
}

/** @param {string} subject */
function tokenOf(subject) {
  const jwt = new SignJWT({ sub: subject }).setIssuer("https://host.example").setAudience("gateway");
  return jwt.setExpirationTime("2h").setProtectedHeader({ alg: "ES256" }).sign(host.privateKey);
}

/** @param {string} token */
function bearer(token) {
  return { authorization: `Bearer ${token}` };
}

/** What a page reads back after showing the sentence as it should. */
async function shown() {
  const reply = await fetch(new URL(`/policies/${policy}/presentation?lang=en`, gateway));
  const { version, segments } = /** @type {{ version: string, segments: { text: string, href?: string }[] }} */ (
    await reply.json()
  );
  const link = segments.find(({ href }) => href !== undefined);
  return JSON.stringify({
    policy,
    version,
    language: "en",
    text: segments.map(({ text }) => text).join(""),
    link,
    tickedAtStart: false,
    openingForced: false,
    visible: true,
    logo: { shown: true, width: 96, height: 24 },
    byPerson: true,
    presentedAt: new Date().toISOString(),
    tickedAt: new Date().toISOString(),
  });
}
