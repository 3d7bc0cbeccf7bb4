/**
 * Firefox and WebKitGTK, in which the elements are tested besides Chromium, and Chromium's headless shell, which makes its tests
 * faster: what is there, else Debian's packages.
 */
import { chromiumPath, chromiumShellPath, firefoxPath, versionOf, webkitPaths } from "../toolchain.mjs";
import { canInstallDebianPackages, installDebianPackages, isDebianPackage } from "./debian.mjs";

const firefoxPackages = ["firefox-esr"];
const shellPackage = "chromium-headless-shell";
const webkitPackages = ["webkit2gtk-driver", "xvfb", "xauth"];

/**
 * Never fails: without them their suites are not run, and say so.
 * @param {import("./steps.mjs").Report} report
 * @returns {Promise<string>} what there is, and what is left out
 */
export async function getMoreBrowsers(report) {
  const packages = [...(firefoxPath() ? [] : firefoxPackages), ...(webkitPaths() ? [] : webkitPackages)];
  if (!hasShell() && (await isDebianPackage(shellPackage))) packages.push(shellPackage);
  if (packages.length > 0 && canInstallDebianPackages()) {
    report(`apt-get install ${packages.join(" ")}`);
    await installDebianPackages(packages);
  }
  const firefox = firefoxPath();
  return [
    firefox ? `Firefox ${versionOf(firefox) ?? "there"}` : leftOut("Firefox", firefoxPackages),
    webkitPaths() ? "WebKitGTK" : leftOut("WebKitGTK", webkitPackages),
    hasShell() ? "Chromium's headless shell" : "no headless shell of Chromium: the whole browser is used",
  ].join("; ");
}

function hasShell() {
  return chromiumShellPath() !== chromiumPath();
}

/**
 * @param {string} browser
 * @param {readonly string[]} packages
 */
function leftOut(browser, packages) {
  return `no ${browser}, its tests are left out (on Debian, as root: apt-get install ${packages.join(" ")})`;
}
