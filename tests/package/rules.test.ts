// The rules by which the gateway sends and looks again, as the package offers them.
import { describe, expect, test } from "vitest";
import type { Decision } from "../../www/package/types.ts";
import { load, thrown } from "./built.ts";

const core = await load("node.js");
const NOW = "2026-01-01T00:00:00Z";
const AT = Date.parse(NOW);
const minute = 60_000;

const pending: Decision = {
  partner: "crossmint",
  scope: "onramp",
  next: "ask-consent",
  text: "ask-consent",
  policy: "crossmint-privacy-policy",
  said: { status: "pending-privacy-policy" },
  show: [],
};

test("the next look", () => {
  const watch = { since: AT - minute, looks: 3 };
  expect(core.nextLook(watch, null, NOW)).toEqual({ state: "waiting", after: 20 });
  expect(core.nextLook(watch, [pending], NOW)).toMatchObject({ state: "over" });
  expect(core.nextLook({ since: AT - 2880 * minute, looks: 3 }, null, NOW)).toMatchObject({ state: "overdue" });
});

test("a look after a hint", () => {
  expect(core.hintedLook(null, NOW)).toBe(AT);
  expect(core.hintedLook(AT - 10_000, NOW)).toBe(AT + 20_000);
});

test("tries to sign in are counted, and then there are none", () => {
  let tries = null;
  for (let made = 1; made <= 4; made++) {
    const counted: ReturnType<typeof core.signInTry> = core.signInTry(tries, NOW);
    expect(counted.tries?.at).toHaveLength(made);
    tries = counted.tries ?? null;
  }
  expect(core.signInTry(tries, NOW)).toEqual({ wait: 60 });
  expect(core.signInTry({ at: [], blockedUntil: AT + 90_000 }, NOW)).toEqual({ wait: 90 });
});

test("what an import's error says of its token", () => {
  expect(core.tokenOutcome("unavailable", 1)).toEqual({ outcome: "unclear", mustLook: true, mayRenew: true });
  expect(core.tokenOutcome("unavailable", 2)).toEqual({ outcome: "unclear", mustLook: true, mayRenew: false });
  expect(core.tokenOutcome("", 1)).toMatchObject({ outcome: "unclear" });
  expect(core.tokenOutcome("rate-limited", 1)).toEqual({ outcome: "not-taken", mustLook: false, mayRenew: false });
});

test("webhooks in order", () => {
  expect(core.rankWebhook(AT, null, null)).toBe("newest");
  expect(core.rankWebhook(AT, AT, null)).toBe("unclear");
  expect(core.rankWebhook(AT, null, AT + 1)).toBe("unclear");
  expect(core.rankWebhook(AT, AT + 1, null)).toBe("older");
});

test("an old pending-privacy-policy", () => {
  const times = { askedAt: "2026-01-01T00:02:00Z", toldAt: "2026-01-01T00:01:00Z" };
  const { policy: _, ...rest } = pending as Extract<Decision, { next: "ask-consent" }>;
  expect(core.sinceTold([pending], { ...times, triggeredAt: NOW })).toEqual({
    decisions: [{ ...rest, next: "start-verification", text: "start-verification" }],
    lapsed: false,
  });
  const unchanged = { decisions: [pending], lapsed: true };
  expect(core.sinceTold([pending], { ...times, triggeredAt: "2026-01-01T00:01:30Z" })).toEqual(unchanged);
  expect(core.sinceTold([pending], { askedAt: NOW })).toEqual({ ...unchanged, lapsed: false });
});

test("whose turn it is to sign a head", () => {
  const turn = { last: { kid: "old", size: 7 }, active: "new", announced: 7, hasBefore: true };
  expect(core.headSigner(turn)).toBe("before");
  expect(core.headSigner({ ...turn, announced: 6 })).toBe("active");
  expect(core.headSigner({ ...turn, hasBefore: false })).toBe("unvouched");
  expect(core.headSigner({ ...turn, announced: null, hasBefore: false })).toBe("unvouched");
  expect(core.headSigner({ ...turn, last: null, announced: null })).toBe("active");
});

test("a partner that asked to be left alone; an idempotency key of yesterday", () => {
  expect(core.mayTell("rate-limited", AT + 1, NOW)).toBe(false);
  expect(core.mayTell("rate-limited", AT, NOW)).toBe(true);
  expect(core.mayTell(null, AT + 1, NOW)).toBe(true);
  expect(core.keysKnownFrom(NOW)).toBe(AT - 86_400_000);
});

describe("what cannot be read is refused, and nothing decided", () => {
  const untyped = core as unknown as Record<string, (...args: unknown[]) => unknown>;
  const { nextLook, hintedLook, signInTry, tokenOutcome, rankWebhook, sinceTold } = untyped;
  const { headSigner, mayTell, keysKnownFrom } = untyped;
  test.each([
    ["now", () => nextLook?.({ since: 1, looks: 1 }, null, "yesterday")],
    ["now", () => nextLook?.({ since: 1, looks: 1 }, null)],
    ["since", () => nextLook?.({ looks: 1 }, null, NOW)],
    ["since", () => nextLook?.({ since: -1, looks: 1 }, null, NOW)],
    ["watch", () => nextLook?.(null, null, NOW)],
    ["watch.looks", () => nextLook?.({ since: 1, looks: "many" }, null, NOW)],
    ["last", () => hintedLook?.("soon", NOW)],
    ["tries.at", () => signInTry?.({ at: ["x"] }, NOW)],
    ["blockedUntil", () => signInTry?.({ at: [], blockedUntil: {} }, NOW)],
    ["turn", () => headSigner?.(null)],
    ["active", () => headSigner?.({ last: null })],
    ["kid", () => headSigner?.({ last: {}, active: "new" })],
    ["size", () => headSigner?.({ last: { kid: "old", size: "seven" }, active: "new" })],
    ["due", () => mayTell?.(null, undefined, NOW)],
    ["now", () => keysKnownFrom?.("yesterday")],
    ["code", () => tokenOutcome?.(undefined, 1)],
    ["sent", () => tokenOutcome?.("refused", -1)],
    ["createdAtMs", () => rankWebhook?.(undefined, null, null)],
    ["readAt", () => rankWebhook?.(1, null, 1.5)],
    ["decisions", () => sinceTold?.("none", { askedAt: NOW })],
    ["askedAt", () => sinceTold?.([], {})],
    ["times", () => sinceTold?.([], undefined)],
    ["toldAt", () => sinceTold?.([], { askedAt: NOW, toldAt: "2026-01-01" })],
  ])("%s", (field, call) => {
    expect(thrown(call)).toMatchObject({ name: "AssentError", code: "invalid-input", field });
  });
});
