import { describe, expect, type TestContext, test, vi } from "vitest";
import { advance, callsTo, count, customer, PARTNERS, startWithPartners } from "./partners.ts";
import type { RunningGateway, StartOptions } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

// Each test has a gateway of its own. They wait more than they work, so they wait together.
vi.setConfig({ testTimeout: 120_000 });

interface Asked {
  readonly gateway: RunningGateway;
  /** How often the gateway has logged in, or tried to. */
  logins(): number;
  user(number: number): ReturnType<RunningGateway["ask"]>;
}

async function start({ onTestFinished }: TestContext, options: StartOptions = {}): Promise<Asked> {
  const gateway = await startWithPartners(options);
  onTestFinished(() => gateway.stop());
  return {
    gateway,
    logins: () => gateway.log.filter(({ operation }) => operation === "kriptomat.login").length,
    user: (number) => customer(gateway, number).ask("/kriptomat/user"),
  };
}

// First, as it waits longest: for the next window of the partner's clock.
test.concurrent("a one-time code is never used twice, not even after a crash", async (context) => {
  const { gateway, logins, user } = await start(context, { core: "www/package/workerd.ts" });
  await gateway.control("/control/settings/kriptomat", "PUT", { codeReuse: false });
  expect((await user(1001)).status).toBe(200);
  // The session is gone on both sides, in the middle of the window.
  await advance(gateway, 3601);
  await gateway.restart();
  await waitFor(async () => {
    const { status, body } = await user(1001);
    if (status !== 200) expect([status, body.code]).toEqual([503, "unavailable"]);
    return status === 200;
  });
  const calls = await callsTo(gateway, "kriptomat");
  expect(calls.filter((call) => call.startsWith("login"))).not.toContain("login 401");
  expect(logins()).toBe(2);
});

test.concurrent("a user is shown by its statuses alone", async (context) => {
  const { user } = await start(context);
  const { status, body, text } = await user(1001);
  expect(status).toBe(200);
  expect(body.value).toEqual({ kyc_status: "not_started", edd_status: "", status: "active" });
  expect(body.decisions).toMatchObject([{ partner: "kriptomat", scope: "kyc", next: "start-verification" }]);
  for (const personal of ["Ada", "Muster", "1990-02-28", "@"]) expect(text).not.toContain(personal);
});

describe.concurrent("one session for all", () => {
  test("a token is used by all requests, and by those after a restart", async (context) => {
    const { gateway, logins, user } = await start(context);
    await user(1001);
    await gateway.restart();
    await user(1002);
    expect(await count(gateway, "kriptomat.getUser")).toBeGreaterThan(0);
    expect(logins()).toBe(1);
  });

  test("it is renewed by alarm while it is used, and left to end when it is not", async (context) => {
    const { gateway, logins, user } = await start(context);
    await gateway.control("/control/settings/kriptomat", "PUT", { sessionSeconds: 3 });
    await user(1001);
    // Nobody asks for the second token, so there is no third.
    await waitFor(() => logins() === 2);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(logins()).toBe(2);
    expect((await user(1001)).status).toBe(200);
    expect(logins()).toBe(3);
  });
});

describe.concurrent("a session that the partner refuses", () => {
  test("one renewal, one retry", async (context) => {
    const { gateway, user } = await start(context);
    await user(1001);
    await advance(gateway, 3601);
    expect((await user(1002)).status).toBe(200);
    const calls = await callsTo(gateway, "kriptomat");
    expect(calls).toEqual(["login 200", "getUser 200", "getUser 401", "login 200", "getUser 200"]);
  });

  test("what is refused again is not asked a third time, and does not lead to login after login", async (context) => {
    const { gateway, logins, user } = await start(context, {
      core: "tests/edge/patient-core.ts",
      partner: "tests/edge/unreliable-partner-worker.ts",
      partnerHasState: true,
    });
    await gateway.control("/cuts?refusing");
    const answers = [await user(1001), await user(1002), await user(1003)];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([502, "unauthorized"]));
    expect(answers[2]?.body.retryAfter).toBeGreaterThan(0);
    expect(logins()).toBe(2);
    await gateway.control("/cuts");
    expect((await user(1001)).status).toBe(200);
  });
});

describe.concurrent("a login that fails", () => {
  test("backs off, and says why and until when", async (context) => {
    const { gateway, logins, user } = await start(context, { variables: { KRIPTOMAT_PASSWORD: "not-the-password" } });
    const first = await user(1001);
    expect([first.status, first.body.code]).toEqual([502, "unauthorized"]);
    expect(first.body.detail).toContain("log in");
    expect(first.body.retryAfter).toBeGreaterThan(3000);
    const second = await user(1002);
    expect([second.status, second.body.code]).toEqual([502, "unauthorized"]);
    expect(await callsTo(gateway, "kriptomat")).toEqual(["login 401"]);
    await gateway.restart();
    expect((await user(1003)).body.code).toBe("unauthorized");
    expect(logins()).toBe(1);
  });

  test("is tried at once when the credentials have been changed", async (context) => {
    const { gateway, user } = await start(context, { variables: { KRIPTOMAT_PASSWORD: "not-the-password" } });
    await user(1001);
    await gateway.restart({ variables: PARTNERS });
    expect((await user(1001)).status).toBe(200);
  });

  test.for(["502", "lost-reply", "cut", "wrong-json", "429"])(
    "a login under %s is tried again after a while",
    async (fault, context) => {
      const { gateway, logins, user } = await start(context);
      await gateway.fail(fault, "login", 1, "kriptomat");
      const failed = await user(1001);
      expect(failed.status).toBeGreaterThanOrEqual(429);
      expect(failed.body.retryAfter).toBeGreaterThan(0);
      expect((await user(1001)).body.code).toBe(failed.body.code);
      expect(logins()).toBe(1);
      if (fault === "429") return;
      await waitFor(async () => (await user(1001)).status === 200);
      expect(logins()).toBe(2);
    },
  );
});

// One after another: two hundred connections are enough for one machine.
describe("a crowd", () => {
  /** On a busy machine workerd can hang up on one of many connections before it has read anything from it. */
  const patiently = (ask: () => ReturnType<Asked["user"]>) =>
    ask().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNRESET") throw error;
      return ask();
    });
  const crowd = (user: Asked["user"]) =>
    Promise.all(Array.from({ length: 200 }, (_, place) => patiently(() => user(1000 + place))));

  test("200 concurrent requests without one lead to one login", async (context) => {
    const { logins, user } = await start(context);
    const answers = await crowd(user);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(logins()).toBe(1);
  });

  test("200 concurrent requests whose session the partner has ended lead to one login", async (context) => {
    const { gateway, logins, user } = await start(context);
    await user(1000);
    await advance(gateway, 3601);
    const answers = await crowd(user);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(logins()).toBe(2);
  });
});
