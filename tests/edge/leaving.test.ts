import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { RECORD, type RunningGateway, startGateway, token } from "./start-gateway.ts";
import { waitFor } from "./wait-for.ts";

const STATUS = "/crossmint/identity-verification";

/** A request whose sender can leave for good: a connection that is merely closed may still read the answer, and is served. */
async function sent(gateway: RunningGateway, method: string, subject: string): Promise<Socket> {
  const { hostname, port } = await gateway.address;
  const head = [`${method} ${STATUS} HTTP/1.1`, `host: ${hostname}`, `authorization: Bearer ${await token(subject)}`];
  const socket = connect(Number(port), hostname);
  await new Promise((done) => socket.write(`${head.join("\r\n")}\r\n\r\n`, done));
  return socket;
}

// In less time than an errand may take: before, the next one was answered after 40 seconds.
test("who leaves just as the ledger sends them to ask keeps nobody waiting", { timeout: 30_000 }, async () => {
  const hesitant = await startGateway({ entry: "tests/edge/hesitant-worker.ts" });
  try {
    const person = hesitant.person("verified-fleeing");
    await person.agree();
    const leaving = await sent(hesitant, "GET", person.subject);
    await setTimeout(500);
    leaving.resetAndDestroy();
    expect((await person.ask(STATUS)).status).toBe(200);
  } finally {
    await hesitant.stop();
  }
});

test("what is handed in is seen through when whoever sent it leaves", { timeout: 30_000 }, async () => {
  const gateway = await startGateway();
  try {
    const person = gateway.person("verified-closing");
    await person.agree();
    await person.put(RECORD);
    const before = (await person.ask(STATUS)).body.decisions;
    await gateway.fail("slow:1500", "triggerVerification", 1);
    const leaving = await sent(gateway, "PUT", person.subject);
    await waitFor(async () => (await gateway.partnerCalls()).some((call) => call.startsWith("triggerVerification")));
    leaving.resetAndDestroy();
    const seenThrough = `PUT ${STATUS}`;
    expect(await waitFor(() => gateway.log.find(({ operation }) => operation === seenThrough))).toMatchObject({
      status: 200,
    });
    expect((await person.ask(STATUS)).body.decisions).not.toEqual(before);
  } finally {
    await gateway.stop();
  }
});
