/** Firefox and WebKitGTK, in which the elements are tested besides Chromium: what is there, else Debian's packages. */
import { firefoxPath, versionOf, webkitPaths } from "../toolchain.mjs";
import { canInstallDebianPackages, installDebianPackages } from "./debian.mjs";

const firefoxPackages = ["firefox-esr"];
const webkitPackages = ["webkit2gtk-driver", "xvfb", "xauth"];

/**
 * Never fails: without them their suites are not run, and say so.
 * @param {import("./steps.mjs").Report} report
 * @returns {Promise<string>} what there is, and what is left out
 */
export async function getMoreBrowsers(report) {
  const packages = [...(firefoxPath() ? [] : firefoxPackages), ...(webkitPaths() ? [] : webkitPackages)];
  if (packages.length > 0 && canInstallDebianPackages()) {
    report(`apt-get install ${packages.join(" ")}`);
    await installDebianPackages(packages);
  }
  const firefox = firefoxPath();
  return [
    firefox ? `Firefox ${versionOf(firefox) ?? "there"}` : leftOut("Firefox", firefoxPackages),
    webkitPaths() ? "WebKitGTK" : leftOut("WebKitGTK", webkitPackages),
  ].join("; ");
}

/**
 * @param {string} browser
 * @param {readonly string[]} packages
 */
function leftOut(browser, packages) {
  return `no ${browser}, its tests are left out (on Debian, as root: apt-get install ${packages.join(" ")})`;
}
