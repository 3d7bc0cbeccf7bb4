import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";

const { CHROMIUM = "/usr/bin/chromium" } = process.env;

/** Chromium as root has no sandbox; without the second flag it keeps looking up hosts. */
const args = [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-background-networking"];

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../results/element",
  fullyParallel: true,
  workers: availableParallelism(),
  forbidOnly: true,
  // A test that needs its second try is named at the end of `npm test`.
  retries: 1,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: CHROMIUM, args },
    viewport: { width: 640, height: 720 },
    locale: "en-GB",
  },
});
