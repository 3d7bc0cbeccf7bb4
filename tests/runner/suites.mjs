/**
 * The suites as data, in the order in which they start: Chromium's lane is the longest, and runs from beginning to end,
 * Firefox's is the next; what is short comes last, so that no processor waits. A suite is a list of commands, which run
 * one after another; each says how its tests are counted. `npm test -- --list` prints this list.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import {
  chromedriverPath,
  chromiumArguments,
  chromiumPath,
  chromiumShellPath,
  firefoxPath,
  root,
  schemathesisPython,
  wasmTarget,
  webkitPaths,
} from "../../www/tooling/toolchain.mjs";
import { flavours } from "../../www/tooling/wasm.mjs";
import { leftOut } from "../element/firefox-left-out.mjs";

/** Where reports, logs and screenshots go. */
export const results = join(root, "tests", "results");

/**
 * @typedef {object} Command
 * @property {string} label what it checks, in a few words
 * @property {string[]} run the program and its arguments
 * @property {"exit" | "nextest" | "libtest" | "summary" | "vitest" | "playwright"} count `exit`: the command is one test
 * @property {string} [report] file the tool writes its JSON report to (vitest, playwright)
 * @property {NodeJS.ProcessEnv} [env] on top of the tools' environment; undefined takes a variable out
 */
/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} what
 * @property {string} lane of suites that run one after another: what they use suffers no second user
 * @property {boolean} [decisive] runs alone; nothing after it can run when it fails
 * @property {() => string | undefined} [missing] what this machine lacks for it, where it lacks something: then it is not
 *   run, which is told, and counts as neither passed nor failed
 * @property {readonly { what: string, why: string }[]} [leftOut] which of its tests are not run, and why
 * @property {() => Command[]} commands
 */

const processors = availableParallelism();

/** What clippy checks: the core with its tests, natively and as wasm, and each flavour as it is published. */
const lintedBuilds = [
  { label: "native", args: ["--all-targets", "--features", "serde"] },
  // The edge flavour has all that the browser flavour has, and the tests of both.
  { label: "edge and browser with tests", args: ["--all-targets", ...wasm("edge")] },
  ...Object.entries(flavours).map(([name, features]) => ({ label: `${name} as published`, args: wasm(features) })),
];

/** @param {string} features */
function wasm(features) {
  return ["--target", wasmTarget, "--no-default-features", "--features", features];
}

