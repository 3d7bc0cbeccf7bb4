/** oathtool, against which the one-time codes are tested: what is there, else Debian's package. */
import { findCommand, versionOf } from "../toolchain.mjs";
import { canInstallDebianPackages, installDebianPackages } from "./debian.mjs";

/**
 * Never fails: without it the tests compute the codes themselves, and say so.
 * @param {import("./steps.mjs").Report} report
 * @returns {Promise<string>}
 */
export async function getOathtool(report) {
  if (!findCommand("oathtool") && canInstallDebianPackages()) {
    report("apt-get install oathtool");
    await installDebianPackages(["oathtool"]);
  }
  const path = findCommand("oathtool");
  return path ? (versionOf(path) ?? "there") : "not there, Node's own crypto stands in";
}
