// `kyc-assent present`: a host's own wording is checked before an element can show it.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pkg, root } from "./built.ts";

const SHOP = JSON.parse(readFileSync(join(root, "src/consent/policies/examples/shop-terms.json"), "utf8"));
const TERMS = join(root, "src/consent/policies/examples/crossmint-terms-of-service.json");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kyc-assent-present-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function present(file: unknown, ...more: readonly string[]) {
  const path = join(folder, "policy.json");
  writeFileSync(path, JSON.stringify(file));
  const run = [join(pkg, "bin/kyc-assent.mjs"), "present", path, "--out", join(folder, "out"), ...more];
  const { status, stdout, stderr } = spawnSync(process.execPath, run, { encoding: "utf8", timeout: 60_000 });
  return { status, stdout, stderr };
}

const written = (policy: string, tag: string) =>
  JSON.parse(readFileSync(join(folder, "out", policy, `${tag}.json`), "utf8"));

test("a policy that keeps the rules is written for every language that an element asks for, with own words", () => {
  const words = join(folder, "words.json");
  writeFileSync(words, JSON.stringify({ en: { required: "Tick it first." } }));
  expect(present(SHOP, "--words", words)).toMatchObject({ status: 0, stderr: "" });
  const tags = Object.keys(JSON.parse(readFileSync(join(pkg, "words.json"), "utf8")));
  expect(readdirSync(join(folder, "out", SHOP.policy)).sort()).toEqual(tags.map((tag) => `${tag}.json`).sort());
  for (const tag of ["en", "ja"]) {
    const [presentation] = written(SHOP.policy, tag).presentations;
    expect(presentation).toMatchObject({ policy: SHOP.policy, version: SHOP.version, language: "en" });
    expect(written(SHOP.policy, tag).words).toMatchObject({ required: "Tick it first.", retry: "Try again" });
  }
});

test("one that differs by region is written with all of its regions", () => {
  execFileSync(process.execPath, [join(pkg, "bin/kyc-assent.mjs"), "present", TERMS, "--out", join(folder, "out")]);
  const { presentations } = written("crossmint-terms-of-service", "de");
  expect(presentations.map(({ region }: { region: string }) => region).sort()).toEqual(["eu", "us", "worldwide"]);
});

const [sentence] = SHOP.sentences;
const link = sentence.segments.find((segment: { link?: boolean }) => segment.link);
test.each([
  ["two-links", { sentences: [{ ...sentence, segments: [...sentence.segments, link] }] }],
  ["sentence-without-link", { sentences: [{ ...sentence, segments: [{ text: "I agree" }] }] }],
  ["reviewed-not-stated", { sentences: [{ ...sentence, reviewed: undefined }] }],
  ["link-not-https", { link: "http://shop.example/terms" }],
])("one that breaks the rule %s is refused by its name, and nothing is written", (rule, change) => {
  const policy = `broken-${rule}`;
  const { status, stdout, stderr } = present({ ...SHOP, policy, ...change });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain(rule);
  expect(existsSync(join(folder, "out", policy))).toBe(false);
});

test("words that are none, and files that are none, are named", () => {
  writeFileSync(join(folder, "words.json"), JSON.stringify({ en: { required: 1 } }));
  const { status, stderr } = present(SHOP, "--words", join(folder, "words.json"));
  expect(status).toBe(2);
  expect(stderr).toContain("must be an object of words by language");
  expect(present(SHOP, "--words", join(folder, "absent.json"))).toMatchObject({ status: 2 });
});

test.each([[["--wrods", "x"]], [["another.json"]]])("arguments %j are refused with how the command is used", (args) => {
  expect(present(SHOP, ...args)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("Usage: kyc-assent present"),
  });
});
