import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";

const SCRIPT = fileURLToPath(new URL("../../www/tooling/start.mjs", import.meta.url));

let state: string;
const children: ChildProcess[] = [];

test.beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), "kyc-assent-start-"));
});

test.afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill("SIGTERM");
  await rm(state, { recursive: true, force: true });
});

interface Started {
  readonly process: ChildProcess;
  readonly output: () => string;
}

function start(...more: string[]): Started {
  const child = spawn(process.execPath, [SCRIPT, "--no-build", "--state", state, ...more], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return { process: child, output: () => output };
}

/** Waits until it has said where everything listens. */
async function answering(started: Started): Promise<void> {
  await expect.poll(started.output, { timeout: 45_000 }).toContain("Ctrl-C ends all of it");
}

async function end(started: Started, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(started.process, "exit");
  started.process.kill(signal);
  const [status] = (await ended) as [number | null];
  return status;
}

/** Every process that this one started, and those that they started. */
async function processesOf(parent: number): Promise<number[]> {
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(all.map(async (id) => [id, await parentOf(id)] as const));
  const family = new Set([parent]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const [id, its] of parents) if (its !== null && family.has(its)) family.add(id);
  }
  return [...family].filter((id) => id !== parent);
}

async function parentOf(id: number): Promise<number | null> {
  const stat = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[1] === undefined ? null : Number(fields[1]);
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

/** A base of three free ports. */
async function freeBase(): Promise<number> {
  const isFree = (port: number) =>
    new Promise<boolean>((resolve) => {
      const server = createServer().once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
  for (let base = 20_000 + (process.pid % 20_000); base < 60_000; base += 10) {
    const free = await Promise.all([base, base + 7, base + 9].map(isFree));
    if (!free.includes(false)) return base;
  }
  throw new Error("no free ports");
}

test("starts on the given ports, answers, keeps what it knows over a restart, and leaves no process", async () => {
  const base = await freeBase();
  const demo = `http://127.0.0.1:${base}`;
  const first = start("--port", String(base));
  await answering(first);
  expect(first.output()).toContain(demo);
  expect((await fetch(demo)).status).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${base + 7}/health`)).json()).toEqual({ status: "ok" });
  expect((await fetch(`http://127.0.0.1:${base + 9}/control/people`)).status).toBe(200);

  const keys = await (await fetch(`${demo}/.well-known/jwks.json`)).text();
  const signedIn = await fetch(`${demo}/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person: "verified" }),
  });
  const { token } = (await signedIn.json()) as { token: string };
  const family = await processesOf(first.process.pid ?? 0);
  expect(family.length).toBeGreaterThan(0);
  expect(await end(first, "SIGINT")).toBe(0);
  await expect.poll(() => family.filter(isAlive)).toEqual([]);

  const second = start("--port", String(base));
  await answering(second);
  expect(await (await fetch(`${demo}/.well-known/jwks.json`)).text()).toBe(keys);
  const asked = await fetch(`http://127.0.0.1:${base + 7}/consents`, { headers: { authorization: `Bearer ${token}` } });
  expect(asked.status).toBe(200);
  const others = await processesOf(second.process.pid ?? 0);
  expect(await end(second, "SIGTERM")).toBe(0);
  await expect.poll(() => others.filter(isAlive)).toEqual([]);
});

test("a port in use is named, with the way out", async () => {
  const base = await freeBase();
  const server = createServer().listen(base + 7, "127.0.0.1");
  await once(server, "listening");
  const started = start("--port", String(base));
  const [status] = (await once(started.process, "exit")) as [number];
  server.close();
  expect(status).toBe(1);
  expect(started.output()).toContain(`port ${base + 7} on 127.0.0.1 is in use`);
  expect(started.output()).toContain("--port");
});

test("an option that makes no sense is explained", async () => {
  const started = start("--port", "eighty");
  const [status] = (await once(started.process, "exit")) as [number];
  expect(status).toBe(2);
  expect(started.output()).toContain("--port must be from 1024 to 65526");
});
