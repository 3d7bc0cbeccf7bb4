import { type TestContext, test } from "vitest";
import { entriesWith, forgetAlarms, outboxOf } from "./ledger-file.ts";
import { RECORD, type RunningGateway, type StartOptions, startGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

// Each test has a gateway of its own, so that alarms of one do not disturb the counts of another. They wait more than
// they work, so they wait together.
const TIME_LIMIT = 120_000;

async function start({ onTestFinished }: TestContext, options: StartOptions = {}): Promise<RunningGateway> {
  const gateway = await startGateway(options);
  onTestFinished(() => gateway.stop());
  return gateway;
}

const told = async (gateway: RunningGateway) =>
  (await gateway.partnerCalls()).filter((call) => call === "acceptLegalDocument").length;

test.concurrent(
  "an acceptance outlives a restart and is then told once, though nobody asks",
  async (context) => {
    const { expect } = context;
    const gateway = await start(context);
    const person = gateway.person("verified-survivor");
    await gateway.fail("502", "acceptLegalDocument", 1);
    const { status, body } = await person.agree();
    expect([status, body.delivery]).toEqual([201, "queued"]);
    await gateway.restart();
    await waitFor(async () => (await told(gateway)) > 0);
    const [record] = await person.consents();
    expect(record).toMatchObject({ id: body.id, delivery: "delivered" });
    expect((await person.put(RECORD)).status).toBe(200);
    expect(await told(gateway)).toBe(1);
    expect(entriesWith(gateway.folder, body.id ?? "").map(({ event }) => event.kind)).toEqual(["accepted", "told"]);
    expect(outboxOf(gateway.folder, body.id ?? "")).toEqual([]);
  },
  TIME_LIMIT,
);

test.concurrent(
  "an acceptance outlives a crash in the middle of telling",
  async (context) => {
    const { expect } = context;
    const gateway = await start(context);
    const person = gateway.person("verified-crash");
    await gateway.fail("hang", "acceptLegalDocument", 1);
    const agreeing = person.agree().catch(() => undefined);
    await waitFor(async () => (await gateway.partnerCalls()).length > 0);
    await gateway.restart();
    expect(await agreeing).toBeUndefined();
    await waitFor(async () => (await told(gateway)) > 0);
    const [record] = await person.consents();
    expect(record).toMatchObject({ delivery: "delivered" });
    expect(await told(gateway)).toBe(1);
    // The try that was cut off counts: what brings the ledger down must not be repeated without a pause.
    expect(gateway.log.findLast(({ event }) => event === "delivery")).toMatchObject({ attempts: 2 });
  },
  TIME_LIMIT,
);

test.concurrent(
  "a lost alarm is set again when the ledger is looked at",
  async (context) => {
    const { expect } = context;
    const gateway = await start(context);
    const person = gateway.person("verified-lost-alarm");
    await gateway.fail("502", "acceptLegalDocument", 1);
    const { body } = await person.agree();
    await gateway.halt();
    forgetAlarms(gateway.folder);
    await gateway.start();
    expect(await person.consents()).toMatchObject([{ id: body.id, delivery: "queued" }]);
    await waitFor(async () => (await told(gateway)) > 0);
    await waitFor(async () => (await person.consents())[0]?.delivery === "delivered");
  },
  TIME_LIMIT,
);

test.concurrent(
  "telling goes on until Crossmint confirms",
  async (context) => {
    const { expect } = context;
    const gateway = await start(context);
    const person = gateway.person("verified-persistent");
    await gateway.fail("lost-reply", "acceptLegalDocument", 2);
    expect((await person.agree()).body.delivery).toBe("queued");
    const deliveries = () => gateway.log.filter(({ event }) => event === "delivery");
    await waitFor(() => deliveries().length === 3);
    expect(deliveries().map(({ attempts, code }) => [attempts, code])).toEqual([
      [1, "unavailable"],
      [2, "unavailable"],
      [3, undefined],
    ]);
    expect(await person.consents()).toMatchObject([{ delivery: "delivered" }]);
  },
  TIME_LIMIT,
);

test.concurrent(
  "what only an operator can mend stays queued and is reported",
  async (context) => {
    const { expect } = context;
    const gateway = await start(context);
    const person = gateway.person("not-enabled-person");
    const { status, body } = await person.agree();
    expect([status, body.delivery]).toEqual([201, "queued"]);
    expect(await person.consents()).toMatchObject([{ delivery: "queued", problem: "not-enabled" }]);
    const put = await person.put(RECORD);
    expect([put.status, put.body.code]).toEqual([503, "unavailable"]);
    expect(put.body.retryAfter).toBeGreaterThan(600);
    expect(gateway.log).toContainEqual(
      expect.objectContaining({ level: "error", event: "delivery", code: "not-enabled", attempts: 1 }),
    );
    expect(outboxOf(gateway.folder, body.id ?? "")).toMatchObject([{ problem: "not-enabled" }]);
  },
  TIME_LIMIT,
);

test.concurrent(
  "a key that Crossmint does not take stays a matter of the operator",
  async (context) => {
    const { expect } = context;
    const gateway = await start(context, { variables: { CROSSMINT_API_KEY: "sk_staging_x" } });
    await gateway.control("/control/settings/crossmint", "PUT", { scopes: "users.read" });
    const person = gateway.person("verified-wrong-scope");
    expect((await person.agree()).body).toMatchObject({ delivery: "queued", problem: "unauthorized" });
    await gateway.control("/control/settings/crossmint", "PUT", { scopes: "both" });
    expect((await person.agree()).body.delivery).toBe("delivered");
  },
  TIME_LIMIT,
);

test.concurrent(
  "while the gateway is misconfigured nothing is lost",
  async (context) => {
    const { expect } = context;
    const gateway = await start(context);
    const person = gateway.person("verified-misconfigured");
    await gateway.fail("502", "acceptLegalDocument", 1);
    await person.agree();
    await gateway.restart({ variables: { CROSSMINT_API_KEY: "" } });
    await waitFor(() => gateway.log.some(({ event, attempts }) => event === "delivery" && attempts === 2));
    await gateway.restart();
    await waitFor(async () => (await person.consents())[0]?.delivery === "delivered");
    expect(await told(gateway)).toBe(1);
  },
  TIME_LIMIT,
);
