import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";
import { chromiumArguments } from "../../www/tooling/toolchain.mjs";

const { CHROMIUM = "/usr/bin/chromium" } = process.env;

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../results/page",
  fullyParallel: true,
  // Two for each processor: most of the time is waited, for reviews and for pauses between looks.
  workers: 2 * availableParallelism(),
  forbidOnly: true,
  // A test that needs its second try is named at the end of `npm test`.
  retries: 1,
  // For what hangs: other suites are at work beside this one.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: CHROMIUM, args: chromiumArguments() },
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    contextOptions: { reducedMotion: "reduce" },
  },
});
