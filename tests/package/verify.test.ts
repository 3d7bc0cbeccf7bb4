// The verify flavour: whole files hold, and what is none is answered.
import { expect, test } from "vitest";
import { load, thrown } from "./built.ts";
import { accepted, exportOf, fileOf, Key, LOCATOR, receiptOf } from "./records.ts";

const { verify, AssentError } = await load("verify-node.js");
const core = await load("node.js");

/** A line of an export, as far as tests look at it. */
interface Line {
  readonly digest?: string;
  readonly kind?: string;
}

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

test("an entry that is marked as what the export is about, and is not, is named in plain words", () => {
  const { lines } = exportOf(3, key);
  const anew = (change: (line: Line) => object) => {
    const content = lines.split("\n").filter((line) => line !== "" && !line.includes('"kind":"seal"'));
    const { text, seal } = core.sealLines(
      null,
      content.map((line) => {
        const { digest: _, ...members } = JSON.parse(line) as Line;
        return change(members);
      }),
    );
    const jws = key.sign("kyc-assent-export", seal);
    return verify(text + core.sealLines(seal, [{ kind: "seal", lines: seal.lines, jws }]).text);
  };
  expect(anew((line) => line)).toMatchObject({ holds: true });
  const report = anew((line) => (line.kind === "export" ? { ...line, range: { policy: "another" } } : line));
  expect(report.holds).toBe(false);
  expect(report.findings).toContainEqual({
    check: "range",
    holds: false,
    where: "line 3",
    text: "This entry is marked as one that the export is about, and is none.",
  });
});

test("a head is of a time at which its key was in use, as the reader's keys say", () => {
  const { lines } = exportOf(1, key);
  const at = verify(lines).about["head"] as { readonly at: string };
  const second = Math.floor(Date.parse(at.at) / 1000);
  const found = (times: object) => {
    const keys = { keys: key.set.keys.map((jwk) => ({ ...jwk, ...times })) };
    return verify(lines, { keys }).findings.find(({ check }) => check === "key-time")?.holds;
  };
  expect([found({}), found({ nbf: second, exp: second })]).toEqual([undefined, true]);
  expect([found({ nbf: second + 1 }), found({ exp: second - 1 })]).toEqual([false, false]);
});
