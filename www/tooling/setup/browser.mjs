/** Chromium and its driver for the browser tests: what is there, else Debian's packages, else Playwright's download. */
import { chromedriverPath, chromiumPath, versionOf } from "../toolchain.mjs";
import { runCommand } from "./command.mjs";
import { canInstallDebianPackages, installDebianPackages } from "./debian.mjs";
import { SetupProblem } from "./steps.mjs";

/**
 * @param {import("./steps.mjs").Report} report
 * @param {Promise<boolean>} packages whether the npm packages are there; Playwright is one of them
 * @returns {Promise<string>}
 */
export async function getBrowser(report, packages) {
  if (chromiumPath() && chromedriverPath()) return found();
  let output = "";
  if (canInstallDebianPackages()) {
    report("apt-get install chromium chromium-driver");
    output += await installDebianPackages(["chromium", "chromium-driver"]);
  }
  if (!chromiumPath() && !process.env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD && (await packages)) {
    report("npx playwright install chromium");
    output += (await runCommand("npx", ["--no-install", "playwright", "install", "chromium"])).output;
  }
  if (chromiumPath()) return found();
  throw new SetupProblem(
    "Chromium or Chrome is needed for the browser tests. On Debian as root: apt-get install chromium chromium-driver,\n" +
      "elsewhere https://www.google.com/chrome, or: npx playwright install chromium",
    output,
  );
}

/** @returns {string} */
function found() {
  const browser = chromiumPath() ?? "";
  const driver = chromedriverPath();
  return `${versionOf(browser)}, chromedriver ${driver ? "beside it" : "is fetched by wasm-pack"}`;
}