/** @type {Suite[]} */
export const suites = [
  {
    name: "build",
    what: "the package and the local Workers",
    lane: "cargo",
    decisive: true,
    commands: () => [exit("build", ["node", "www/tooling/build.mjs"])],
  },
  {
    name: "page",
    what: "the whole product in Chromium, and npm start",
    lane: "chromium",
    commands: () => [playwright("page")],
  },
  {
    name: "element",
    what: "the custom elements in Chromium",
    lane: "chromium",
    commands: () => [playwright("element")],
  },
  {
    name: "audit",
    what: "pages that others built, good ones and bad ones, in Chromium; the command",
    lane: "chromium",
    commands: () => [vitest("audit")],
  },
  {
    name: "gallery",
    what: "every state of the elements against its picture; npm run gallery renews them",
    lane: "chromium",
    // The pictures are of the whole browser.
    commands: () => [playwright("gallery", "playwright.config.ts", { CHROMIUM: chromiumPath() })],
  },
  {
    name: "firefox",
    what: "the custom elements in Firefox: the same tests",
    lane: "firefox",
    leftOut,
    missing: () => (firefoxPath() ? undefined : "there is no Firefox here"),
    commands: () => [playwright("element", "firefox.config.ts", { FIREFOX: firefoxPath() })],
  },
  {
    name: "webkit",
    what: "the custom elements in WebKitGTK: the heart of it",
    lane: "firefox",
    missing: () => (webkitPaths() ? undefined : "there is no WebKitWebDriver with xvfb-run here"),
    commands: () => [onScreen(vitest("webkit", { files: 1 }))],
  },
  {
    name: "core",
    what: "Rust, natively",
    lane: "cargo",
    commands: () => [
      { label: "tests", run: ["cargo", "nextest", "run", "--no-fail-fast", "--features", "serde"], count: "nextest" },
      {
        label: "examples in the documentation",
        run: ["cargo", "test", "--doc", "--quiet", "--features", "serde"],
        count: "libtest",
      },
    ],
  },
  {
    name: "lint",
    what: "format, clippy, biome, types (which need the built wasm)",
    lane: "cargo",
    commands: () => [
      // rustfmt comes with the user's own toolchain, also where another one builds the wasm.
      exit("rustfmt", ["cargo", "fmt", "--check"], { RUSTUP_TOOLCHAIN: process.env.RUSTUP_TOOLCHAIN }),
      ...lintedBuilds.map(({ label, args }) =>
        exit(`clippy, ${label}`, ["cargo", "clippy", "--quiet", ...args, "--", "-D", "warnings"]),
      ),
      exit("biome", ["biome", "check", "--error-on-warnings"]),
      ...typeScriptProjects().map((project) => exit(`tsc, ${project}`, ["tsc", "-p", project])),
    ],
  },
  {
    name: "edge",
    what: "the gateway in workerd",
    lane: "workerd",
    // Alarms are waited for, and workerd while it starts: more files than processors are at work at once.
    commands: () => [vitest("edge", { files: processors + 1, isolate: false })],
  },
  {
    name: "sandbox",
    what: "the partners as a Worker",
    lane: "workerd",
    commands: () => [vitest("sandbox", { isolate: false })],
  },
  {
    name: "package",
    what: "the built package in Node, workerd and Chromium; traps; FLIPS=all flips every bit of a receipt",
    lane: "workerd",
    commands: () => [vitest("package", { config: "vitest.config.ts" })],
  },
  {
    name: "crash",
    what: "the gateway killed 500 times at random points; KILLS, LANES and SEED change it",
    lane: "workerd",
    // A lane that loses something must never get a second try: the points of the kills are its tests.
    commands: () => [vitest("crash", { files: 1, retries: 0 })],
  },
  {
    name: "runtimes",
    what: "the tarball in the runtimes for servers that this machine has, and through every bundler into Chromium",
    lane: "packed",
    commands: () => [vitest("runtimes")],
  },
  {
    name: "examples",
    what: "www/examples: built with the packed package, served, and clicked in Chromium",
    lane: "packed",
    commands: () => [playwright("examples")],
  },
  {
    name: "release",
    what: "the tarball: linters, the reviewed interface, licences, bill of materials",
    lane: "packed",
    commands: () => [vitest("release")],
  },
  {
    name: "wasm-node",
    what: "the edge flavour in Node",
    lane: "cargo",
    commands: () => [wasmPack(["--node"], "edge")],
  },
  {
    name: "wasm-browser",
    what: "the browser flavour in Chromium",
    lane: "cargo",
    commands: () => [wasmPack(["--headless", "--chrome", ...driver()], "browser", webDriver())],
  },
  {
    name: "openapi",
    what: "the gateway against its description, by schemathesis",
    lane: "workerd",
    missing: () => (schemathesisPython() ? undefined : "there is no schemathesis here: it needs Python 3.11 with venv"),
    commands: () => [{ label: "schemathesis", run: ["node", "tests/schemathesis/run.mjs"], count: "summary" }],
  },
  {
    name: "deploy",
    what: "the gateway as wrangler would deploy it, from wrangler.jsonc",
    lane: "workerd",
    commands: () => [
      exit("wrangler deploy --dry-run", ["wrangler", "deploy", "--dry-run", "--outdir", join(results, "deploy")]),
    ],
  },
  {
    name: "tooling",
    what: "set-up, runners, size table",
    lane: "workerd",
    commands: () => [vitest("tooling")],
  },
  {
    name: "conformance",
    what: "cases against the built package",
    lane: "workerd",
    commands: () => [{ label: "cases", run: ["node", "tests/conformance/run.mjs"], count: "summary" }],
  },
];

