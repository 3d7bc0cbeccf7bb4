/**
 * Makes `log.sqlite.gz` and `answers.json`: the log as a gateway of the first schema wrote it, and what that gateway answered.
 * The gateway is that of another checkout, which must be built:
 *
 *     git worktree add /tmp/first-schema a8bc95a && cd /tmp/first-schema && npm ci && npm run build
 *     node tests/edge/earlier-log/make.ts /tmp/first-schema
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import type { startGateway as start } from "../start-gateway.ts";
import { waitFor } from "../wait-for.ts";

const [checkout = "."] = process.argv.slice(2);
process.chdir(checkout);
const { startGateway, signingKey } = (await import(resolve("tests/edge/start-gateway.ts"))) as {
  startGateway: typeof start;
  signingKey(): object;
};

const OPERATOR = "operators-token-of-the-earlier-log";
const POLICY = "crossmint-privacy-policy";
const key = signingKey();
const gateway = await startGateway({
  variables: { LEDGER_SIGNING_KEYS: JSON.stringify({ keys: [key] }), OPERATOR_TOKENS: OPERATOR },
});

/** Agrees and takes it back so many times, and agrees once more. */
async function agrees(subject: string, times: number): Promise<string> {
  const person = gateway.person(subject);
  for (let time = 0; time < times; time++) {
    await person.agree();
    await person.ask(`/consents/${POLICY}`, { method: "DELETE" });
  }
  return (await person.agree()).body.id ?? "";
}

const file = { ...JSON.parse(readFileSync(`src/consent/policies/${POLICY}.json`, "utf8")), version: "n" };
const headers = { origin: "" };
await gateway.ask(`/operator/policies/${POLICY}`, { method: "PUT", token: OPERATOR, body: { file }, headers });
// One whose ledger is long, some who changed their minds, many who agreed once.
const kept = new Map([["verified-long", await agrees("verified-long", 23)]]);
for (let number = 0; number < 20; number++) kept.set(`verified-${number}`, await agrees(`verified-${number}`, 1));
await Promise.all(Array.from({ length: 60 }, (_, number) => agrees(`verified-once-${number}`, 0)));
const erased = { method: "POST", token: OPERATOR, body: { locator: "userId:verified-19" }, headers };
await gateway.ask("/operator/erasures", erased);
kept.delete("verified-19");

// key, policy; 71 entries of the first, five of each of the twenty, one erasure, two of each of the others.
const SIZE = 1 + 1 + 71 + 20 * 5 + 1 + 60 * 2;
const heads = await waitFor(async () => {
  const all = (await gateway.ask("/log/heads")).body.heads ?? [];
  return all.at(-1)?.size === SIZE && all;
});
const consistency: [number, number, unknown][] = [];
for (const [index, { size: to }] of heads.entries()) {
  for (const { size: from } of heads.slice(0, index + 1)) {
    consistency.push([from, to, (await gateway.ask(`/log/consistency?from=${from}&to=${to}`)).body.path]);
  }
}
const receipts: Record<string, string> = {};
for (const [subject, id] of [...kept].slice(0, 3)) {
  receipts[subject] = (await gateway.person(subject).ask(`/consents/${id}/receipt`)).text;
}
const { keys } = (await gateway.ask("/log/keys")).body;
await gateway.halt();

const folder = import.meta.dirname;
const files = readdirSync(gateway.folder, { recursive: true, encoding: "utf8" });
const found = files.find((name) => /ConsentLog\/.*\.sqlite$/.test(name) && !/metadata/.test(name));
const log = new DatabaseSync(join(gateway.folder, found ?? ""));
const copy = join(gateway.folder, "copy.sqlite");
log.exec(`VACUUM INTO '${copy}'`);
log.close();
writeFileSync(join(folder, "log.sqlite.gz"), gzipSync(readFileSync(copy), { level: 9 }));
const answers = { key, keys, heads, consistency, receipts };
writeFileSync(join(folder, "answers.json"), `${JSON.stringify(answers)}\n`);
await gateway.stop();
