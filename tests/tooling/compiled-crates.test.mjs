import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { bringCompiledCrates, keepCompiledCrates } from "../../www/tooling/compiled-crates.mjs";

/** @type {string} */
let folder;

/** The places of one clone. @param {string} clone */
const at = (clone) => ({ target: join(folder, clone, "target"), cache: join(folder, "crates", "key") });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kyc-assent-crates-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * @param {string} clone
 * @param {string} path below its target folder
 * @param {string} text
 * @param {number} [at] seconds since 1970
 */
function write(clone, path, text, at = 1_700_000_000.123) {
  const file = join(folder, clone, "target", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, at, at);
}

/**
 * What Cargo leaves of one unit.
 * @param {string} clone
 * @param {string} name
 * @param {{ profile?: string, fingerprint?: string, text?: string }} [of]
 */
function compile(clone, name, { profile = "debug", fingerprint = "0123456789abcdef", text = "compiled" } = {}) {
  const [, crate, hash] = /^(.+)-(\w+)$/.exec(name) ?? [];
  write(clone, `${profile}/.fingerprint/${name}/lib-${crate}`, fingerprint);
  write(clone, `${profile}/.fingerprint/${name}/lib-${crate}.json`, "{}");
  write(clone, `${profile}/.fingerprint/${name}/dep-lib-${crate}`, "\0");
  write(clone, `${profile}/build/${name}/out/made.rs`, "fn made() {}");
  write(clone, `${profile}/deps/lib${crate}-${hash}.rlib`, text);
  write(clone, `${profile}/deps/${crate}-${hash}.d`, "where from");
}

/** Every file of a clone's target folder, with its text. @param {string} clone */
function filesOf(clone) {
  const { target } = at(clone);
  if (!existsSync(target)) return {};
  const files = readdirSync(target, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(target, path)).isFile(),
  );
  return Object.fromEntries(files.sort().map((path) => [path, readFileSync(join(target, path), "utf8")]));
}

it("brings another clone all that Cargo has compiled of a crate, with the times of its files", () => {
  compile("one", "serde-aa11");
  compile("one", "web-sys-bb22", { profile: "with-std/wasm32-unknown-unknown/release" });
  expect(keepCompiledCrates(at("one"))).toBe(2);
  expect(bringCompiledCrates(at("two"))).toBe(2);
  expect(filesOf("two")).toEqual(filesOf("one"));
  const file = "debug/deps/libserde-aa11.rlib";
  expect(statSync(join(at("two").target, file)).mtimeMs).toBe(statSync(join(at("one").target, file)).mtimeMs);
});

it("keeps nothing twice, and brings nothing twice", () => {
  compile("one", "serde-aa11");
  keepCompiledCrates(at("one"));
  expect(keepCompiledCrates(at("one"))).toBe(0);
  bringCompiledCrates(at("two"));
  expect(bringCompiledCrates(at("two"))).toBe(0);
});

it("keeps nothing of this repository", () => {
  compile("one", "kyc-assent-aa11");
  compile("one", "serde-bb22");
  write("one", "debug/deps/core-aa11", "the tests");
  expect(keepCompiledCrates(at("one"))).toBe(1);
  bringCompiledCrates(at("two"));
  expect(Object.keys(filesOf("two")).filter((path) => path.includes("aa11"))).toEqual([]);
});

it.each([
  ["that Cargo has only begun", ""],
  ["with a fingerprint that is none", "0123"],
])("keeps no crate %s", (_, fingerprint) => {
  compile("one", "serde-aa11", { fingerprint });
  expect(keepCompiledCrates(at("one"))).toBe(0);
});

it("leaves what a clone has itself", () => {
  compile("one", "serde-aa11");
  keepCompiledCrates(at("one"));
  compile("two", "serde-aa11", { fingerprint: "fedcba9876543210", text: "its own" });
  expect(bringCompiledCrates(at("two"))).toBe(0);
  expect(filesOf("two")["debug/deps/libserde-aa11.rlib"]).toBe("its own");
});

it("never mixes one crate compiled in two ways: it brings the one that was kept last", () => {
  compile("one", "serde-aa11");
  keepCompiledCrates(at("one"));
  const kept = join(at("one").cache, "debug");
  for (const unit of readdirSync(kept)) utimesSync(join(kept, unit), 1, 1);
  compile("two", "serde-aa11", { fingerprint: "fedcba9876543210", text: "another way" });
  expect(keepCompiledCrates(at("two"))).toBe(1);
  bringCompiledCrates(at("three"));
  expect(filesOf("three")).toEqual(filesOf("two"));
});

it("brings nothing that was only half kept", () => {
  compile("one", "serde-aa11");
  keepCompiledCrates(at("one"));
  mkdirSync(join(at("one").cache, "debug", "libc-bb22.0123456789abcdef.4711", "deps"), { recursive: true });
  expect(bringCompiledCrates(at("two"))).toBe(1);
});

it("removes what no clone has asked for in a month", () => {
  compile("one", "serde-aa11");
  keepCompiledCrates(at("one"));
  const old = { target: at("two").target, cache: join(folder, "crates", "old") };
  mkdirSync(old.cache);
  const longAgo = Date.now() / 1000 - 31 * 86_400;
  utimesSync(old.cache, longAgo, longAgo);
  utimesSync(at("one").cache, longAgo + 2 * 86_400, longAgo + 2 * 86_400);
  bringCompiledCrates(at("two"));
  expect(readdirSync(join(folder, "crates"))).toEqual(["key"]);
  expect(statSync(at("one").cache).mtimeMs / 1000).toBeGreaterThan(longAgo + 30 * 86_400);
});
