import { beforeEach, expect, test, vi } from "vitest";
import { CheckedTokens } from "../../www/edge/checked-tokens.ts";

const START = Date.parse("2026-11-23T12:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

const FOUND = { locator: "userId:one" };
const LATER = START + 3_600_000;

test("a token that was checked is known for half a minute", () => {
  const tokens = new CheckedTokens();
  tokens.keep("a.b.c", FOUND, LATER);
  vi.setSystemTime(START + 29_999);
  expect(tokens.find("a.b.c")).toBe(FOUND);
  vi.setSystemTime(START + 30_000);
  expect(tokens.find("a.b.c")).toBeUndefined();
});

test("and never after it has expired", () => {
  const tokens = new CheckedTokens();
  tokens.keep("a.b.c", FOUND, START + 3_000);
  vi.setSystemTime(START + 2_999);
  expect(tokens.find("a.b.c")).toBeDefined();
  vi.setSystemTime(START + 3_000);
  expect(tokens.find("a.b.c")).toBeUndefined();
});

test("another token, were it by one character, is not it", () => {
  const tokens = new CheckedTokens();
  tokens.keep("a.b.c", FOUND, LATER);
  expect(["a.b.d", "a.b.", "a.b.cc", ""].map((token) => tokens.find(token))).toEqual(Array(4).fill(undefined));
});

test("the oldest go when there are too many characters of them, and one that is too long by itself is not kept", () => {
  const tokens = new CheckedTokens();
  const long = (letter: string) => letter.repeat(1024 * 1024);
  for (const letter of ["a", "b", "c", "d", "e"]) tokens.keep(long(letter), FOUND, LATER);
  expect(["a", "b", "c", "d", "e"].map((letter) => tokens.find(long(letter)) !== undefined)).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
  tokens.keep("f".repeat(5 * 1024 * 1024), FOUND, LATER);
  expect(tokens.find("f".repeat(5 * 1024 * 1024))).toBeUndefined();
});

test("kept twice it is counted once", () => {
  const tokens = new CheckedTokens();
  const long = "a".repeat(3 * 1024 * 1024);
  tokens.keep(long, FOUND, LATER);
  tokens.keep(long, FOUND, LATER);
  expect(tokens.find(long)).toBeDefined();
});
