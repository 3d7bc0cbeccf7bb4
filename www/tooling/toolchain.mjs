/**
 * The tools this repository is built and tested with: their exact versions, where they live, and the environment that
 * makes every child process find them. Plain Node ≥ 20, needs nothing installed.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The target triple of the core. */
export const wasmTarget = "wasm32-unknown-unknown";

/** Name under which Debian's compiler is linked into rustup when it is the one with the wasm target. */
const debianToolchain = "debian-web";

/**
 * Programs installed by `cargo install`, by crate. `wasm-bindgen-cli` must equal the `wasm-bindgen` of Cargo.toml.
 * @type {Record<string, { command: string, version: string, atLeast?: string }>}
 */
export const cargoTools = {
  "wasm-bindgen-cli": { command: "wasm-bindgen", version: "0.2.129" },
  "wasm-pack": { command: "wasm-pack", version: "0.15.1" },
  "cargo-nextest": { command: "cargo-nextest", version: "0.9.143", atLeast: "0.9.100" },
};

/** Folder of the installed cargo tools, shared by every clone of this user. */
export function toolCache() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "kyc-assent", "cli");
}

/** The files of schemathesis and all that it needs, each with its digests; from the root of the repository. */
export const schemathesisRequirements = "tests/schemathesis/requirements.txt";

/** Where they are installed, shared by every clone of this user: another list is another folder. */
export function schemathesisFolder() {
  const list = createHash("sha256")
    .update(readFileSync(join(root, schemathesisRequirements)))
    .digest("hex");
  return join(toolCache(), `schemathesis-${list.slice(0, 16)}`);
}

/**
 * The Python that has schemathesis as a module.
 * @returns {string | undefined}
 */
export function schemathesisPython() {
  const path = join(schemathesisFolder(), "bin", "python");
  return existsSync(path) ? path : undefined;
}

/** The folders in front of the user's own PATH. */
function toolFolders() {
  return [join(root, "node_modules", ".bin"), join(toolCache(), "bin")];
}

/** The PATH with the project's tools first, each folder once. */
function toolPath() {
  return [...new Set([...toolFolders(), ...(process.env.PATH ?? "").split(delimiter)])].join(delimiter);
}

/** @type {NodeJS.ProcessEnv | undefined} */
let environment;

/**
 * The environment for every tool the project starts. Asked once per process; call {@link forgetToolEnvironment} after
 * the set-up has changed what is installed.
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment() {
  environment ??= {
    ...process.env,
    PATH: toolPath(),
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    WRANGLER_SEND_METRICS: "false",
    ...rustToolchain(),
  };
  return environment;
}

/** Makes the next {@link toolEnvironment} look again. */
export function forgetToolEnvironment() {
  environment = undefined;
}

/**
 * Which Rust to use: the active one when it has the wasm target, else Debian's when it is linked into rustup.
 * @returns {{ RUSTUP_TOOLCHAIN?: string }}
 */
function rustToolchain() {
  if (hasWasmTarget()) return {};
  return hasWasmTarget(debianToolchain) ? { RUSTUP_TOOLCHAIN: debianToolchain } : {};
}

/**
 * Whether the active Rust toolchain, or the named one, has a standard library for the wasm target.
 * @param {string} [toolchain]
 */
export function hasWasmTarget(toolchain) {
  const env = toolchain ? { ...process.env, RUSTUP_TOOLCHAIN: toolchain } : process.env;
  const asked = spawnSync("rustc", ["--print", "target-libdir", "--target", wasmTarget], {
    cwd: root,
    env: { ...env, PATH: toolPath() },
    encoding: "utf8",
  });
  if (asked.status !== 0) return false;
  const folder = asked.stdout.trim();
  return existsSync(folder) && readdirSync(folder).some((file) => /^libstd-.*\.rlib$/.test(file));
}

/**
 * Full path of a command on the project's PATH, or undefined.
 * @param {string} command
 */
export function findCommand(command) {
  for (const folder of toolPath().split(delimiter)) {
    const path = join(folder, command);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not here: the next folder
    }
  }
  return undefined;
}

/**
 * The dotted version a program prints for `--version`, or undefined.
 * @param {string} path
 */
export function versionOf(path) {
  const asked = spawnSync(path, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return /\d+(?:\.\d+)+/.exec(asked.stdout ?? "")?.[0];
}

const browserCommands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const macBrowsers = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The Chromium that the browser tests drive: one on the PATH, else the one Playwright has downloaded.
 * @returns {string | undefined}
 */
export function chromiumPath() {
  for (const command of browserCommands) {
    const path = findCommand(command);
    if (path) return path;
  }
  const installed = macBrowsers.find((path) => existsSync(path));
  if (installed) return installed;
  try {
    const path = createRequire(join(root, "package.json"))("playwright-core").chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined; // Playwright is not installed yet
  }
}

/**
 * The Chromium of the tests that want no window: its headless shell, which draws the same pages for two thirds of the work,
 * where it is on the PATH; else the whole browser. It has no back/forward cache.
 * @returns {string | undefined}
 */
export function chromiumShellPath() {
  return findCommand("chromium-headless-shell") ?? chromiumPath();
}

/**
 * A chromedriver on the PATH whose major version is that of {@link chromiumPath}, or undefined.
 * @returns {string | undefined}
 */
export function chromedriverPath() {
  const browser = chromiumPath();
  const driver = findCommand("chromedriver");
  if (!browser || !driver) return undefined;
  return major(versionOf(browser)) === major(versionOf(driver)) ? driver : undefined;
}

/**
 * The Firefox that the elements are tested in as well: one on the PATH.
 * @returns {string | undefined}
 */
export function firefoxPath() {
  const installed = "/Applications/Firefox.app/Contents/MacOS/firefox";
  return findCommand("firefox-esr") ?? findCommand("firefox") ?? (existsSync(installed) ? installed : undefined);
}

/**
 * The driver of WebKitGTK, which brings a browser along; it needs a screen, which xvfb-run stands in for.
 * @returns {{ driver: string, screen: string } | undefined}
 */
export function webkitPaths() {
  const [driver, screen] = [findCommand("WebKitWebDriver"), findCommand("xvfb-run")];
  return driver && screen && findCommand("xauth") ? { driver, screen } : undefined;
}

/** @param {string | undefined} version */
function major(version) {
  return version?.split(".")[0];
}

/** What Playwright 1.65.1 switches off: a browser goes by the last list that it is given. */
const offByPlaywright = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
];

/** The address bar's suggestions: two pages more for every window, a fifth of all that Chromium does in a test. */
const suggestions = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];

/**
 * Chromium's switches for tests: no look-ups of its own, no suggestions, and no sandbox where the kernel would refuse
 * one to root.
 */
export function chromiumArguments() {
  const off = `--disable-features=${[...offByPlaywright, ...suggestions].join(",")}`;
  const switches = ["--headless", "--disable-gpu", "--disable-background-networking", off];
  return process.getuid?.() === 0 || process.env.CI ? [...switches, "--no-sandbox"] : switches;
}
