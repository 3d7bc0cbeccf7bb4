// The verify flavour: whole files hold, and what is none is answered.
import { expect, test } from "vitest";
import { load, thrown } from "./built.ts";
import { accepted, exportOf, fileOf, Key, LOCATOR, receiptOf } from "./records.ts";

const { verify, AssentError } = await load("verify-node.js");

const key = new Key();
const encode = (text: string) => new TextEncoder().encode(text);

test("a receipt holds, with everything known", () => {
  const report = verify(fileOf(receiptOf([accepted("ar")], key), key), { keys: key.set, locator: LOCATOR });
  expect(report).toMatchObject({ holds: true, kind: "receipt", about: { policy: "crossmint-privacy-policy" } });
  expect(report.findings.filter(({ holds }) => holds !== true)).toEqual([]);
});

test("an export and its table hold, and bytes are taken as well as text", () => {
  const { lines, table } = exportOf(5, key);
  expect(verify(encode(lines))).toMatchObject({ holds: true, kind: "export", about: { people: 5 } });
  expect(verify(table, { keys: key.set.keys })).toMatchObject({ holds: true, kind: "csv" });
});

test("progress is told about once for each megabyte", () => {
  const seen: number[] = [];
  const { lines } = exportOf(2, key);
  verify(`${lines}${"x".repeat(3_500_000)}\n${"y".repeat(3_500_000)}`, { onProgress: (done) => void seen.push(done) });
  expect(seen.length).toBe(2);
  expect(seen[1]).toBeGreaterThan(6_900_000);
});

test("keys that are none are the caller's fault, and no file is", () => {
  expect(thrown(() => verify("{}", { keys: { keys: [] } }))).toBeInstanceOf(AssentError);
  expect(thrown(() => verify(7 as never))).toMatchObject({ code: "invalid-input", field: "file" });
  for (const file of ["", "{", "\0", `${"[".repeat(5000)}`]) expect(verify(file).holds).toBe(false);
  expect(verify(new Uint8Array([0xff, 0xfe, 0])).kind).toBe("unknown");
});
