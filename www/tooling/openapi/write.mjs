/** Writes pkg/openapi.json: `node www/tooling/openapi/write.mjs`, once the package is built. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../toolchain.mjs";
import { readContract } from "./contract.mjs";
import { describe } from "./document.mjs";
import { readFacts } from "./facts.mjs";

/** @param {string} pkg the package's folder */
export async function writeOpenApi(pkg) {
  const { version } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  const document = describe(readContract(), await readFacts(), version);
  writeFileSync(join(pkg, "openapi.json"), JSON.stringify(document));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await writeOpenApi(join(root, "pkg"));
