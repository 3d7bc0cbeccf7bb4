// `kyc-assent audit`: the built command, with a real Chromium.

import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { chromiumPath } from "../../www/tooling/toolchain.mjs";
import { rules } from "./in-page.ts";
import { names, policyText, root, ruleOf, Site } from "./site.ts";
import { differsInLooksOnly, needsTrying } from "./trying.ts";

vi.setConfig({ testTimeout: 180_000, maxConcurrency: 4 });

type AuditPage = typeof import("../../www/cli/audit/audit-page.ts").auditPage;

const command = join(root, "pkg/bin/kyc-assent.mjs");
const LINK = "https://www.crossmint.com/legal/privacy-policy";

let site: Site;
let auditPage: AuditPage;
let folder: string;

beforeAll(async () => {
  site = await Site.open();
  ({ auditPage } = await import(/* @vite-ignore */ join(root, "pkg/bin/audit-page.mjs")));
  folder = mkdtempSync(join(tmpdir(), "kyc-assent-audit-"));
}, 120_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await site.close();
});

/** The partner's own site, so that no test needs the network. */
async function policySite(context: BrowserContext): Promise<void> {
  await context.route(/^https:\/\/www\.crossmint\.com\//, (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Privacy Policy</title>" }),
  );
}

function audit(url: string, prepare = policySite) {
  return auditPage(site.browser, url, { policy: policyText, watchFor: 400, screenshot: false, prepare });
}

describe("pages that were tried", () => {
  test.concurrent.each(names("good").filter((name) => !differsInLooksOnly(name)))("%s breaks no rule", async (name) => {
    const { findings, unknown, holds } = await audit(site.url("good", name));
    expect(findings).toEqual([]);
    expect([holds, unknown]).toEqual([true, name === "frame" ? expect.anything() : []]);
  });

  test.concurrent.each(names("bad").filter(needsTrying))("%s breaks that rule and no other", async (name) => {
    const report = await audit(site.url("bad", name));
    expect(rules(report), JSON.stringify(report.findings, null, 1)).toEqual([ruleOf(name)]);
  });
});

test("a redirect to another domain is followed", async () => {
  const report = await audit(site.url("good", "plain"), async (context) => {
    await context.route(/crossmint\.com|tracker\.example/, (route) => {
      const moved = `<!doctype html><meta http-equiv="refresh" content="0;url=https://tracker.example/policy">`;
      const isStart = route.request().url() === LINK;
      return route.fulfill({
        contentType: "text/html",
        body: isStart ? moved : "<!doctype html><title>Another</title>",
      });
    });
  });
  expect(report.findings).toMatchObject([
    { rule: "link-leads-elsewhere", text: expect.stringContaining("tracker.example") },
  ]);
});

test("a policy that is gone is a dead link", async () => {
  const report = await audit(site.url("good", "plain"), async (context) => {
    const gone = { status: 404, contentType: "text/html", body: "gone" };
    await context.route(/crossmint\.com/, (route) => route.fulfill(gone));
  });
  expect(rules(report)).toEqual(["link-dead"]);
});

test.each([
  ["a header", "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; script-src 'self'"],
  ["trusted types", "script-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"],
])("a page whose policy forbids WebAssembly is audited all the same: %s", async (_, policy) => {
  site.contentSecurityPolicy = policy;
  try {
    expect((await audit(site.url("good", "plain"))).findings).toEqual([]);
    site.contentSecurityPolicy = policy.replace("img-src 'self'", "img-src 'none'");
    const isBlocked = policy.includes("img-src");
    expect(rules(await audit(site.url("good", "plain")))).toEqual(isBlocked ? ["logo-not-loaded"] : []);
  } finally {
    site.contentSecurityPolicy = "";
  }
});

test("a policy within the page is kept but for WebAssembly, too", async () => {
  const policy = "default-src 'self'; img-src 'none'; style-src 'self' 'unsafe-inline'";
  const withPolicy = async (context: BrowserContext) => {
    await policySite(context);
    await context.route(/plain\.html$/, async (route) => {
      const reply = await route.fetch();
      const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
      await route.fulfill({ response: reply, body: (await reply.text()).replace("<head>", `<head>${meta}`) });
    });
  };
  expect(rules(await audit(site.url("good", "plain"), withPolicy))).toEqual(["logo-not-loaded"]);
});

