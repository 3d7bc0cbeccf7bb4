import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { add, loadedBy, measure } from "../../www/tooling/sizes.mjs";

const folder = mkdtempSync(join(tmpdir(), "sizes-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** @param {Record<string, string>} files */
const write = (files) => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
};

describe("sizes", () => {
  it("are of the content as it is, by gzip and by brotli", () => {
    const { raw, gzip, brotli } = measure(Buffer.from("assent ".repeat(100)));
    expect(raw).toBe(700);
    expect(brotli).toBeGreaterThan(0);
    expect(brotli).toBeLessThan(gzip);
    expect(gzip).toBeLessThan(raw);
  });

  it("add up", () => {
    expect(add({ raw: 1, gzip: 2, brotli: 3 }, { raw: 10, gzip: 20, brotli: 30 })).toEqual({
      raw: 11,
      gzip: 22,
      brotli: 33,
    });
  });

  it("count every module and wasm file that is loaded at once, once", () => {
    write({
      "alone.js": 'import{a}from"./browser.js";import"./deep/more.js";import("./later.js");const t="not-there.js";',
      "browser.js": 'new URL("browser.wasm",import.meta.url);import "./alone.js"',
      "browser.wasm": 'bytes that name "edge.wasm"',
      "deep/more.js": 'export * from "../browser.js"',
      "edge.wasm": "",
      "later.js": "",
    });
    const files = loadedBy(join(folder, "alone.js")).map((file) => relative(folder, file));
    expect(files.sort()).toEqual(["alone.js", "browser.js", "browser.wasm", "deep/more.js"]);
  });
});
