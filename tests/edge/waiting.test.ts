import { expect, type TestContext, test, vi } from "vitest";
import { advance, count, customer, startWithPartners } from "./partners.ts";
import type { StartOptions } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

// Each test has a gateway of its own. They wait more than they work, so they wait together.
vi.setConfig({ testTimeout: 60_000 });

async function start({ onTestFinished }: TestContext, options: StartOptions = {}) {
  const gateway = await startWithPartners(options);
  onTestFinished(() => gateway.stop());
  return {
    gateway,
    reads: () => count(gateway, "kriptomat.getUser"),
    handOver: (user: number) => customer(gateway, user, "approved-w").ask("/kriptomat/kyc-import", { method: "POST" }),
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test.concurrent("the result of a hand-over is looked for by alarm, until it is there and no longer", async (context) => {
  const { gateway, reads, handOver } = await start(context, { core: "tests/edge/impatient-core.ts" });
  await gateway.control("/control/settings/kriptomat", "PUT", { reviewSeconds: 3600 });
  await handOver(1001);
  const before = await reads();
  await waitFor(async () => (await reads()) >= before + 2);
  await advance(gateway, 3500);
  const running = await reads();
  await waitFor(async () => (await reads()) > running);
  await advance(gateway, 200);
  const last = await reads();
  await waitFor(async () => (await reads()) > last);
  // It looks every second: once nothing has come in several, nothing will.
  for (let seen = 0; seen !== (await reads()); await pause(2500)) seen = await reads();
});

test.concurrent("a look that fails is followed by another, and a restart changes nothing", async (context) => {
  const { gateway, reads, handOver } = await start(context, { core: "tests/edge/impatient-core.ts" });
  await gateway.control("/control/settings/kriptomat", "PUT", { reviewSeconds: 3600 });
  await handOver(1001);
  await gateway.fail("502", "getUser", 2, "kriptomat");
  const before = await reads();
  await waitFor(async () => (await reads()) > before + 2);
  await gateway.restart();
  await waitFor(async () => (await reads()) > 0);
});

test.concurrent("without the core's haste it is not looked for before the documented time", async (context) => {
  const { reads, handOver } = await start(context);
  await handOver(1001);
  const before = await reads();
  await pause(7000);
  expect(await reads()).toBe(before);
});
