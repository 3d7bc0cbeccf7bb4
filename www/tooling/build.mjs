/**
 * `npm run build`: the wasm, the npm package in pkg/, and the Workers for local use in target/www/.
 * --fresh  builds the wasm, also where a clone of this user has built the same before
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import {
  bundleAlone,
  bundleCommands,
  bundleEdgeLight,
  bundleGatewayFaults,
  bundleInline,
  bundleModule,
  bundleNodeWhole,
  bundleVerifier,
  bundleWithoutWasm,
  bundleWorker,
  presentationsList,
} from "./bundle.mjs";
import { buildDemo } from "./demo-assets.mjs";
import { bundleFlow, writeFlowWords } from "./flow.mjs";
import { writeInitProject } from "./init-project.mjs";
import { writeManifests } from "./manifest/write.mjs";
import { writeNotices } from "./notices.mjs";
import { writeOpenApi } from "./openapi/write.mjs";
import { mustRun } from "./setup/command.mjs";
import { root } from "./toolchain.mjs";
import { buildFlavours, writeAsScript } from "./wasm.mjs";
import { loadersOf, readWords, writeElementWords } from "./words.mjs";

const pkg = join(root, "pkg");
const workers = join(root, "target", "www");

/** Tracked files of pkg/; everything else in it is built. */
const tracked = ["package.json", "README.md", "LICENSE"];

/**
 * @param {string} what
 * @param {() => Promise<unknown>} work
 */
