import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { bringBuilt, builtFrom, keepBuilt } from "../../www/tooling/built-wasm.mjs";
import { forgetToolEnvironment } from "../../www/tooling/toolchain.mjs";

const how = ["edge", "edge,standalone"];

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kyc-assent-wasm-"));
  for (const clone of ["one", "two"]) {
    write(clone, "Cargo.toml", "[package]");
    write(clone, "Cargo.lock", "version = 4");
    write(clone, ".cargo/config.toml", "[target]");
    write(clone, "src/lib.rs", "mod time;");
    write(clone, "src/texts/de.json", "{}");
    write(clone, "www/tooling/wasm.mjs", "-Oz");
    write(clone, "README.md", clone);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * @param {string} clone
 * @param {string} path
 * @param {string} text
 */
function write(clone, path, text) {
  const file = join(folder, clone, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The places of one clone. @param {string} clone */
const at = (clone) => ({ repository: join(folder, clone), kept: join(folder, "kept") });

/** Where a clone has what it builds. @param {string} clone */
const out = (clone) => join(folder, clone, "target", "wasm", "edge");

it("brings another clone of the same sources what was built of them, and nothing else stays", () => {
  const from = builtFrom(how, at("one"));
  write("one", "target/wasm/edge/small.wasm", "bytes");
  keepBuilt(from, how, out("one"), at("one"));
  write("two", "target/wasm/edge/older.js", "old glue");
  expect(bringBuilt(builtFrom(how, at("two")), out("two"), at("two"))).toBe(true);
  expect(readdirSync(out("two"))).toEqual(["small.wasm"]);
  expect(readFileSync(join(out("two"), "small.wasm"), "utf8")).toBe("bytes");
});

it("is not disturbed by what another clone takes away meanwhile", () => {
  const from = builtFrom(how, at("one"));
  write("one", "target/wasm/edge/small.wasm", "bytes");
  keepBuilt(from, how, out("one"), at("one"));
  symlinkSync("gone", join(folder, "kept", "gone-meanwhile"));
  expect(bringBuilt(from, out("two"), at("two"))).toBe(true);
});

it("brings nothing where nothing was built of it, and leaves what is there", () => {
  write("one", "target/wasm/edge/small.wasm", "its own");
  expect(bringBuilt(builtFrom(how, at("one")), out("one"), at("one"))).toBe(false);
  expect(readFileSync(join(out("one"), "small.wasm"), "utf8")).toBe("its own");
});

it.each([
  ["a source", () => write("two", "src/lib.rs", "mod time; ")],
  ["a text that is compiled in", () => write("two", "src/texts/de.json", "[]")],
  ["a source more", () => write("two", "src/more.rs", "")],
  ["the name of a source", () => renameSync(join(folder, "two/src/lib.rs"), join(folder, "two/src/main.rs"))],
  [
    "where one source ends",
    () => {
      write("two", "src/lib.rs", "mod time;src/texts/de.json{}");
      rmSync(join(folder, "two/src/texts/de.json"));
    },
  ],
  ["a crate's version", () => write("two", "Cargo.lock", "version = 5")],
  ["a feature", () => write("two", "Cargo.toml", "[features]")],
  ["a compiler's flag", () => write("two", ".cargo/config.toml", "[target.wasm32]")],
  ["a flag of a folder above", () => write("", ".cargo/config.toml", "[build]")],
  ["how the tools are called", () => write("two", "www/tooling/wasm.mjs", "-O3")],
])("%s is another build", (_, change) => {
  const before = builtFrom(how, at("two"));
  expect(before).toBe(builtFrom(how, at("one")));
  change();
  expect(builtFrom(how, at("two"))).not.toBe(before);
});

it("another flavour, and another environment, is another build", () => {
  const before = builtFrom(how, at("one"));
  expect(builtFrom(["edge", "edge"], at("one"))).not.toBe(before);
  process.env["CARGO_PROFILE_RELEASE_OPT_LEVEL"] = "3";
  forgetToolEnvironment();
  try {
    expect(builtFrom(how, at("one"))).not.toBe(before);
  } finally {
    delete process.env["CARGO_PROFILE_RELEASE_OPT_LEVEL"];
    forgetToolEnvironment();
  }
});

it("does not keep what was built while a source changed", () => {
  const from = builtFrom(how, at("one"));
  write("one", "src/lib.rs", "mod changed;");
  write("one", "target/wasm/edge/small.wasm", "bytes");
  keepBuilt(from, how, out("one"), at("one"));
  expect(bringBuilt(from, out("two"), at("two"))).toBe(false);
});
