/** Part of `npm run api`: writes the types of the gateway's client anew, for the diff to be looked at. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, toolEnvironment } from "../toolchain.mjs";
import { clientTypes } from "./client-types.mjs";

/** The file under review. */
export const clientTypesFile = join(root, "www", "package", "gateway-operations.ts");

/** What the file should be, by the description in the package. */
export function renewedClientTypes() {
  const description = JSON.parse(readFileSync(join(root, "pkg", "openapi.json"), "utf8"));
  const { stdout, status } = spawnSync("biome", ["format", "--stdin-file-path", clientTypesFile], {
    input: clientTypes(description),
    env: toolEnvironment(),
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error("biome could not format the types of the gateway's client");
  return stdout;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(clientTypesFile, renewedClientTypes());
