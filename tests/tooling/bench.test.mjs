import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { compare, median } from "../../www/tooling/bench/interleaved.mjs";

const run = promisify(execFile);

/** @param {string[]} options */
const bench = async (...options) => {
  const command = fileURLToPath(new URL("../../www/tooling/bench.mjs", import.meta.url));
  const env = { ...process.env, BENCH_CALLS: "3000" };
  return (await run(process.execPath, [command, ...options], { env })).stdout;
};

it("names its parts", async () => {
  const parts = (await bench("--list")).trim().split("\n");
  expect(parts.map((line) => line.split(" ")[0])).toEqual(
    expect.arrayContaining(["gateway", "calls", "memory", "bytes", "element"]),
  );
});

it("refuses a part that there is not, by its name", async () => {
  await expect(bench("--only", "memory,speed")).rejects.toMatchObject({ code: 2, stderr: /no such part: speed/ });
});

it("prints nothing but rows of row, value and unit for machines", async () => {
  const { rows } = JSON.parse(await bench("--only", "memory", "--json"));
  expect(rows).toEqual([
    { row: "memory", value: 1, unit: "ratio" },
    { row: "memory-workerd", value: 1, unit: "ratio" },
    { row: "memory-heap", value: expect.any(Number), unit: "ratio" },
    { row: "memory-bytes", value: expect.any(Number), unit: "bytes" },
  ]);
  const [heap, bytes] = rows.slice(2);
  expect(heap.value).toBeGreaterThan(0);
  // Whole pages of WebAssembly, and not the none of a memory that was never seen.
  expect(bytes.value).toBeGreaterThan(0);
  expect(bytes.value % 65_536).toBe(0);
}, 60_000);

it("compares by the median of rounds, as many times faster as the one is", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 2])).toBe(3.5);
  const work = (/** @type {number} */ turns) => () => {
    let sum = 0;
    for (let i = 0; i < turns; i++) sum += Math.sqrt(i);
    if (sum < 0) throw new Error("never");
  };
  // Wide apart, so that no machine is too busy for it.
  expect(compare(work(10), work(100_000), { rounds: 5, slice: 1 }).ratio).toBeGreaterThan(1);
});
