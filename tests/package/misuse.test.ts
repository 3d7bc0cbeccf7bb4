// What callers without types hand in: it is refused as such, never understood as something else, and breaks nothing.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { load, pkg, thrown } from "./built.ts";
import { getUser, verified } from "./person.ts";

const core = await load("node.js");

test("client: a cyclic argument is refused, kills no process, and the next call works", () => {
  const source = `
    import { call } from ${JSON.stringify(join(pkg, "client.js"))};
    const cyclic = {}; cyclic.itself = cyclic;
    const codes = [];
    for (const data of [cyclic, {}]) await call("crossmint.getUser", data).catch((e) => codes.push(e.code));
    process.stdout.write(codes.join());`;
  expect(
    execFileSync(process.execPath, ["--input-type=module", "-e", source], { encoding: "utf8", timeout: 60_000 }),
  ).toBe("invalid-input,invalid-input");
});
test.each([65_736, 2 ** 32 + 200, -65_336, 200.5, Number.NaN])("law 1: a status of %d is no success", (status) => {
  const error = thrown(() => core.read("crossmint.getVerification", { ...verified, status }));
  expect(error).toBeInstanceOf(core.AssentError);
});
test.each([undefined, null, "x", { entries: [] }])("a chain that is no list does not hold: %j", (entries) => {
  expect(thrown(() => core.brokenLink(entries as never))).toMatchObject({ code: "invalid-input", field: "entries" });
});
test.each([undefined, null, "x", { decisions: [] }])("a plan of what is no list is refused: %j", (decisions) => {
  expect(thrown(() => core.plan(decisions as never))).toMatchObject({ code: "invalid-input", field: "decisions" });
});
test.each<[string, () => unknown]>([
  ["no reply", () => core.read("crossmint.getUser", undefined as never)],
  ["bytes for a body", () => core.read("crossmint.getUser", { ...verified, body: new Uint8Array(3) as never })],
  ["an object for a body", () => core.read("crossmint.getUser", { ...verified, body: {} as never })],
  ["no name", () => core.read(undefined as never, verified)],
  ["no name", () => core.prepare(undefined as never, getUser() as never)],
  ["no clock", () => core.ledgerEntry(null, { kind: "withdrawn", policy: "p" }, undefined as never, "")],
  ["no person", () => core.ledgerEntry(null, { kind: "withdrawn", policy: "p" }, "", undefined as never)],
  ["a size below nothing", () => core.inclusionNodes(0, -1)],
  ["hashes that are a text", () => core.subtreeHash("ab".repeat(32) as never)],
  ["half a hash", () => core.subtreeHash(new Uint8Array(16))],
  ["three hashes", () => core.subtreeHash(new Uint8Array(96))],
  ["no hash", () => core.rootOfInclusion(undefined as never, 0, 1, [])],
  ["no delivery", () => core.receive("kriptomat.kyc", undefined as never, null as never, "2026-01-01T00:00:00Z")],
])("%s is invalid input, not a trap and no TypeError", (_, call) => {
  const error = thrown(call);
  expect(error).toBeInstanceOf(core.AssentError);
  expect(error).toMatchObject({ code: "invalid-input" });
});
test("headers as the class that fetch gives them in", () => {
  const reply = { status: 429, headers: new Headers({ "retry-after": "7" }) as never, body: null };
  expect(thrown(() => core.read("crossmint.getUser", reply))).toMatchObject({ retryAfter: 7 });
});
test("no wasm names a folder of the machine it was built on", () => {
  for (const file of readdirSync(pkg).filter((name) => name.endsWith(".wasm"))) {
    const text = readFileSync(join(pkg, file), "latin1");
    expect(text.includes(".cargo/registry"), file).toBe(false);
    expect(text.includes(join(pkg, "..")), file).toBe(false);
  }
});
