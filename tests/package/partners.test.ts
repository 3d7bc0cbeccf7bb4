// What the package has beside requests and replies for several partners at once: countries, plans, wanted levels.

import { expect, test } from "vitest";
import type { B2coreGrant, Decision } from "../../www/package/types.ts";
import { load, thrown } from "./built.ts";

const core = await load("node.js");

test("a country is known by two letters and by three", () => {
  expect(core.country("DE")).toEqual({ alpha2: "DE", alpha3: "DEU" });
  expect(core.country("DEU")).toEqual({ alpha2: "DE", alpha3: "DEU" });
  for (const nobody of ["", "de", "XX", "XK", "UK", "276", "Germany"]) expect(core.country(nobody)).toBeNull();
});

test("the countries are those that Unicode's names cover, and no others", () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const all = letters.flatMap((first) => letters.map((second) => first + second));
  const known = all.filter((code) => core.country(code) !== null);
  expect(known).toHaveLength(249);
  expect(new Set(known.map((code) => core.country(code)?.alpha3)).size).toBe(249);
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  expect(known.filter((code) => names.of(code) === undefined)).toEqual([]);
});

const kyc: Decision = {
  partner: "kriptomat",
  scope: "kyc",
  next: "start-verification",
  text: "start-verification",
  said: {},
  show: [],
};
const wait: Decision = {
  partner: "crossmint",
  scope: "onramp",
  next: "wait",
  text: "wait-review",
  reason: "review",
  lookAgainAfter: 5,
  said: {},
  show: [],
};

test("a plan puts first what helps first and loses nothing", () => {
  const decisions = [wait, { ...wait, scope: "offramp", lookAgainAfter: 30 }, kyc];
  expect(core.plan(decisions)).toEqual({
    steps: [
      {
        next: "start-verification",
        text: "start-verification",
        partner: "kriptomat",
        scopes: ["kyc"],
        decisions: [2],
      },
      {
        next: "wait",
        text: "wait-review",
        partner: "crossmint",
        reason: "review",
        scopes: ["onramp", "offramp"],
        decisions: [0, 1],
        lookAgainAfter: 5,
      },
    ],
    lookAgainAfter: 5,
  });
  expect(core.plan([])).toEqual({ steps: [], lookAgainAfter: null });
  const unknown = [{ ...kyc, next: "PROCEED" }] as unknown as Decision[];
  expect(core.plan(unknown).steps).toMatchObject([{ next: "hold", text: "hold" }]);
});

function grant(id: number, level: number, createTime: string): B2coreGrant {
  return { id, currentLevel: { id: level, name: `Level ${level}` }, previousLevel: null, createTime };
}

test("the level that is wanted is one that the newest grant has reached", () => {
  const rows = [grant(186, 1, "2022-01-01T00:00:00+00:00"), grant(75, 2, "2022-01-01T00:00:00+00:00")];
  const reply = { status: 200, headers: {}, body: JSON.stringify({ total: 2, data: rows }) };
  const { value, decisions } = core.read("b2core.listVerifications", reply);
  expect(decisions).toEqual([]);
  expect(value.data.map(({ id }) => id)).toEqual([75, 186]);
  for (const [wanted, next] of [
    [2, "proceed"],
    [1, "proceed"],
    [3, "start-verification"],
    ["Level 2", "proceed"],
    ["Level 1", "start-verification"],
  ] as const) {
    expect(core.levelDecision(value, wanted)).toEqual({
      partner: "b2core",
      scope: "level",
      next,
      text: next,
      said: { currentLevel: 2 },
      show: [],
    });
  }
  const levelDecision = core.levelDecision as (...args: unknown[]) => unknown;
  for (const wrong of [undefined, null, -1, 1.5, true, {}]) {
    expect(thrown(() => levelDecision(value, wrong))).toMatchObject({ code: "invalid-input", field: "wanted" });
  }
});

test("a level that was taken back, or of which the order is not known, does not proceed", () => {
  const taken = {
    total: 2,
    data: [grant(1, 5, "2022-01-01T00:00:00+00:00"), grant(2, 1, "2022-06-01T00:00:00+00:00")],
  };
  expect(core.levelDecision(taken, 5)).toMatchObject({ next: "start-verification" });
  const unordered = { total: 2, data: [grant(1, 5, "2022-01-01T00:00:00+00:00"), grant(2, 1, "soon")] };
  expect(core.levelDecision(unordered, 5)).toMatchObject({ next: "hold" });
  expect(core.levelDecision({ total: 0, data: [] }, 1)).toMatchObject({ next: "start-verification" });
});
