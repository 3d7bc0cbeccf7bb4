/**
 * Asks the running gateway all that its description allows, and much that it does not: `node tests/schemathesis/run.mjs`,
 * once the package and the Workers are built. Demo, gateway and sandbox run in workerd as `npm start` runs them; the
 * answers must be as described, what is not allowed must be refused, and no route may be left that was never reached.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalWorkers } from "../../www/tooling/local-workers.mjs";
import { runCommand } from "../../www/tooling/setup/command.mjs";
import { root, schemathesisPython } from "../../www/tooling/toolchain.mjs";
import { verdict } from "./verdict.mjs";

const folder = join(root, "tests", "schemathesis");
const description = join(root, "pkg", "openapi.json");
const state = mkdtempSync(join(tmpdir(), "kyc-assent-schemathesis-"));
const python = schemathesisPython();
if (python === undefined) throw new Error("schemathesis is not here: node www/tooling/setup.mjs test");

const [demo, gateway, sandbox] = await Promise.all([freePort(), freePort(), freePort()]);
const workers = await startLocalWorkers({ ports: { demo, gateway, sandbox }, state });
const { paths } = JSON.parse(readFileSync(description, "utf8"));
/** @param {string} path @param {string} method */
const example = (path, method) => JSON.stringify(paths[path][method].requestBody.content["application/json"].example);

let failed = 1;
try {
  const { token } = await ask(`${workers.demo}/sign-in`, "POST", JSON.stringify({ person: "verified" }));
  const evidence = example("/consents", "post");
  const { id } = await ask(`${workers.gateway}/consents`, "POST", evidence, token);
  await ask(`${workers.gateway}/crossmint/user`, "PUT", example("/crossmint/user", "put"), token);
  const report = join(state, "report.json");
  const config = ["--config-file", join(folder, "schemathesis.toml")];
  const where = ["--url", workers.gateway, "--report-json-path", report, "--workers", "2"];
  const { output } = await runCommand(python, ["-m", "schemathesis.cli", ...config, "run", description, ...where], {
    cwd: state,
    env: {
      ...process.env,
      HOOKS: join(folder, "hooks.py"),
      PYTHONDONTWRITEBYTECODE: "1",
      HOST_TOKEN: token,
      OPERATOR_TOKEN: readFileSync(join(state, "operator-token"), "utf8").trim(),
      ORIGIN: workers.demo,
      GATEWAY: workers.gateway,
      EVIDENCE: evidence,
      CONSENT_ID: id,
    },
  });
  console.log(output);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const { passed, faults } = verdict(JSON.parse(readFileSync(report, "utf8")), operations);
  for (const fault of faults) console.log(`✗ ${fault}`);
  failed = faults.length;
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  await workers.stop();
  rmSync(state, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;

/**
 * @param {string} url
 * @param {string} method
 * @param {string} body
 * @param {string} [token]
 */
async function ask(url, method, body, token) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const reply = await fetch(url, { method, headers, body });
  if (!reply.ok) throw new Error(`${method} ${url} was answered with ${reply.status}: ${await reply.text()}`);
  return reply.json();
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
