// The flavours that carry their core, as bytes or as JavaScript: the same answers as the edge flavour's, on every case there is.

import { describe, expect, test, vi } from "vitest";
import { loadCases } from "../conformance/load.mjs";
import { load, root, thrown } from "./built.ts";
import { evidence, policy, record, reply, verified } from "./person.ts";

const edge = await load("node.js");
const flavours = ["inline.js", "no-wasm.js"] as const;

type Core = Pick<typeof edge, "read" | "AssentError">;

/** What reading gives, or its error whole. */
function outcome({ read, AssentError }: Core, operation: never, given: never): unknown {
  try {
    return read(operation, given);
  } catch (error) {
    if (!(error instanceof AssentError)) throw error;
    return { ...error, message: error.message };
  }
}

describe.each(flavours)("%s", (name) => {
  test("reads every reply of the conformance cases as the edge flavour does", async () => {
    const core = await load(name);
    await core.init();
    let compared = 0;
    for (const item of loadCases(`${root}/tests/conformance/cases`)) {
      if (!("content" in item) || !item.content.reply) continue;
      const { operation } = item.content;
      const { status, headers = {}, body = "" } = item.content.reply;
      const given = { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
      const call = [operation as never, given as never] as const;
      expect(outcome(core, ...call), item.label).toEqual(outcome(edge, ...call));
      compared++;
    }
    expect(compared).toBeGreaterThan(300);
  });

  test("presents every language and judges what was shown as the edge flavour does", async () => {
    const core = await load(name);
    await core.init();
    for (const { language } of policy.sentences) {
      expect(core.present(policy, [language])).toEqual(edge.present(policy, [language]));
    }
    for (const shown of [evidence(), { ...evidence(), byPerson: false }, { ...evidence(), language: "xx" }]) {
      expect(core.check(policy, shown, { evidence: true })).toEqual(edge.check(policy, shown, { evidence: true }));
    }
    expect(core.missing(record, ["onramp"])).toEqual(edge.missing(record, ["onramp"]));
  });

  test("a reply of a megabyte, for which the memory grows, and one that is nested too deep", async () => {
    const core = await load(name);
    await core.init();
    const large = reply(200, {
      eligibility: [{ type: "onramp", status: "verified", padding: "ä€😀".repeat(100_000) }],
    });
    const deep = reply(200, "");
    for (const given of [large, { ...deep, body: "[".repeat(5000) + "]".repeat(5000) }, verified]) {
      const call = ["crossmint.getVerification" as never, given as never] as const;
      expect(outcome(core, ...call)).toEqual(outcome(edge, ...call));
    }
  });

  test("law 7: what breaks in the middle of a call is a typed error, and the next call works", async () => {
    const core = await load(name);
    await core.init();
    const encode = vi.spyOn(TextEncoder.prototype, "encodeInto").mockImplementationOnce(() => {
      throw new RangeError("out of memory");
    });
    const shown = () => core.present({ ...policy, title: "ä" }, ["de"]);
    expect(thrown(shown)).toMatchObject({ code: "trapped" });
    encode.mockRestore();
    expect(shown().language).toBe("de");
  });
});
