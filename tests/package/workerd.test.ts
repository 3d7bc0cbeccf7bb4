// The package in workerd, the runtime of Cloudflare Workers, as a part of a host's own Worker.

import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bytes, load, pkg } from "./built.ts";
import { evidence, getUser, now, policy, putUser, reply, verified } from "./person.ts";
import { bundled, worker } from "./workers.ts";

vi.setConfig({ testTimeout: 60_000 });

describe("a host's own Worker", () => {
  let host: Miniflare;
  beforeAll(async () => {
    const script = await bundled("package-worker.ts", { "kyc-assent/edge": join(pkg, "workerd.js") });
    host = worker(script, "edge.wasm", bytes("edge.wasm"));
    await host.ready;
  }, 60_000);
  afterAll(() => host.dispose());

  async function ask(call: string, ...given: unknown[]): Promise<unknown> {
    const asked = await host.dispatchFetch("http://host.test/", {
      method: "POST",
      body: JSON.stringify({ call, given }),
    });
    expect(asked.status).toBe(200);
    return asked.json();
  }

  test("answers what Node answers", async () => {
    const node = await load("node.js");
    const event = { kind: "withdrawn", policy: policy.policy } as const;
    const person = "5ca1ab1e".repeat(8);
    const entry = node.ledgerEntry(null, event, now, person);
    for (const [call, ...given] of [
      ["prepare", "crossmint.getUser", getUser()],
      ["prepare", "crossmint.putUser", putUser()],
      ["read", "crossmint.getVerification", verified],
      ["present", policy, ["de"]],
      ["check", policy, { ...evidence(), visible: false }, { evidence: true }],
      ["missing", {}, ["onramp"]],
      ["sentenceHash", node.present(policy, ["en"])],
      ["ledgerEntry", null, event, now, person],
      ["brokenLink", [entry, entry]],
      ["redelivery", 3, "unavailable"],
    ] as const) {
      const same = node[call] as (...given: readonly unknown[]) => unknown;
      expect(await ask(call, ...given), call).toEqual({ ok: same(...given) });
    }
  });

  test("throws what Node throws", async () => {
    expect(await ask("read", "crossmint.getUser", reply(401, ""))).toMatchObject({ error: { code: "unauthorized" } });
    const { consent: _, ...without } = putUser();
    expect(await ask("prepare", "crossmint.putUser", without)).toMatchObject({ error: { code: "consent-required" } });
    expect(await ask("present", { policy: "x" }, [])).toMatchObject({ error: { code: "invalid-input" } });
  });
});
