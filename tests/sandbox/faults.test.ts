// Every fault, by header and stored, and what it does to the call that it meets.

import { get } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POLICY, record, user } from "./records.ts";
import { CONTROL, type Read, type Sandbox, STAGING, startSandbox } from "./start-sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const ME = user("verified-1");

/** A write under a fault, and whether it was carried out. */
async function write(fault: string): Promise<{ reply: Read; done: boolean }> {
  const reply = await sandbox.crossmint("PUT", `${ME}/legal-documents`, POLICY, { "x-sandbox-fault": fault });
  return { reply, done: (await sandbox.crossmint("GET", ME)).status === 200 };
}

const WHOLE = '{"acceptedAt":"2026-01-01T00:00:00.000Z"}';

describe("by header", () => {
  test("429: not carried out", async () => {
    const { reply, done } = await write("429");
    expect(reply).toMatchObject({ status: 429, json: { error: true, code: "rate_limit_exceeded" } });
    expect(reply.headers).not.toHaveProperty("retry-after");
    expect(done).toBe(false);
  });

  test("429 says when to come again, if that is switched on", async () => {
    await sandbox.set({ retryAfter: "seconds" });
    expect((await write("429")).reply.headers["retry-after"]).toBe("60");
    await sandbox.set({ retryAfter: "date" });
    const { now } = (await sandbox.control("GET", "clock")) as { now: string };
    const wait = Date.parse((await write("429")).reply.headers["retry-after"] ?? "") - Date.parse(now);
    expect(Math.abs(wait - 60_000)).toBeLessThan(1000);
  });

  test("500: a JSON error, not carried out", async () => {
    const { reply, done } = await write("500");
    expect(reply).toMatchObject({ status: 500, json: { error: true, code: "internal_error" } });
    expect(done).toBe(false);
  });

  test("502: an HTML page, not carried out", async () => {
    const { reply, done } = await write("502");
    expect(reply.status).toBe(502);
    expect(reply.headers["content-type"]).toMatch(/^text\/html/);
    expect(reply.text).toContain("<html>");
    expect(done).toBe(false);
  });

  test("lost-reply: the same page, but carried out", async () => {
    const { reply, done } = await write("lost-reply");
    expect(reply.status).toBe(502);
    expect(reply.text).toContain("<html>");
    expect(done).toBe(true);
  });

  test("cut: carried out, the JSON ends in its middle", async () => {
    const { reply, done } = await write("cut");
    expect(reply).toMatchObject({ status: 200, text: WHOLE.slice(0, 20), json: undefined });
    expect(done).toBe(true);
  });

  test("empty: carried out, a 200 without a body", async () => {
    const { reply, done } = await write("empty");
    expect(reply).toMatchObject({ status: 200, text: "" });
    expect(done).toBe(true);
  });

  test("slow: carried out, whole", async () => {
    const { reply, done } = await write("slow:1");
    expect(reply).toMatchObject({ status: 200, text: WHOLE });
    expect(done).toBe(true);
  });

  test("wrong-json: valid JSON of another shape, for every operation", async () => {
    await sandbox.crossmint("PUT", `${ME}/legal-documents`, POLICY);
    const user = { userDetails: "yes", kycData: { stored: true }, legalDocuments: "crossmint-privacy-policy" };
    const document = { id: 7, documentType: null };
    const list = { eligibility: [{ type: "onramp", status: ["verified"] }, "verified"] };
    const calls: [string, string, unknown, object][] = [
      ["PUT", `${ME}/legal-documents`, POLICY, { acceptedAt: true }],
      ["PUT", ME, record(), user],
      ["GET", ME, undefined, user],
      ["POST", "/documents", {}, document],
      ["GET", "/documents/doc_1", undefined, document],
      ["PUT", `${ME}/identity-verification`, undefined, list],
      ["GET", `${ME}/identity-verification`, undefined, list],
    ];
    for (const [method, path, body, shape] of calls) {
      const reply = await sandbox.crossmint(method, path, body, { "x-sandbox-fault": "wrong-json" });
      expect(reply.status).toBe(200);
      expect(reply.json).toEqual(shape);
    }
    expect((await sandbox.crossmint("GET", ME)).json, "carried out").toMatchObject({ kycData: true });
  });

  test.each(["slow:", "slow:60001", "slow:1s", "504", "toString"])("%s is no fault", async (fault) => {
    const { reply, done } = await write(fault);
    expect(reply).toMatchObject({ status: 400, json: { code: "unknown_fault" } });
    expect(done).toBe(false);
  });
});

