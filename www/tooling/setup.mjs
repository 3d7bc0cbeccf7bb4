/**
 * Gets what is missing to start, build or test: `node www/tooling/setup.mjs <start|build|test>`.
 * Runs before anything is installed (plain Node ≥ 20, no packages), asks for nothing, changes nothing that is there.
 */
import { performance } from "node:perf_hooks";
import { bringCompiledCrates } from "./compiled-crates.mjs";
import { getBrowser } from "./setup/browser.mjs";
import { getCargoTools } from "./setup/cargo-tools.mjs";
import { getMoreBrowsers } from "./setup/more-browsers.mjs";
import { getNpmPackages } from "./setup/npm-packages.mjs";
import { getOathtool } from "./setup/oathtool.mjs";
import { getRust, getWasmTarget } from "./setup/rust.mjs";
import { getSchemathesis } from "./setup/schemathesis.mjs";
import { Steps } from "./setup/steps.mjs";
import { cargoTools } from "./toolchain.mjs";

const purposes = ["start", "build", "test"];
const purpose = process.argv[2] ?? "";
if (!purposes.includes(purpose) || process.argv.length > 3) {
  console.error(`usage: node www/tooling/setup.mjs <${purposes.join("|")}>`);
  process.exit(2);
}
const testing = purpose === "test";
const tools = testing ? Object.keys(cargoTools) : ["wasm-bindgen-cli"];
const began = performance.now();
const steps = new Steps();

const packages = steps.run("npm packages", `bundler, local Workers${testing ? ", test tools" : ""}`, (at) =>
  getNpmPackages(at, { development: testing }),
);
// After the others: npm does one thing at a time.
const runtimes = packages.then(
  (have) =>
    have && (!testing || steps.run("runtimes, bundlers", "the package is tried with them", (at) => getRuntimes(at))),
);
const rust = steps
  .run("Rust", "the core is written in it", getRust)
  .then((have) => have && steps.run("wasm target", "the core is compiled to WebAssembly", getWasmTarget))
  .then(
    (have) => have && steps.run(tools.join(", "), `JavaScript around the wasm${testing ? ", tests" : ""}`, getTools),
  )
  .then((have) => have && steps.run("compiled crates", "other clones have compiled them before", getCompiledCrates));
const browser = testing
  ? steps.run("Chromium", "the element and the page are tested in it", (at) => getBrowser(at, packages))
  : Promise.resolve(true);
// One after another: apt-get does one thing at a time.
const moreBrowsers = browser.then(
  () => !testing || steps.run("Firefox, WebKitGTK", "the elements are tested in them too", getMoreBrowsers),
);
const oathtool = moreBrowsers.then(
  () => !testing || steps.run("oathtool", "one-time codes are tested against it", getOathtool),
);

const schemathesis = oathtool.then(
  () => !testing || steps.run("schemathesis", "the gateway is asked all that its description allows", getSchemathesis),
);

const have = await Promise.all([packages, runtimes, rust, browser, moreBrowsers, oathtool, schemathesis]);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
if (have.includes(false)) {
  console.error(`set-up for ${purpose} is not complete (${seconds} s): see ✗ above, then run the same command again`);
  process.exit(1);
}
console.log(`ready to ${purpose} (${seconds} s)`);

/** @param {import("./setup/steps.mjs").Report} report */
function getRuntimes(report) {
  return getNpmPackages(report, { development: true, folder: "tests/runtimes" });
}

/** Never fails: Cargo compiles what is not brought. */
async function getCompiledCrates() {
  try {
    const brought = bringCompiledCrates();
    return brought > 0 ? `${brought} copied` : "there, or still to be compiled";
  } catch (error) {
    return `not copied, Cargo compiles them: ${error instanceof Error ? error.message : error}`;
  }
}

/** @param {import("./setup/steps.mjs").Report} report */
function getTools(report) {
  return getCargoTools(report, tools);
}
