import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";
import { chromiumArguments } from "../../www/tooling/toolchain.mjs";

const { CHROMIUM = "/usr/bin/chromium" } = process.env;

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../results/element",
  // One tree for all engines: what a screen reader is told does not hang on them.
  snapshotPathTemplate: "{testDir}/trees/{arg}{ext}",
  fullyParallel: true,
  workers: availableParallelism(),
  forbidOnly: true,
  // A test that needs its second try is named at the end of `npm test`.
  retries: 1,
  // For what hangs: one test goes through every language, and other suites are at work beside this one.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: CHROMIUM, args: chromiumArguments() },
    viewport: { width: 640, height: 720 },
    locale: "en-GB",
  },
});
