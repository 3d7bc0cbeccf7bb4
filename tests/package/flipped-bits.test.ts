// The verify flavour: no bit of a receipt, an export or a table can be changed unseen. Of a receipt, which says everything
// twice, one bit of each byte is flipped, another one from byte to byte; FLIPS=all flips all eight.
import { expect, test } from "vitest";
import { load } from "./built.ts";
import { accepted, exportOf, fileOf, Key, receiptOf } from "./records.ts";

const { verify } = await load("verify-node.js");

const key = new Key();
const all = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * Flips bits, one at a time; gives the first that was not found.
 * @param isLined whether it must be found in its own line
 * @param bitsOf those to flip of the byte at a place
 */
function unseen(file: string, isLined: boolean, bitsOf: (at: number) => readonly number[]): string | undefined {
  const bytes = new TextEncoder().encode(file);
  let line = 1;
  for (const [at, byte] of bytes.entries()) {
    for (const bit of bitsOf(at)) {
      bytes[at] = byte ^ (1 << bit);
      const { holds, findings } = verify(bytes, { keys: key.set });
      const first = findings.find((finding) => finding.holds === false);
      const isFound = !holds && (!isLined || first?.where === `line ${line}`);
      if (!isFound) return `bit ${bit} of byte ${at}: ${first?.where}`;
    }
    bytes[at] = byte;
    if (byte === 10) line += 1;
  }
  return undefined;
}

test("a flipped bit in any byte of a receipt is found", { timeout: 900_000 }, () => {
  const bitsOf = process.env["FLIPS"] === "all" ? () => all : (at: number) => [(at * 5 + 4) % 8];
  expect(unseen(fileOf(receiptOf([accepted("en")], key), key), false, bitsOf)).toBeUndefined();
});

test("every flipped bit of an export is found, in its line", { timeout: 900_000 }, () => {
  expect(unseen(exportOf(2, key).lines, true, () => all)).toBeUndefined();
});

test("every flipped bit of a table is found, in its line", { timeout: 900_000 }, () => {
  expect(unseen(exportOf(3, key).table, true, () => all)).toBeUndefined();
});
