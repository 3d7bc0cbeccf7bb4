/** Writes what the package says of others' work in it: THIRD-PARTY.md for people, sbom.cdx.json (CycloneDX 1.6) for tools. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compiledIn, rustVersion } from "./compiled-in.mjs";

/** @typedef {import("./compiled-in.mjs").Crate} Crate */

const standardLibrary = "https://github.com/rust-lang/rust";

/** @param {Crate[]} crates */
function thirdParty(crates) {
  const rows = crates.map(
    ({ name, version, taken, flavours }) => `| ${name} ${version} | ${taken.join(" and ")} | ${flavours.join(", ")} |`,
  );
  /** @type {Map<string, string[]>} */
  const bearers = new Map();
  for (const { name, texts } of crates) {
    for (const text of texts) bearers.set(text, [...(bearers.get(text) ?? []), name]);
  }
  const texts = [...bearers].map(([text, names]) => `### ${names.join(", ")}\n\n\`\`\`text\n${text}\n\`\`\``);
  return `# Others' work in this package

Compiled into the WebAssembly, each in the flavours named. Of several licences that a crate offers, the one here is taken.
The JavaScript holds no code of others: \`hono\` and \`jose\` (both MIT) are dependencies, installed beside the package.

| crate | licence | flavours |
|---|---|---|
${rows.join("\n")}
| [Rust's standard library](${standardLibrary}) | MIT | all |

## Texts

${texts.join("\n\n")}

### Rust's standard library

MIT OR Apache-2.0, copyright the Rust project developers: ${standardLibrary}/blob/main/COPYRIGHT
`;
}

/**
 * The bill of materials. It names no time and no serial number: the same sources give the same bytes.
 * @param {Crate[]} crates
 * @param {{ name: string, version: string, license: string, dependencies: Record<string, string> }} manifest
 */
function billOfMaterials(crates, manifest) {
  const self = `pkg:npm/${manifest.name}@${manifest.version}`;
  const rust = {
    type: "library",
    "bom-ref": "rust-std",
    name: "rust-std",
    version: rustVersion(),
    externalReferences: [vcs(standardLibrary)],
  };
  const parts = crates.map(({ name, version, license, checksum, repository, flavours }) => ({
    type: "library",
    "bom-ref": `pkg:cargo/${name}@${version}`,
    name,
    version,
    purl: `pkg:cargo/${name}@${version}`,
    licenses: [{ expression: license.replaceAll("/", " OR ") }],
    ...(checksum && { hashes: [{ alg: "SHA-256", content: checksum }] }),
    ...(repository && { externalReferences: [vcs(repository)] }),
    properties: [{ name: "kyc-assent:flavours", value: flavours.join(",") }],
  }));
  const installed = Object.entries(manifest.dependencies).map(([name, range]) => {
    // npm takes the newest that the range allows when it installs; this is the oldest of them, which the tests run with.
    const version = range.replace(/^\^/, "");
    const purl = `pkg:npm/${name}@${version}`;
    return { type: "library", "bom-ref": purl, name, version, purl, licenses: [{ license: { id: "MIT" } }] };
  });
  const components = [{ ...rust, licenses: [{ expression: "MIT OR Apache-2.0" }] }, ...parts, ...installed];
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "library",
        "bom-ref": self,
        name: manifest.name,
        version: manifest.version,
        purl: self,
        licenses: [{ expression: manifest.license }],
      },
    },
    components,
    dependencies: [{ ref: self, dependsOn: components.map((component) => component["bom-ref"]) }],
  };
}

/** @param {string} url */
function vcs(url) {
  return { type: "vcs", url };
}

/** @param {string} pkg folder of the package */
export function writeNotices(pkg) {
  const crates = compiledIn();
  const manifest = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  writeFileSync(join(pkg, "THIRD-PARTY.md"), thirdParty(crates));
  writeFileSync(join(pkg, "sbom.cdx.json"), `${JSON.stringify(billOfMaterials(crates, manifest), null, 2)}\n`);
}
