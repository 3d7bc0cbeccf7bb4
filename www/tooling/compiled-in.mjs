/**
 * What others wrote and the package carries: the crates in the wasm, and the standard library. The package's JavaScript
 * bundles nothing of others; what it imports is in `dependencies` of its package.json.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, toolEnvironment, wasmTarget } from "./toolchain.mjs";
import { flavours } from "./wasm.mjs";

/** Licences that may be compiled in, the one that is taken first where several are offered, and how their files are called. */
const allowed = {
  MIT: /^licen[cs]e-mit/i,
  "BSD-3-Clause": /^licen[cs]e-bsd/i,
  "Apache-2.0": /^licen[cs]e-apache/i,
  "Unicode-3.0": /^licen[cs]e-unicode/i,
};

/** @typedef {keyof typeof allowed} Licence */

/** What a crate with one licence calls its text. */
const onlyText = /^(licen[cs]e|copying)(\.(md|txt))?$/i;

/**
 * @typedef {object} Crate
 * @property {string} name
 * @property {string} version
 * @property {string} license the SPDX expression of its manifest
 * @property {string[]} taken the licences under which it is used here
 * @property {string[]} texts of these licences, as the crate brings them
 * @property {string | undefined} checksum SHA-256 of the crate's archive, from Cargo.lock
 * @property {string} [repository]
 * @property {string[]} flavours that it is compiled into
 */

/**
 * @param {string} program
 * @param {...string} run
 */
function output(program, ...run) {
  const options = { cwd: root, env: toolEnvironment(), maxBuffer: 64e6 };
  return execFileSync(program, run, { ...options, encoding: "utf8" });
}

/** The compiler's version, which is the standard library's. */
export function rustVersion() {
  return /^rustc (\S+)/.exec(output("rustc", "--version"))?.[1] ?? "unknown";
}

/**
 * The crates whose code one flavour holds: not those that only run while it is compiled.
 * @param {string} features
 */
function cratesOf(features) {
  const platform = ["--locked", "--filter-platform", wasmTarget, "--no-default-features", "--features", features];
  const metadata = JSON.parse(output("cargo", "metadata", "--format-version", "1", ...platform));
  const packages = new Map(metadata.packages.map((/** @type {{ id: string }} */ one) => [one.id, one]));
  const nodes = new Map(metadata.resolve.nodes.map((/** @type {{ id: string }} */ one) => [one.id, one]));
  const found = new Set();
  /** @param {string} id */
  function visit(id) {
    const isMacro = packages
      .get(id)
      .targets.some((/** @type {{ kind: string[] }} */ { kind }) => kind.includes("proc-macro"));
    if (found.has(id) || isMacro) return;
    found.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id).deps) {
      if (dep_kinds.some((/** @type {{ kind: string | null }} */ { kind }) => kind === null)) visit(pkg);
    }
  }
  visit(metadata.resolve.root);
  found.delete(metadata.resolve.root);
  return [...found].map((id) => packages.get(id));
}

/**
 * The licences that are taken of an expression such as `(MIT OR Apache-2.0) AND Unicode-3.0`.
 * @param {string} name
 * @param {string} expression
 */
function taken(name, expression) {
  return expression.split(" AND ").map((part) => {
    const offered = part.replace(/[()]/g, "").split(/ OR |\//);
    const licence = Object.keys(allowed).find((one) => offered.includes(one));
    if (!licence) throw new Error(`${name} is under ${expression}, of which no licence is allowed in compiled-in.mjs`);
    return /** @type {Licence} */ (licence);
  });
}

/**
 * @param {{ name: string, authors: string[], manifest_path: string }} crate
 * @param {Licence} licence
 */
function licenceText({ name, authors, manifest_path }, licence) {
  const folder = dirname(manifest_path);
  const files = readdirSync(folder);
  const file = files.find((one) => allowed[licence].test(one)) ?? files.find((one) => onlyText.test(one));
  if (file) return readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
  // A crate may name the licence in its manifest and leave the text out: the text is the same for all but this line.
  if (licence !== "MIT") throw new Error(`${name} brings no text of ${licence}`);
  const [, terms] =
    /(Permission is hereby granted[\s\S]+?SOFTWARE\.)/.exec(readFileSync(join(root, "LICENSE"), "utf8")) ?? [];
  if (!terms) throw new Error("LICENSE has no text of MIT");
  return `Copyright (c) ${authors.join(", ") || `the authors of ${name}`}\n\n${terms}`;
}

/** SHA-256 of each crate's archive, by name and version. */
function checksums() {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const entries = lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "([0-9a-f]{64})"/g);
  return new Map(Array.from(entries, ([, name, version, checksum]) => [`${name}@${version}`, checksum]));
}

/** The crates in the published modules, by name. @returns {Crate[]} */
export function compiledIn() {
  const archives = checksums();
  /** @type {Map<string, Crate>} */
  const crates = new Map();
  for (const [flavour, features] of Object.entries(flavours)) {
    for (const found of cratesOf(features)) {
      const { name, version, license, repository } = found;
      const key = `${name}@${version}`;
      const licences = taken(name, license);
      const texts = licences.map((licence) => licenceText(found, licence));
      const checksum = archives.get(key);
      /** @type {Crate} */
      const fresh = { name, version, license, repository, taken: licences, checksum, texts, flavours: [] };
      const crate = crates.get(key) ?? fresh;
      crate.flavours.push(flavour);
      crates.set(key, crate);
    }
  }
  return [...crates.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
