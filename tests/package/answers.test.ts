// The way of an answer out of the module: words in its memory, which the loader makes objects of. Whatever the value, they are those
// that JSON.parse would make of the core's own text.

import { beforeAll, describe, expect, test } from "vitest";
import { loadCases } from "../conformance/load.mjs";
import { Random } from "../crash/random.ts";
import { root, thrown } from "./built.ts";
import { reply } from "./person.ts";
import { loadProvoked, type Provoked } from "./provoked.ts";

let core: Provoked;

beforeAll(async () => {
  core = await loadProvoked();
});

const TEXTS = [
  ...["", "a", "onramp", "proceed", "crossmint", "status", "\u{feff}begins with a mark", "\u0000\u001f", '"\\/'],
  ...["ä", "€", "😀", "a😀b€c", "\u2028", "\ud7ff\ue000", "x".repeat(255), "x".repeat(256), "é".repeat(20_000)],
];
const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "0",
  "10",
  "-1",
  "length",
  "ok",
  "error",
  "type",
  "",
  "ключ",
  "😀",
];
const NUMBERS = [
  ...["0", "1", "7", "255", "99999999", "100000000", "536870911", "536870912", "4294967296", "9007199254740993", "-0"],
  ...["-1", "1.0", "1.5", "1e2", "1E-7", "-12.5e3", "1e999", "123456789012345678901234567890"],
];

function randomText(random: Random): string {
  const kind = random.below(3);
  if (kind === 0) return random.pick(TEXTS);
  const most = kind === 1 ? 0x7f : 0xd7ff;
  return String.fromCharCode(...Array.from({ length: random.below(40) }, () => random.below(most)));
}

/** A text of JSON: of numbers, JSON.stringify would write one spelling alone. */
function randomJson(random: Random, depth: number): string {
  const list = (item: (place: number) => string) =>
    Array.from({ length: random.below(6) }, (_, place) => item(place)).join();
  switch (random.below(depth > 0 ? 6 : 4)) {
    case 0:
      return random.pick(["null", "true", "false"]);
    case 1:
      return random.pick(NUMBERS);
    case 2:
    case 3:
      return JSON.stringify(randomText(random));
    case 4:
      return `[${list(() => randomJson(random, depth - 1))}]`;
    default: {
      const first = random.below(NAMES.length);
      const name = (place: number) => NAMES[(first + place) % NAMES.length];
      return `{${list((place) => `${JSON.stringify(name(place))}:${randomJson(random, depth - 1)}`)}}`;
    }
  }
}

/** Equal in every value, in the order of members, and in the sign of a zero. */
function expectSame(actual: unknown, text: string): void {
  const expected: unknown = JSON.parse(text);
  expect(actual).toEqual(expected);
  expect(JSON.stringify(actual)).toBe(JSON.stringify(expected));
}

test("any value is what JSON.parse makes of it", () => {
  const random = new Random(6);
  for (let round = 0; round < 3000; round++) {
    const text = randomJson(random, 1 + (round % 7));
    expectSame(core.echo(text), text);
  }
});

test("each text, name and number by itself", () => {
  for (const text of TEXTS) expectSame(core.echo(JSON.stringify(text)), JSON.stringify(text));
  for (const name of NAMES) expectSame(core.echo(`{${JSON.stringify(name)}:[1]}`), `{${JSON.stringify(name)}:[1]}`);
  for (const digits of NUMBERS) expectSame(core.echo(`[${digits}]`), `[${digits}]`);
  expect(Object.is(core.echo("-0"), -0)).toBe(true);
});

test("a member named __proto__ is a member, and no prototype", () => {
  const value = core.echo('{"__proto__":{"polluted":true}}') as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(value["polluted"]).toBeUndefined();
});

test("a value as deep and as wide as the core reads, and one for which the memory grows", () => {
  const deep = `${"[".repeat(64)}${"]".repeat(64)}`;
  const wide = `{${Array.from({ length: 256 }, (_, i) => `"m${i}":${i}`).join()}}`;
  const long = JSON.stringify(Array.from({ length: 100_000 }, (_, i) => `item ${i}`));
  for (const text of [deep, wide, long, deep]) expectSame(core.echo(text), text);
});

test("what a call before has left is in no answer", () => {
  core.echo(JSON.stringify(["first", "x".repeat(1000)]));
  expect(core.echo("[]")).toEqual([]);
  expect(core.echo('"b"')).toBe("b");
  expect(core.read("crossmint.getVerification", reply(200, { eligibility: [] }))).toEqual({
    value: { eligibility: [] },
    decisions: [],
  });
});

describe("what is read of a reply", () => {
  const cases = loadCases(`${root}/tests/conformance/cases`).flatMap((item) =>
    "content" in item ? [item.content] : [],
  );
  const replies = cases.flatMap(({ operation, reply: given, error }) =>
    given && !error ? [{ operation, given }] : [],
  );

  test("is the same as its text, member by member and in their order", () => {
    expect(replies.length).toBeGreaterThan(100);
    const kinds = new Set<string>();
    for (const { operation, given } of replies) {
      const body = typeof given.body === "string" ? given.body : JSON.stringify(given.body ?? "");
      const reading = core.read(operation as "crossmint.getVerification", {
        status: given.status,
        headers: given.headers ?? {},
        body,
      });
      expectSame(reading, core.readAsText(operation, given.status, body));
      for (const { next } of reading.decisions) kinds.add(next);
    }
    const all = ["ask-consent", "hold", "proceed", "provide", "start-verification", "stop", "wait"];
    expect([...kinds].sort()).toEqual(all);
  });

  test("does not depend on how long, or in which letters, its texts are", () => {
    for (const status of [
      "é",
      "x".repeat(300),
      `${"x".repeat(100)}é`,
      "😀".repeat(200),
      "€".repeat(300_000),
      "verified",
    ]) {
      const body = JSON.stringify({ eligibility: [{ type: "onramp", status }] });
      expectSame(
        core.read("crossmint.getVerification", { status: 200, headers: {}, body }),
        core.readAsText("crossmint.getVerification", 200, body),
      );
    }
  });

  test("does not depend on how many entries it has, nor on what was read before", () => {
    const one = { type: "onramp", status: "requires-data", missingData: ["user-details", "own"] };
    const [few, more, most] = [2, 40, 2000].map((count) =>
      JSON.stringify({ eligibility: Array.from({ length: count }, (_, at) => ({ ...one, type: `product-${at}` })) }),
    );
    for (const body of [few, more, few, most, few, "[".repeat(5000), more, few] as string[]) {
      const read = () => core.read("crossmint.getVerification", { status: 200, headers: { date: "x" }, body });
      if (body.startsWith("[")) expect(thrown(read)).toMatchObject({ code: "unreadable" });
      else expectSame(read(), core.readAsText("crossmint.getVerification", 200, body));
    }
  });
});
