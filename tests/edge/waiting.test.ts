import { afterEach, expect, test, vi } from "vitest";
import { advance, count, customer, startWithPartners } from "./partners.ts";
import type { RunningGateway } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

vi.setConfig({ testTimeout: 60_000 });

let gateway: RunningGateway;
afterEach(() => gateway.stop());

const reads = () => count(gateway, "kriptomat.getUser");
const handOver = (user: number) =>
  customer(gateway, user, "approved-w").ask("/kriptomat/kyc-import", { method: "POST" });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("the result of a hand-over is looked for by alarm, until it is there and no longer", async () => {
  gateway = await startWithPartners({ core: "tests/edge/impatient-core.ts" });
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
  await pause(500);
  const ended = await reads();
  await pause(2500);
  expect(await reads()).toBe(ended);
});

test("a look that fails is followed by another, and a restart changes nothing", async () => {
  gateway = await startWithPartners({ core: "tests/edge/impatient-core.ts" });
  await gateway.control("/control/settings/kriptomat", "PUT", { reviewSeconds: 3600 });
  await handOver(1001);
  await gateway.fail("502", "getUser", 2, "kriptomat");
  const before = await reads();
  await waitFor(async () => (await reads()) > before + 2);
  await gateway.restart();
  await waitFor(async () => (await reads()) > 0);
});

test("without the core's haste it is not looked for before the documented time", async () => {
  gateway = await startWithPartners();
  await handOver(1001);
  const before = await reads();
  await pause(7000);
  expect(await reads()).toBe(before);
});