async function step(what, work) {
  const start = performance.now();
  await work();
  console.log(`build: ${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

function clean() {
  for (const file of existsSync(pkg) ? readdirSync(pkg) : []) {
    if (!tracked.includes(file)) rmSync(join(pkg, file), { recursive: true });
  }
  mkdirSync(join(pkg, "policies"), { recursive: true });
  mkdirSync(workers, { recursive: true });
}

/** Writes each policy whole, with the schema of all beside them, and once for each language with the interface's words in it. */
function writePolicies() {
  const words = readWords();
  const folder = join(root, "src/consent/policies");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    if (file.endsWith(".schema.json")) {
      cpSync(join(folder, file), join(pkg, "policies", file));
      continue;
    }
    const policy = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const out = join(pkg, "policies", policy.policy);
    mkdirSync(out, { recursive: true });
    writeFileSync(`${out}.json`, JSON.stringify(policy));
    for (const sentence of policy.sentences) {
      const one = { ...policy, sentences: [sentence], words: words[sentence.language] };
      writeFileSync(join(out, `${sentence.language}.json`), JSON.stringify(one));
    }
  }
  writeFileSync(join(pkg, "words.json"), JSON.stringify(words));
  writeElementWords(pkg);
}

/**
 * Writes what the element on its own shows, for each policy and language: what the core presents, in every region that
 * the policy has, with the interface's words. As JSON for pages, and as modules with a list of them for bundlers.
 */
async function writePresentations() {
  const { present } = await import(pathToFileURL(join(pkg, "node.js")).href);
  const words = readWords();
  /** @type {string[]} */
  const lists = [];
  for (const file of readdirSync(join(pkg, "policies")).filter((name) => /(?<!\.schema)\.json$/.test(name))) {
    const policy = JSON.parse(readFileSync(join(pkg, "policies", file), "utf8"));
    const regions = policy.regions?.map((/** @type {{ region: string }} */ { region }) => region) ?? [""];
    const out = join(pkg, "presentations", policy.policy);
    mkdirSync(out, { recursive: true });
    for (const { language } of policy.sentences) {
      const presentations = regions.map((/** @type {string} */ region) => present(policy, [language], region));
      // There is a text, so nobody is told that there is none yet.
      const text = { presentations, words: { ...words[language], notLoaded: undefined } };
      writeFileSync(join(out, `${language}.json`), JSON.stringify(text));
      writeFileSync(join(out, `${language}.js`), `export default ${JSON.stringify(text)};\n`);
    }
    const tags = policy.sentences.map((/** @type {{ language: string }} */ { language }) => language);
    lists.push(`"${policy.policy}":${loadersOf(`presentations/${policy.policy}`, tags)}`);
  }
  writeFileSync(presentationsList, `export default {${lists.join()}};\n`);
}

/** Writes the texts for people, one file for each language. */
function writeTexts() {
  const folder = join(root, "src/texts");
  mkdirSync(join(pkg, "texts"));
  for (const file of readdirSync(folder)) {
    const texts = JSON.parse(readFileSync(join(folder, file), "utf8"));
    writeFileSync(join(pkg, "texts", file), JSON.stringify(texts));
  }
}

/** Declarations of the package's modules, with the endings that a package's reader resolves. */
async function writeTypes() {
  const types = join(pkg, "types");
  const emit = ["--declaration", "--emitDeclarationOnly", "--noEmit", "false", "--rootDir", "www", "--outDir", types];
  for (const part of ["package", "element", "edge"]) await mustRun("tsc", ["-p", join("www", part), ...emit]);
  // Written as declarations, and copied: a build has none of the frameworks.
  const frameworks = join(root, "www/element/frameworks");
  mkdirSync(join(types, "element/frameworks"));
  for (const file of readdirSync(frameworks)) {
    cpSync(join(frameworks, file), join(types, "element/frameworks", file.replace(/\.ts$/, ".d.ts")));
  }
  for (const file of readdirSync(types, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".d.ts")) continue;
    const path = join(types, file);
    writeFileSync(path, readFileSync(path, "utf8").replace(/(["'])(\.\.?\/[^"']+)\.ts\1/g, "$1$2.js$1"));
  }
}

const start = performance.now();
const { values } = parseArgs({ options: { fresh: { type: "boolean", default: false } } });
clean();
await step("wasm", () =>
  buildFlavours((name, bytes) => console.log(`build: wasm, flavour ${name} (${(bytes / 1000).toFixed(1)} kB)`), values),
);
await step("the browser flavour as JavaScript", () => writeAsScript("browser", values));
await step("package", async () => {
  writePolicies();
  writeTexts();
  await bundleModule("www/package/consent-only.ts", join(pkg, "consent.js"));
  await bundleModule("www/package/audit.ts", join(pkg, "audit.js"));
  await bundleModule("www/package/browser.ts", join(pkg, "browser.js"));
  await bundleInline(join(pkg, "inline.js"));
  await bundleWithoutWasm(join(pkg, "no-wasm.js"));
  await bundleModule("www/package/node.ts", join(pkg, "node.js"));
  await writePresentations();
  await bundleModule("www/package/client.ts", join(pkg, "client.js"));
  await bundleModule("www/package/gateway-client.ts", join(pkg, "gateway-client.js"));
  await bundleModule("www/package/workerd.ts", join(pkg, "workerd.js"));
  for (const name of /** @type {const} */ (["node", "verify-node"]))
    await bundleNodeWhole(name, join(pkg, `${name}-bundled.js`));
  await bundleEdgeLight("www/package/edge-light.ts", join(pkg, "edge-light.js"));
  await bundleEdgeLight("www/package/verify-edge-light.ts", join(pkg, "verify-edge-light.js"));
  for (const host of ["browser", "node", "workerd"])
    await bundleModule(`www/package/verify-${host}.ts`, join(pkg, `verify-${host}.js`));
  await bundleVerifier(join(pkg, "verify"));
  await bundleModule("www/element/index.ts", join(pkg, "element.js"));
  await bundleModule("www/element/server/index.ts", join(pkg, "server.js"));
  await bundleModule("www/element/receipt.ts", join(pkg, "element-receipt.js"));
  await bundleModule("www/element/alone.ts", join(pkg, "element-alone.js"));
  await bundleAlone(join(pkg, "element-alone-bundled.js"));
  writeFlowWords(pkg);
  await bundleFlow(pkg);
  await bundleModule("www/edge/index.ts", join(pkg, "gateway.js"));
  const commands = { "kyc-assent": "www/cli/main.ts", "audit-page": "www/cli/audit/audit-page.ts" };
  const scripts = { "audit-in-page": "www/cli/audit/in-page.ts" };
  await bundleCommands(commands, scripts, join(pkg, "bin"));
  await bundleGatewayFaults(join(pkg, "gateway-faults.js"));
  writeInitProject(join(pkg, "bin", "init"));
  for (const file of ["METRICS.md", "CAPACITY.md", "grafana-dashboard.json"])
    cpSync(join(root, "www/edge", file), join(pkg, file));
  await bundleModule("www/sandbox/worker.ts", join(pkg, "sandbox.js"));
});
writeManifests(pkg);
await step("types", writeTypes);
await step("OpenAPI description", () => writeOpenApi(pkg));
await step("licences and bill of materials", async () => writeNotices(pkg));
await step("Workers for local use", async () => {
  await bundleWorker("www/edge/worker.ts", join(workers, "gateway.js"));
  await bundleWorker("www/sandbox/worker.ts", join(workers, "sandbox.js"));
  await bundleWorker("www/demo/worker.ts", join(workers, "demo.js"));
  cpSync(join(pkg, "edge.wasm"), join(workers, "edge.wasm"));
  await buildDemo(join(workers, "demo-assets"));
});
console.log(`build: done, package in ${relative(root, pkg)}/ (${((performance.now() - start) / 1000).toFixed(1)} s)`);