describe("on the wire", () => {
  /** A call over a socket of its own, as `Host` decides who answers. */
  async function call(fault: string, seen: (event: string, detail: string) => void): Promise<() => void> {
    const { hostname, port } = await sandbox.address;
    const { pathname } = new URL(STAGING + ME);
    const headers = { host: "staging.crossmint.com", "x-api-key": "sk_staging_a", "x-sandbox-fault": fault };
    const request = get({ hostname, port, path: pathname, headers }, (response) => {
      let length = 0;
      response.on("data", (data: Buffer) => {
        length += data.length;
      });
      response.on("error", () => seen("broken", `${length} of ${response.headers["content-length"]}`));
      response.on("end", () => seen("whole", `${length}`));
    });
    request.on("error", () => seen("no answer", ""));
    return () => request.destroy();
  }

  test("cut-connection: fewer bytes come than were announced", async () => {
    const event = await new Promise<string[]>((resolve) => {
      void call("cut-connection", (...seen) => resolve(seen));
    });
    const whole = JSON.stringify({ error: true, message: "user not found", code: "user_not_found" }).length;
    expect(event).toEqual(["broken", `${whole >> 1} of ${whole}`]);
  });

  test("hang: no answer, while others are served", async () => {
    const events: string[] = [];
    const leave = await call("hang", (event) => events.push(event));
    const logged = async () => {
      const { calls } = (await sandbox.control("GET", "log")) as { calls: { fault: string | null }[] };
      return calls.map(({ fault }) => fault);
    };
    await expect.poll(logged, { timeout: 30_000 }).toContain("hang");
    for (let count = 0; count < 20; count += 1) expect((await sandbox.crossmint("GET", ME)).status).toBe(404);
    expect(events).toEqual([]);
    leave();
    await expect.poll(() => events, { timeout: 30_000 }).toEqual(["no answer"]);
  });
});

describe("stored", () => {
  const store = (...faults: object[]) => sandbox.control("PUT", "faults", { faults });
  const statuses = async (...methods: string[]) => {
    const found: number[] = [];
    for (const method of methods) {
      const [path, body] = method === "GET" ? [ME, undefined] : [`${ME}/legal-documents`, POLICY];
      found.push((await sandbox.crossmint(method, path, body)).status);
    }
    return found;
  };

  test("the next calls are met, then no more", async () => {
    await store({ fault: "500", calls: 2 });
    expect(await statuses("PUT", "GET", "GET", "PUT")).toEqual([500, 500, 404, 200]);
  });

  test("only calls of the operation named are met", async () => {
    await store({ fault: "502", operation: "crossmint.acceptLegalDocument" });
    expect(await statuses("GET", "PUT", "PUT", "GET")).toEqual([404, 502, 200, 200]);
  });

  test("faults wait for their turn", async () => {
    await store({ fault: "500" }, { fault: "429", operation: "crossmint.getUser" }, { fault: "502" });
    expect(await statuses("PUT", "PUT", "GET", "GET")).toEqual([500, 502, 429, 404]);
  });

  test("a header goes before and uses up none", async () => {
    await store({ fault: "500" });
    expect((await write("429")).reply.status).toBe(429);
    // `write` looked once: that met the stored fault.
    expect(await statuses("GET")).toEqual([404]);
  });

  test("what is left can be read, replaced and taken away", async () => {
    await store({ fault: "slow:5", calls: 3 });
    await statuses("GET");
    expect(await sandbox.control("GET", "faults")).toMatchObject({
      faults: [{ fault: "slow:5", calls: 2, operation: null }],
    });
    await store();
    expect(await sandbox.control("GET", "faults")).toMatchObject({ faults: [] });
  });

  test.each([
    [undefined],
    [{ fault: "502" }],
    [[null]],
    [[{}]],
    [[{ fault: "503" }]],
    [[{ fault: "502", calls: 0 }]],
    [[{ fault: "502", calls: 1.5 }]],
    [[{ fault: "502", calls: "2" }]],
    [[{ fault: "502", operation: "putUser" }]],
  ])("%j is refused and changes nothing", async (faults) => {
    await store({ fault: "500" });
    const reply = await sandbox.fetch(`${CONTROL}/control/faults`, { method: "PUT", json: { faults } });
    expect(reply.status).toBe(400);
    expect(await sandbox.control("GET", "faults")).toMatchObject({ faults: [{ fault: "500" }] });
  });

  test("all kinds and operations are listed", async () => {
    const { kinds, operations } = (await sandbox.control("GET", "faults")) as {
      kinds: { fault: string }[];
      operations: string[];
    };
    expect(kinds.map(({ fault }) => fault).sort()).toEqual(
      ["429", "500", "502", "cut", "cut-connection", "empty", "hang", "lost-reply", "slow", "wrong-json"].sort(),
    );
    expect(operations.filter((name) => name.startsWith("crossmint."))).toHaveLength(7);
  });
});
