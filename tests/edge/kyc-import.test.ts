import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { advance, callsTo, count, customer, startWithPartners } from "./partners.ts";
import type { Answer, RunningGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

vi.setConfig({ testTimeout: 60_000 });

let gateway: RunningGateway;
let next = 1000;
beforeAll(async () => {
  gateway = await startWithPartners({ partner: "tests/edge/unreliable-partner-worker.ts", partnerHasState: true });
});
afterAll(() => gateway.stop());

/** Somebody new, who passes at Kriptomat. */
function somebody(applicant = "approved-ada") {
  return customer(gateway, next++, applicant);
}

function handOver(person: ReturnType<typeof somebody>): Promise<Answer> {
  return person.ask("/kriptomat/kyc-import", { method: "POST" });
}

/** What the partner has seen since it was asked last; then breaks off the next replies after so many bytes. */
async function tokensSeen(...cuts: readonly number[]): Promise<readonly string[]> {
  return (await gateway.control(`/cuts?bytes=${cuts.join()}`)).tokens as readonly string[];
}

test("the status is read, a token made and imported; the result is waited for", async () => {
  await tokensSeen();
  const person = somebody();
  const { status, body } = await handOver(person);
  expect([status, body.decisions]).toMatchObject([
    200,
    [{ partner: "kriptomat", scope: "kyc", next: "wait", reason: "review", lookAgainAfter: 180 }],
  ]);
  expect(await tokensSeen()).toHaveLength(1);
  await advance(gateway, 5);
  expect((await person.ask("/kriptomat/user")).body.decisions).toMatchObject([{ next: "proceed" }]);
});

test.each(["retry", "final", "init", "pending", "on-hold", "awaiting-service", "awaiting-user"])(
  "an applicant who is %s is not shared",
  async (outcome) => {
    await tokensSeen();
    const minted = await count(gateway, "sumsub.createShareToken");
    const { status, body } = await handOver(somebody(`${outcome}-ada`));
    expect([status, body.code]).toEqual([422, "refused"]);
    expect(await count(gateway, "sumsub.createShareToken")).toBe(minted);
    expect(await tokensSeen()).toEqual([]);
  },
);

test("two tabs hand over once", async () => {
  await tokensSeen();
  const person = somebody();
  await gateway.fail("slow:300", "createShareToken", 3, "sumsub");
  const answers = await Promise.all([handOver(person), handOver(person), handOver(person)]);
  for (const { status, body } of answers) {
    expect([status, body.decisions]).toMatchObject([200, [{ next: "wait" }]]);
  }
  expect(await tokensSeen()).toHaveLength(1);
  await gateway.control("/control/faults", "PUT", { faults: [] });
});

describe("an unclear reply", () => {
  const WHOLE = '{"status":true}';

  beforeAll(() => gateway.control("/control/settings/kriptomat", "PUT", { importReply: "status" }));

  test.each(Array.from(WHOLE, (_, bytes) => bytes))(
    "cut off after %i bytes: the user is read, nothing sent twice",
    async (bytes) => {
      await tokensSeen(bytes);
      const { status, body } = await handOver(somebody());
      expect([status, body.decisions]).toMatchObject([200, [{ next: "wait" }]]);
      expect(await tokensSeen()).toHaveLength(1);
      expect((await callsTo(gateway, "kriptomat")).slice(-2)).toEqual(["importKyc 200", "getUser 200"]);
    },
  );

  test.each(["lost-reply", "cut", "cut-connection", "wrong-json"])("%s after it was taken", async (fault) => {
    await tokensSeen();
    await gateway.fail(fault, "importKyc", 1, "kriptomat");
    const { status, body } = await handOver(somebody());
    expect([status, body.decisions]).toMatchObject([200, [{ next: "wait" }]]);
    expect(await tokensSeen()).toHaveLength(1);
  });

  test.each(["502", "500"])("%s before it was taken: a new token, once", async (fault) => {
    await tokensSeen();
    await gateway.fail(fault, "importKyc", 1, "kriptomat");
    const { status } = await handOver(somebody());
    expect(status).toBe(200);
    const tokens = await tokensSeen();
    expect([tokens.length, new Set(tokens).size]).toEqual([2, 2]);
  });

  test("a partner that stays away: said so, and the next try begins with a look", async () => {
    await tokensSeen();
    await gateway.fail("502", "importKyc", 2, "kriptomat");
    const person = somebody();
    const { status, body } = await handOver(person);
    expect([status, body.code]).toEqual([503, "unavailable"]);
    expect((await handOver(person)).status).toBe(200);
    const tokens = await tokensSeen();
    expect([tokens.length, new Set(tokens).size]).toEqual([3, 3]);
  });

  test("when the user cannot be read either, nothing more is sent", async () => {
    await tokensSeen();
    const person = somebody();
    await person.ask("/kriptomat/user");
    const faults = [
      { fault: "lost-reply", calls: 1, operation: "kriptomat.importKyc" },
      { fault: "slow:1", calls: 1, operation: "kriptomat.getUser" },
      { fault: "502", calls: 1, operation: "kriptomat.getUser" },
    ];
    await gateway.control("/control/faults", "PUT", { faults });
    expect((await handOver(person)).status).toBe(503);
    expect((await handOver(person)).body.decisions).toMatchObject([{ next: "wait" }]);
    expect(await tokensSeen()).toHaveLength(1);
  });

  test("a 429 is passed on with its wait, and nothing was taken", async () => {
    await gateway.fail("429", "importKyc", 1, "kriptomat");
    const { status, body } = await handOver(somebody());
    expect([status, body.code]).toEqual([429, "rate-limited"]);
  });

  test("a session that ends at that moment: another token, not the same", async () => {
    const person = somebody();
    await person.ask("/kriptomat/user");
    await tokensSeen();
    // The look is answered, and then the session ends.
    const faults = [{ fault: "slow:700", calls: 1, operation: "sumsub.createShareToken" }];
    await gateway.control("/control/faults", "PUT", { faults });
    const minted = await count(gateway, "sumsub.createShareToken");
    const answer = handOver(person);
    await waitFor(async () => (await count(gateway, "sumsub.createShareToken")) > minted);
    await advance(gateway, 3601);
    expect((await answer).status).toBe(200);
    const tokens = await tokensSeen();
    expect([tokens.length, new Set(tokens).size]).toEqual([2, 2]);
  });
});

test("a refusal is told, and the token is not sent again", async () => {
  await tokensSeen();
  const { status, body } = await handOver(somebody("unsuitable-ada"));
  expect([status, body.code]).toEqual([422, "refused"]);
  expect(await tokensSeen()).toHaveLength(1);
});

describe("a crash", () => {
  test("between making the token and sending it: another one is made", async () => {
    await tokensSeen();
    const person = somebody();
    const faults = [{ fault: "slow:3000", calls: 1, operation: "sumsub.createShareToken" }];
    await gateway.control("/control/faults", "PUT", { faults });
    const minted = await count(gateway, "sumsub.createShareToken");
    handOver(person).catch(() => undefined);
    await waitFor(async () => (await count(gateway, "sumsub.createShareToken")) > minted);
    await gateway.restart();
    expect((await handOver(person)).status).toBe(200);
    expect(await tokensSeen()).toHaveLength(1);
  });

  test("after the token was sent: the user is read, and nothing sent again", async () => {
    await tokensSeen();
    const person = somebody();
    // Longer than any restart takes.
    await gateway.control("/control/settings/kriptomat", "PUT", { reviewSeconds: 3600 });
    const faults = [{ fault: "slow:3000", calls: 1, operation: "kriptomat.importKyc" }];
    await gateway.control("/control/faults", "PUT", { faults });
    const imported = await count(gateway, "kriptomat.importKyc");
    handOver(person).catch(() => undefined);
    await waitFor(async () => (await count(gateway, "kriptomat.importKyc")) > imported);
    await gateway.restart();
    await tokensSeen();
    expect((await handOver(person)).body.decisions).toMatchObject([{ next: "wait" }]);
    expect(await tokensSeen()).toEqual([]);
  });
});

test("Kriptomat can verify the person itself: the link is for the person", async () => {
  const person = customer(gateway, next++);
  const { status, body } = await person.ask("/kriptomat/kyc-request", { method: "POST" });
  expect(status).toBe(200);
  expect(body.value?.link).toMatch(/^https:\/\/kyc\.kriptomat\.sandbox\.example\//);
  const again = await person.ask("/kriptomat/kyc-request", { method: "POST" });
  expect([again.status, again.body.code]).toEqual([422, "refused"]);
});

test("whoever the host does not know at a partner is told so, and an identifier that cannot be one is refused", async () => {
  const nobody = customer(gateway, undefined);
  expect((await nobody.ask("/kriptomat/user")).status).toBe(404);
  expect((await nobody.ask("/sumsub/applicant")).status).toBe(404);
  const odd = gateway.person("verified-odd", { kriptomat_user: "1/../2", sumsub_applicant: 7 });
  expect((await odd.ask("/kriptomat/user")).status).toBe(401);
  expect((await odd.ask("/sumsub/applicant")).status).toBe(401);
  expect((await gateway.ask("/kriptomat/user")).status).toBe(401);
});

test("an applicant is shown by status and decision, without comments that are not for the person", async () => {
  const { body, text } = await somebody("retry-ada").ask("/sumsub/applicant");
  expect(body.value).toEqual({ reviewStatus: "completed" });
  expect(body.decisions).toMatchObject([{ partner: "sumsub", next: "provide" }]);
  expect(text).not.toContain("PRIVATE");
});
