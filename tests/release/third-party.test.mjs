// What the package says of others' work in it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { compiledIn } from "../../www/tooling/compiled-in.mjs";
import { manifest, packed } from "./packed.mjs";

const crates = compiledIn();
const read = (/** @type {string} */ file) => readFileSync(join(packed().folder, file), "utf8");

test("every crate that is compiled in stands there with its licence's text", () => {
  const page = read("THIRD-PARTY.md");
  expect(crates.length).toBeGreaterThan(20);
  for (const { name, version, taken, texts } of crates) {
    expect(page).toContain(`| ${name} ${version} | ${taken.join(" and ")} |`);
    for (const text of texts) {
      expect(text.length).toBeGreaterThan(900);
      expect(page).toContain(text);
    }
  }
});

test("the list knows what a flavour really holds", () => {
  const flavours = (/** @type {string} */ name) => crates.find((crate) => crate.name === name)?.flavours ?? [];
  expect(flavours("ed25519-dalek")).toEqual(["verify"]);
  expect(flavours("sha2")).toEqual(["edge", "verify", "client"]);
  expect(flavours("gloo-net")).toEqual(["client"]);
  // Runs while the crate is compiled, or while it is tested.
  for (const name of ["syn", "serde_derive", "proptest", "serde_json"]) expect(flavours(name)).toEqual([]);
});

test("the bill of materials is CycloneDX 1.6 and names every part", () => {
  const library = dirname(createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json"));
  const schema = (/** @type {string} */ name) => {
    const file = `${name}.SNAPSHOT.schema.json`;
    // They name each other by their files.
    return { ...JSON.parse(readFileSync(join(library, "res", "schema", file), "utf8")), $id: `file:///${file}` };
  };
  const ajv = new Ajv({ strict: false, schemas: ["spdx", "jsf-0.82", "cryptography-defs"].map(schema) });
  addFormats.default(ajv);
  // Formats that only e-mail addresses and texts of other languages have.
  for (const format of ["iri-reference", "idn-email"]) ajv.addFormat(format, true);
  const isValid = ajv.compile(schema("bom-1.6"));
  const bill = JSON.parse(read("sbom.cdx.json"));
  expect(isValid(bill), JSON.stringify(isValid.errors)).toBe(true);
  const names = bill.components.map((/** @type {{ name: string }} */ { name }) => name);
  expect(names).toEqual(expect.arrayContaining(["rust-std", ...crates.map(({ name }) => name)]));
  expect(names).toEqual(expect.arrayContaining(Object.keys(manifest().dependencies)));
  for (const { purl, hashes } of bill.components) {
    if (purl?.startsWith("pkg:cargo/")) expect(hashes[0].content).toMatch(/^[0-9a-f]{64}$/);
  }
});