/** Runs the command as a process of its own. */
function run(args: readonly string[], options: { env?: NodeJS.ProcessEnv; file?: string } = {}) {
  const env = { ...process.env, CHROMIUM: chromiumPath(), ...options.env };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [options.file ?? command, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

/** A policy of somebody's own, whose link no network reaches; and a page that asks for it. */
function ownPolicy(): { file: string; query: string } {
  const link = "https://policy.invalid/privacy";
  const file = join(folder, "own-policy.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(policyText), policy: "own-policy", link }));
  return { file, query: `?link=${encodeURIComponent(link)}` };
}

test("the command says that a good page holds, and what it could not know", async () => {
  const { file, query } = ownPolicy();
  const args = ["audit", site.url("good", "plain") + query, "--policy", file, "--for", "100"];
  const { code, stdout } = await run(args);
  expect(stdout).toContain("one consent, no rule is broken.");
  expect(stdout).toContain("Where https://policy.invalid/privacy leads: it could not be opened from here.");
  expect(code).toBe(0);
});

test("the command names what is broken, in words, as JSON and as a picture", async () => {
  const { file, query } = ownPolicy();
  const shot = join(folder, "shot.png");
  const url = site.url("bad", "bundled-consent.marketing") + query;
  const told = await run(["audit", url, "--policy", file, "--for", "0", "--screenshot", shot]);
  expect(told.code).toBe(1);
  expect(told.stdout).toMatch(/one consent, 1 rule is broken/);
  expect(told.stdout).toMatch(/1\. bundled-consent\n.*One tick covers this, too: .*marketing/s);
  expect(readFileSync(shot).subarray(1, 4).toString()).toBe("PNG");

  const json = await run([
    "audit",
    url,
    "--policy",
    file,
    "--for",
    "0",
    "--json",
    "--lang",
    "de",
    "--wait-for",
    "form",
  ]);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({ holds: false, consents: 1, findings: [{ rule: "bundled-consent" }] });
});

test.each([
  [["audit"], "Say which page"],
  [["audit", "not-an-address"], "Say which page"],
  [["audit", "http://127.0.0.1:1/"], "ERR_UNSAFE_PORT"],
  [["audit", "http://127.0.0.1/", "--policy", "no-such-policy"], "The package has no policy named no-such-policy"],
  [["audit", "http://127.0.0.1/", "--for", "soon"], "--for takes a whole number"],
  [["audit", "http://127.0.0.1/", "--nonsense"], "--nonsense"],
  [["nonsense"], 'no command "nonsense"'],
])("%j cannot be done, and the command says why", async (args, why) => {
  const { code, stderr } = await run(args);
  expect(stderr).toContain(why);
  expect(code).toBe(2);
});

test("the command says what to install", async () => {
  const bare = join(folder, "bare");
  for (const part of ["bin", "policies", "audit.wasm"])
    cpSync(join(root, "pkg", part), join(bare, part), { recursive: true });
  const withoutPlaywright = await run(["audit", "http://127.0.0.1/"], { file: join(bare, "bin/kyc-assent.mjs") });
  expect(withoutPlaywright).toMatchObject({ code: 2, stderr: expect.stringContaining("npm install playwright-core") });
  const withoutBrowser = await run(["audit", "http://127.0.0.1/"], { env: { CHROMIUM: join(folder, "none") } });
  expect(withoutBrowser).toMatchObject({ code: 2, stderr: expect.stringContaining("could not be started") });
});

test("help", async () => {
  expect(await run(["--help"])).toMatchObject({ code: 0, stdout: expect.stringContaining("audit") });
  expect(await run(["audit", "--help"])).toMatchObject({ code: 0, stdout: expect.stringContaining("--storage-state") });
  expect((await run([])).code).toBe(2);
});
