// `kyc-assent verify` as a process of its own.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pkg } from "./built.ts";
import { accepted, exportOf, fileOf, Key, LOCATOR, POLICY, receiptOf } from "./records.ts";

const key = new Key();
let folder = "";
const file = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kyc-assent-command-line-"));
  const { lines, table } = exportOf(3, key);
  const receipt = fileOf(receiptOf([accepted(), { kind: "withdrawn", policy: POLICY.policy }], key), key);
  writeFileSync(file("receipt.json"), receipt);
  writeFileSync(file("changed.json"), receipt.replace("Ostrea", "Otsrea"));
  writeFileSync(file("export.jsonl"), lines);
  writeFileSync(file("table.csv"), table);
  writeFileSync(file("keys.json"), JSON.stringify(key.set));
  writeFileSync(file("note.txt"), "a note");
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(args: readonly string[], input?: Buffer) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(pkg, "bin/kyc-assent.mjs"), ...args], {
    encoding: "utf8",
    timeout: 60_000,
    ...(input && { input }),
  });
  return { status, stdout, stderr };
}

test("a receipt that holds: 0, in plain words, without colours when nobody looks", () => {
  const { status, stdout, stderr } = run([
    "verify",
    file("receipt.json"),
    "--keys",
    file("keys.json"),
    "--person",
    LOCATOR,
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^The receipt holds\.\n/);
  expect(stdout).toContain("Withdrawn at");
  expect(stdout).toContain("✓  The receipt belongs to the identifier that you gave.");
  expect(stdout).not.toContain("\u001b");
});

test("a receipt that was changed: 1, and where", () => {
  const { status, stdout } = run(["verify", file("changed.json")]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^The receipt does not hold\.\n/);
  expect(stdout).toContain("✗  receipt: What was signed is not this receipt: the receipt was changed.");
});

test("an export by standard input, a table with its keys, as JSON", () => {
  expect(run(["verify", "-"], readFileSync(file("export.jsonl"))).status).toBe(0);
  const { status, stdout } = run(["verify", file("table.csv"), "--keys", file("keys.json"), "--json"]);
  expect({ status, ...JSON.parse(stdout) }).toMatchObject({ status: 0, holds: true, kind: "csv" });
  expect(run(["verify", file("table.csv")]).status).toBe(1);
});

test.each([
  ["no such file", ["verify", "/nowhere/receipt.json"], /cannot be read \(ENOENT\)/],
  ["a folder", ["verify", "/"], /cannot be read \(EISDIR\)/],
  ["no file named", ["verify"], /name one file/],
  ["two files", ["verify", "a", "b"], /name one file/],
  ["an unknown option", ["verify", "a", "--speed"], /--speed/],
  ["an unknown command", ["verfy"], /no command "verfy"/],
])("what cannot be read: 2, and what to do: %s", (_, args, words) => {
  const { status, stderr } = run(args);
  expect(status).toBe(2);
  expect(stderr).toMatch(words);
  expect(stderr).not.toContain("    at ");
});

test("a file of another kind, and keys that are none: 2", () => {
  expect(run(["verify", file("note.txt")]).status).toBe(2);
  expect(run(["verify", file("receipt.json"), "--keys", file("note.txt")])).toMatchObject({ status: 2 });
  expect(run(["verify", file("receipt.json"), "--keys", file("export.jsonl")])).toMatchObject({ status: 2 });
});

test("help is printed when it is asked for", () => {
  expect(run(["--help"])).toMatchObject({ status: 0, stdout: expect.stringContaining("verify") });
  expect(run(["verify", "--help"])).toMatchObject({ status: 0, stdout: expect.stringContaining("--keys FILE") });
});

test("the version of the package is printed when it is asked for", () => {
  const { version } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  expect(run(["--version"])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
});