/**
 * @param {string} label
 * @param {string[]} run
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Command}
 */
function exit(label, run, env = {}) {
  return { label, run, count: "exit", env };
}

/**
 * @param {string} folder under tests/
 * @param {object} [options]
 * @param {number} [options.files] how many run at once
 * @param {number} [options.retries] tries after the first; a test that needs one is named at the end
 * @param {boolean} [options.isolate] whether each file loads every module anew. For Miniflare that is half a second of a
 *   processor; tests that keep nothing in their modules do without
 * @param {string} [options.config] in that folder
 * @returns {Command}
 */
function vitest(folder, { files = processors, retries = 1, isolate = true, config = "" } = {}) {
  const report = join(results, `${folder}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const workers = ["--maxWorkers", String(files)];
  // For what hangs: how fast a busy machine is, no test asserts.
  const limits = ["--testTimeout", "60000", "--hookTimeout", "60000", "--expect.poll.timeout", "30000"];
  const sharing = isolate ? [] : ["--no-isolate"];
  const run = [
    "vitest",
    "run",
    "--dir",
    `tests/${folder}`,
    ...(config === "" ? [] : ["--config", `tests/${folder}/${config}`]),
    ...workers,
    ...sharing,
    ...limits,
    "--retry",
    String(retries),
    ...reporters,
  ];
  return { label: "vitest", run, count: "vitest", report };
}

/**
 * @param {string} folder under tests/
 * @param {string} [config] in that folder
 * @param {NodeJS.ProcessEnv} [browser] where that takes its browser from
 * @returns {Command}
 */
function playwright(folder, config = "playwright.config.ts", browser = chromium()) {
  const report = join(results, `${folder}-${config}.json`);
  const run = ["playwright", "test", "--config", `tests/${folder}/${config}`, "--reporter=list,json"];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, ...browser };
  return { label: "playwright", run, count: "playwright", report, env };
}

/** The Chromium of most tests, and that of those which want a whole one. */
function chromium() {
  return { CHROMIUM: chromiumShellPath(), CHROMIUM_WHOLE: chromiumPath() };
}

/**
 * @param {Command} command that drives WebKitGTK
 * @returns {Command} the same, with a screen that nobody sees
 */
function onScreen(command) {
  const { driver, screen = "xvfb-run" } = webkitPaths() ?? {};
  return { ...command, run: [screen, "-a", ...command.run], env: { WEBKIT_DRIVER: driver } };
}

/**
 * @param {string[]} where
 * @param {string} feature
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Command}
 */
function wasmPack(where, feature, env = {}) {
  // The targets by name, or the examples of the documentation would run and be counted here again.
  const targets = ["--lib", "--test", "*", "--no-default-features", "--features", feature];
  return { label: "wasm-pack", run: ["wasm-pack", "test", ...where, ".", ...targets], count: "libtest", env };
}

/** With a driver at hand wasm-pack needs to fetch none. */
function driver() {
  const path = chromedriverPath();
  return path ? ["--mode", "no-install", "--chromedriver", path] : [];
}

/** @returns {NodeJS.ProcessEnv} */
function webDriver() {
  const file = join(results, "webdriver.json");
  mkdirSync(results, { recursive: true });
  const options = { binary: chromiumPath(), args: chromiumArguments() };
  writeFileSync(file, `${JSON.stringify({ "goog:chromeOptions": options }, null, 2)}\n`);
  return { WASM_BINDGEN_TEST_WEBDRIVER_JSON: file, WASM_BINDGEN_TEST_TIMEOUT: "120" };
}

/** Every TypeScript project of the repository, by its tsconfig.json. */
function typeScriptProjects() {
  return ["www", "tests"].flatMap((parent) =>
    readdirSync(join(root, parent), { recursive: true, encoding: "utf8" })
      .filter((file) => basename(file) === "tsconfig.json" && !file.includes("node_modules"))
      .map((file) => join(parent, file))
      .sort(),
  );
}
