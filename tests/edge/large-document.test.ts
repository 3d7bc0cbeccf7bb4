// A large document takes no more of the core's memory than a small one: what a core has once taken it keeps.

import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, type RunningGateway, startGateway } from "./start-gateway.ts";

const PIECE = 256 * 1024;
const HEAD = "data:image/png;base64,";

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({
    core: "tests/edge/measuring-core.ts",
    partner: "tests/edge/document-partner-worker.ts",
  });
});
afterAll(() => gateway.stop());

async function upload(data: string): Promise<Answer> {
  const person = gateway.person("verified-large");
  await person.agree();
  return person.ask("/crossmint/documents", { method: "POST", body: { documentType: "id-passport", data } });
}

test.each([
  ["15 MB", HEAD + "iVBO".repeat((15 * 1024 * 1024 - 1024) / 4)],
  ["one that ends with a piece", HEAD + "A".repeat(3 * PIECE)],
  ["padding at the end", `${HEAD}${"A".repeat(2 * PIECE)}AA==`],
  ["no padding at the end", `${HEAD}${"A".repeat(2 * PIECE + 2)}`],
  ["bare base64", `${"A".repeat(2 * PIECE)}AAA=`],
  ["a small one", `${HEAD}iVBO`],
])("%s arrives as it was sent, and the core is given little at once", async (_, data) => {
  const { status, body } = await upload(data);
  expect([status, body.value?.id]).toEqual([200, `doc_${createHash("sha256").update(data).digest("hex")}`]);
  const given = [...gateway.output.matchAll(/^given (\d+)$/gm)].map(([, count]) => Number(count));
  expect(given).not.toEqual([]);
  expect(Math.max(...given)).toBeLessThan(PIECE + 1024);
});

test.each([
  ["padding before the end", `${HEAD}${"A".repeat(PIECE - 2)}==${"A".repeat(PIECE)}`],
  ["padding before the end of a later piece", `${HEAD}${"A".repeat(2 * PIECE - 1)}=${"A".repeat(PIECE)}`],
  ["another head where a piece begins", `${HEAD}${"A".repeat(PIECE)}${HEAD}AAAA`],
  ["a last piece of padding", `${HEAD}${"A".repeat(2 * PIECE)}====`],
  ["one wrong character deep within", `${HEAD}${"A".repeat(3 * PIECE + 5)}*${"A".repeat(PIECE - 6)}`],
  ["a length that no base64 has", `${HEAD}${"A".repeat(2 * PIECE + 1)}`],
  ["half of the padding at the end", `${HEAD}${"A".repeat(2 * PIECE + 2)}=`],
  ["no end of the head", `data:${"A".repeat(2 * PIECE)}`],
  ["a head longer than any", `data:${"A".repeat(2 * PIECE)}/;base64,AAAA`],
])("%s is refused, and nothing is sent", async (_, data) => {
  const sent = () => gateway.log.filter(({ operation }) => operation === "crossmint.uploadDocument").length;
  const before = sent();
  const { status, body } = await upload(data);
  expect([status, body.code, body.field]).toEqual([422, "invalid-input", "input.data"]);
  expect(sent()).toBe(before);
});
