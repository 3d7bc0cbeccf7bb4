// The hand-over with the connection broken off: at every byte of the reply as it was sent, and while the request is read.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Cut, CuttingFront } from "./cutting-front.ts";
import { customer, startWithPartners } from "./partners.ts";
import type { RunningGateway } from "./start-gateway.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** Hand-overs on their way at once. */
const LANES = 8;

let gateway: RunningGateway;
let front: CuttingFront;
let next = 1000;

beforeAll(async () => {
  front = await CuttingFront.start();
  gateway = await startWithPartners({ front: front.address });
  front.backend = await gateway.sandboxAddress;
  const unlimited = { readsPer5Seconds: 0, writesPer5Seconds: 0 };
  await gateway.control("/control/settings/sumsub", "PUT", unlimited);
  // A review that ended between two questions would be another answer.
  await gateway.control("/control/settings/kriptomat", "PUT", { reviewSeconds: 100 });
});
afterAll(async () => {
  await gateway.stop();
  front.stop();
});

/** One hand-over of somebody new, with its import cut; and what the partners saw of it. */
async function handOver(cut?: Cut) {
  const user = next++;
  const path = `/v1/users/${user}/kyc-import`;
  if (cut !== undefined) front.cuts.set(path, cut);
  const from = front.seen.length;
  const person = customer(gateway, user, `approved-${user}`);
  const { status, body } = await person.ask("/kriptomat/kyc-import", { method: "POST" });
  const about = new RegExp(`/users/${user}[/ ]|approved-${user}\\b`);
  const steps = front.seen.slice(from).flatMap(({ line, text }) => {
    if (!about.test(`${line} ${text}`)) return [];
    if (line.includes("/kyc-import ")) return "import";
    if (line.includes("hareToken")) return "token";
    return line.includes("/applicants/") ? "applicant" : "user";
  });
  return { person, status, body, steps, imports: front.of(path) };
}

/** The share token in what was read of an import; undefined where it was not read to its end. */
const tokenIn = (text: string) => /"token":"([^"]+)"/.exec(text)?.[1];

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

const upTo = (count: number) => Array.from({ length: count }, (_, place) => place);

test.each(["status", "empty"])("the reply (%s) broken off after each of its bytes", async (importReply) => {
  await gateway.control("/control/settings/kriptomat", "PUT", { importReply });
  const whole = await handOver();
  expect([whole.status, whole.steps.filter((step) => step === "import")]).toEqual([200, ["import"]]);
  const bytes = whole.imports[0]?.replyBytes ?? 0;
  expect(bytes).toBeGreaterThan(30);
  const cuts = upTo(bytes).flatMap((at): Cut[] => {
    const close: Cut = { of: "reply", bytes: at, how: "close" };
    return at % 16 === 0 ? [close, { ...close, how: "reset" }] : [close];
  });
  await eachOf(cuts, async (cut) => {
    const { person, status, body, steps, imports } = await handOver(cut);
    const where = JSON.stringify(cut);
    // It was taken: the user is read, and that is the answer. The token went out once.
    expect([status, body.decisions], where).toMatchObject([200, [{ partner: "kriptomat", next: "wait" }]]);
    expect(
      imports.map(({ text }) => tokenIn(text)),
      where,
    ).toEqual([expect.any(String)]);
    expect(
      steps.filter((step) => step === "token"),
      where,
    ).toHaveLength(1);
    expect(steps[0], where).toBe("user");
    expect(steps.slice(steps.indexOf("import") + 1), where).toContain("user");
    expect((await person.ask("/kriptomat/user")).body.decisions, where).toMatchObject([{ next: "wait" }]);
  });
});

test("the request broken off all over its head, its body and behind it", async () => {
  const [whole] = (await handOver()).imports;
  const { requestBytes = 0, text = "" } = whole ?? {};
  const body = text.indexOf("\r\n\r\n") + 4;
  expect(body).toBeGreaterThan(200);
  const places = upTo(requestBytes).filter((at) => at % 32 === 0 || (at >= body && at % 4 === 0));
  const cuts = [...places, body - 1, requestBytes - 1, requestBytes].map((at, count): Cut => {
    return { of: "request", bytes: at, how: count % 2 === 0 ? "close" : "reset" };
  });
  await eachOf(cuts, async (cut) => {
    const { person, status, body, steps, imports } = await handOver(cut);
    const where = JSON.stringify(cut);
    // It was not taken: the user is read, then another token is made and sent.
    expect([status, body.decisions], where).toMatchObject([200, [{ partner: "kriptomat", next: "wait" }]]);
    expect(
      imports.map(({ isPassedOn }) => isPassedOn),
      where,
    ).toEqual([false, true]);
    const tokens = imports.flatMap(({ text }) => tokenIn(text) ?? []);
    expect(new Set(tokens).size, where).toBe(tokens.length);
    expect(
      steps.filter((step) => step === "token"),
      where,
    ).toHaveLength(2);
    const between = steps.slice(steps.indexOf("import") + 1, steps.lastIndexOf("import"));
    expect([steps[0], between[0]], where).toEqual(["user", "user"]);
    expect((await person.ask("/kriptomat/user")).body.decisions, where).toMatchObject([{ next: "wait" }]);
  });
});
