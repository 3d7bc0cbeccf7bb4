// Law 7: should the core trap all the same, the host gets a typed error and the next call works.

import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import type { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { AssentError } from "../../www/package/errors.ts";
import { RECORD, type RunningGateway, startGateway } from "../edge/start-gateway.ts";
import { waitFor } from "../edge/wait-for.ts";
import { thrown } from "./built.ts";
import { evidence, getUser, policy, putUser, record, reply, verified } from "./person.ts";
import { loadProvoked, type Provoked, provokedGlue, provokedWasm } from "./provoked.ts";
import { bundled, worker } from "./workers.ts";

vi.setConfig({ testTimeout: 60_000 });

let core: Provoked;

beforeAll(async () => {
  core = await loadProvoked();
});

describe.each(["panic", "overflowStack", "exhaustMemory"] as const)("%s", (trap) => {
  // All the memory there is takes a while to be used up.
  test("becomes a typed error that says that nothing was sent, and the next call works", { timeout: 180_000 }, () => {
    const error = thrown(() => core[trap]());
    expect(error).toBeInstanceOf(AssentError);
    expect(error).toMatchObject({ code: "trapped", message: expect.stringContaining("nothing was sent") });
    expect((error as AssentError).cause).toBeInstanceOf(Error);
    expect(core.prepare("crossmint.getUser", getUser()).method).toBe("GET");
  });
});

test("after trap upon trap every function works", () => {
  for (let round = 0; round < 20; round++) {
    expect(thrown(() => core[round % 2 ? "panic" : "overflowStack"]())).toMatchObject({ code: "trapped" });
    if (round % 3 === 0) continue;
    expect(core.prepare("crossmint.getUser", getUser()).method).toBe("GET");
    expect(core.read("crossmint.getVerification", verified).decisions).toMatchObject([{ next: "proceed" }]);
    expect(core.check(policy, evidence(), { evidence: true })).toEqual([]);
  }
});

test("law 8: a trap's error shows nothing of the call before it", () => {
  core.prepare("crossmint.putUser", putUser());
  expect(inspect(thrown(() => core.panic()))).not.toMatch(/Aurelia|5ecretKey/);
});

test("errors of the core are no traps and keep the instance", () => {
  core.prepare("crossmint.getUser", getUser());
  const before = core.memory();
  for (let i = 0; i < 100; i++) {
    expect(thrown(() => core.read("crossmint.getUser", reply(404, "")))).toMatchObject({ code: "not-found" });
  }
  expect(core.memory()).toBe(before);
});

test("memory does not grow with the number of calls", async () => {
  const core = await loadProvoked();
  const big = reply(200, { eligibility: [{ type: "onramp", status: "x".repeat(100_000) }] });
  const round = () => {
    core.prepare("crossmint.putUser", putUser());
    core.read("crossmint.getVerification", verified);
    thrown(() => core.read("crossmint.getUser", reply(200, "{")));
    core.check(policy, evidence());
    core.present(policy, ["de"]);
    core.merge(record, { kycData: { nationality: "GB" } });
    core.sentenceHash(core.present(policy, ["fr"]));
  };
  core.read("crossmint.getVerification", big);
  for (let i = 0; i < 500; i++) round();
  const after500 = core.memory();
  for (let i = 0; i < 10_000; i++) round();
  core.read("crossmint.getVerification", big);
  expect(after500).toBeGreaterThan(0);
  expect(core.memory()).toBe(after500);
});

describe("in workerd", () => {
  let host: Miniflare;
  beforeAll(async () => {
    const script = await bundled("provoked-worker.ts", { glue: provokedGlue });
    host = worker(script, "provoked.wasm", readFileSync(provokedWasm));
    await host.ready;
  }, 60_000);
  afterAll(() => host.dispose());

  const ask = async (call: string) => (await host.dispatchFetch(`http://host.test/${call}`)).json();

  test.each(["panic", "overflowStack"])("law 7: %s is a typed error, and the next call works", async (trap) => {
    for (let round = 0; round < 5; round++) {
      expect(await ask(trap)).toEqual({ error: { code: "trapped" } });
      expect(await ask("redelivery")).toEqual({ ok: { after: 5, report: false } });
    }
  });
});

describe("in the gateway", () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway({ core: "tests/edge/provoked-core.ts", flavour: "provoked" });
  }, 60_000);
  afterAll(() => gateway.stop());

  const STATUS = "/crossmint/identity-verification";

  test.each(["panic", "overflow"])("law 7: %s in one request leaves the one that is on its way alone", async (trap) => {
    const steady = gateway.person(`verified-${trap}`);
    const trapping = gateway.person(`${trap}-person`);
    for (const person of [steady, trapping]) expect((await person.agree()).status).toBe(201);
    await steady.put(RECORD);
    await steady.trigger();
    const asked = (await gateway.partnerCalls()).length;
    await gateway.fail("slow:1500", "getVerification", 1);
    let isAnswered = false;
    const onItsWay = steady.ask(STATUS).finally(() => {
      isAnswered = true;
    });
    // Its core call is done, and the reply is waited for: the core traps until it is there.
    await waitFor(async () => (await gateway.partnerCalls()).length > asked);
    do {
      const trapped = await trapping.ask(STATUS);
      expect([trapped.status, trapped.body.code]).toEqual([500, "trapped"]);
      expect((await trapping.ask("/crossmint/user")).status).toBe(200);
    } while (!isAnswered);
    const { status, body } = await onItsWay;
    const products = ["regulated-transfer", "onramp", "offramp"];
    expect([status, body.decisions?.map(({ scope }) => scope)]).toEqual([200, products]);
    expect(body.value?.eligibility?.map(({ type }) => type)).toEqual(products);
  });

  test("law 7: of forty at once, those that trap are told so, and each other gets its own answer", async () => {
    const people = Array.from({ length: 40 }, (_, i) => gateway.person(`${["verified", "panic"][i % 2]}-crowd-${i}`));
    await Promise.all(people.map((person) => person.agree()));
    const answers = await Promise.all(people.map((person) => person.put(RECORD)));
    answers.forEach(({ status, body }, i) => {
      const expected = i % 2 === 0 ? [200, undefined, `verified-crowd-${i}`] : [500, "trapped", undefined];
      expect([status, body.code, body.value?.["userId"]]).toEqual(expected);
    });
    const { status, body } = await gateway.ask("/log/head");
    expect([status, body.code]).toEqual([200, undefined]);
  });
});
