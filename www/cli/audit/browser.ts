import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Browser, BrowserType } from "playwright-core";

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const { CHROMIUM, PATH = "" } = process.env;

const ELSEWHERE = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * Starts a browser without a window: the one that `CHROMIUM` names, one that is installed, or the one that Playwright has
 * downloaded.
 *
 * @throws {Error} what to install
 */
export async function openBrowser(): Promise<Browser> {
  const chromium = await loadPlaywright();
  const executablePath = CHROMIUM || installed();
  // Chromium refuses to start as root with its sandbox; without the second switch it keeps looking up hosts.
  const args = [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-background-networking"];
  try {
    return await chromium.launch({ args, ...(executablePath && { executablePath }) });
  } catch (cause) {
    const message = executablePath
      ? `${executablePath} could not be started.`
      : "No Chromium was found. Install Chromium or Chrome, or run: npx playwright-core install chromium";
    throw new Error(message, { cause });
  }
}

async function loadPlaywright(): Promise<BrowserType> {
  try {
    return (await import("playwright-core")).chromium;
  } catch (cause) {
    throw new Error("kyc-assent audit needs Playwright to drive a browser: npm install playwright-core", { cause });
  }
}

function installed(): string | undefined {
  const folders = PATH.split(delimiter);
  const paths = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...paths, ...ELSEWHERE].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
