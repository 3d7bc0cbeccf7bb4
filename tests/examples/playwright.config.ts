import { defineConfig } from "@playwright/test";
import { chromiumArguments } from "../../www/tooling/toolchain.mjs";

const { CHROMIUM = "/usr/bin/chromium" } = process.env;

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../results/examples",
  // Builds them, once.
  globalSetup: "./installed.ts",
  // One gateway and one Next for all of them.
  workers: 1,
  forbidOnly: true,
  retries: 1,
  // For what hangs: other suites are at work beside this one.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: CHROMIUM, args: chromiumArguments() },
    locale: "en-GB",
  },
});
