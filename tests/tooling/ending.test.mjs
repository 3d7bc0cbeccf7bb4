import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "ending-"));
afterAll(() => rmSync(folder, { recursive: true }));

const pids = join(folder, "pids");

/** Notes the own id once the process does `then`. @param {string} then */
const noting = (then) =>
  `${then}; require("fs").appendFileSync(${JSON.stringify(pids)}, process.pid + " "); setInterval(() => {}, 1000)`;

const stubborn = noting("process.on('SIGINT', () => {})");

/** Starts a process of its own that Ctrl-C does not end, and itself does `then`. @param {string} then */
const parent = (then) =>
  noting(`require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}]); ${then}`);

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it("commands end with all they have started, those that will not as well, and no other starts", async () => {
  const command = new URL("../runner/command.mjs", import.meta.url).href;
  const script = join(folder, "runner.mjs");
  const scripts = [parent(""), parent("process.on('SIGINT', () => {})")];
  writeFileSync(
    script,
    `import { endCommands, runCommand } from ${JSON.stringify(command)};
     const run = (script) => runCommand({ label: "", run: [process.execPath, "-e", script], count: "exit" });
     for (const script of ${JSON.stringify(scripts)}) run(script).then(() => console.log("outcome"));
     process.once("SIGTERM", async () => {
       const ended = endCommands();
       run(${JSON.stringify(noting(""))}).then(() => console.log("outcome"));
       await ended;
       process.exit(7);
     });`,
  );
  const runner = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  runner.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const written = () => readFileSync(pids, { encoding: "utf8", flag: "a+" }).trim().split(" ").map(Number);
  await vi.waitUntil(() => written().length === 4, { timeout: 20_000 });
  const all = written();
  expect(all.filter(isAlive)).toEqual(all);
  runner.kill("SIGTERM");
  expect(await once(runner, "exit")).toEqual([7, null]);
  await vi.waitUntil(() => !all.some(isAlive), { timeout: 20_000 });
  expect(output).toBe("");
  expect(written()).toEqual(all);
}, 60_000);
