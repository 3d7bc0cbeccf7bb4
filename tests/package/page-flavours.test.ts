// The flavours for pages, in Node: nothing before init, all of it after.

import { beforeEach, describe, expect, test, vi } from "vitest";
import { bytes, load, thrown } from "./built.ts";
import { evidence, policy, record, reply, verified } from "./person.ts";

/** A module that nobody has initialised yet. */
async function fresh<N extends "browser.js" | "consent.js">(name: N) {
  vi.resetModules();
  return load(name);
}

describe.each(["browser.js", "consent.js"] as const)("%s", (name) => {
  const wasm = name.replace(".js", ".wasm");
  let core: Awaited<ReturnType<typeof fresh>>;
  beforeEach(async () => {
    core = await fresh(name);
  });

  test("before init every function says what to do", () => {
    for (const call of [() => core.present(policy, ["en"]), () => core.check(policy, evidence())]) {
      const error = thrown(call);
      expect(error).toBeInstanceOf(core.AssentError);
      expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("await init()") });
    }
  });

  test.each<[string, () => Parameters<typeof core.init>[0] | Promise<WebAssembly.Module>]>([
    ["bytes", () => bytes(wasm)],
    ["a buffer", () => bytes(wasm).buffer],
    ["a compiled module", () => WebAssembly.compile(bytes(wasm))],
    ["a reply", () => new Response(bytes(wasm), { headers: { "content-type": "application/wasm" } })],
  ])("it is initialised with %s", async (_, source) => {
    await core.init(await source());
    expect(core.present(policy, ["de"]).language).toBe("de");
    expect(core.check(policy, evidence(), { evidence: true })).toEqual([]);
  });

  test("what is no module is a typed error, and another call tries again", async () => {
    const wrong = new TextEncoder().encode("<html>not found</html>");
    const failed = core.init(wrong);
    await expect(failed).rejects.toBeInstanceOf(core.AssentError);
    await expect(failed).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining(wasm) });
    expect(thrown(() => core.present(policy, []))).toMatchObject({ code: "unavailable" });
    await core.init(bytes(wasm));
    expect(core.present(policy, []).language).toBe("en");
  });

  test("init called many times loads once", async () => {
    const instantiate = vi.spyOn(WebAssembly, "instantiate");
    await Promise.all([core.init(bytes(wasm)), core.init(bytes(wasm)), core.init()]);
    await core.init();
    expect(instantiate).toHaveBeenCalledTimes(1);
    instantiate.mockRestore();
  });
});

test("the browser flavour reads replies and judges records", async () => {
  const core = await fresh("browser.js");
  expect(thrown(() => core.read("crossmint.getVerification", verified))).toMatchObject({ code: "unavailable" });
  await core.init(bytes("browser.wasm"));
  expect(core.read("crossmint.getVerification", verified).decisions).toMatchObject([{ next: "proceed" }]);
  expect(thrown(() => core.read("crossmint.getUser", reply(404, "")))).toMatchObject({ code: "not-found" });
  expect(core.missing(record, ["onramp"]).data).toContain("nationality");
  expect(core.merge(record, { kycData: { nationality: "GB" } })).toEqual({ ...record, kycData: { nationality: "GB" } });
});

test("law 4: the flavours for pages have nothing that takes a key or writes a ledger", async () => {
  for (const name of ["browser.js", "consent.js"] as const) {
    const names = Object.keys(await fresh(name));
    for (const forbidden of ["prepare", "ledgerEntry", "sentenceHash", "receive", "session", "call"]) {
      expect(names).not.toContain(forbidden);
    }
    const exported = WebAssembly.Module.exports(await WebAssembly.compile(bytes(name.replace(".js", ".wasm"))));
    expect(exported.map((item) => item.name)).not.toContain("prepare");
  }
  const alone = WebAssembly.Module.exports(await WebAssembly.compile(bytes("element-alone.wasm")));
  expect(
    alone
      .filter((item) => item.kind === "function")
      .map((item) => item.name)
      .sort(),
  ).toEqual(["check", "room"]);
});
