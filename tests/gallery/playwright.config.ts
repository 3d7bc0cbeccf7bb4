import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";
import { chromiumArguments, chromiumPath } from "../../www/tooling/toolchain.mjs";

const { CHROMIUM = chromiumPath() ?? "/usr/bin/chromium" } = process.env;

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../results/gallery",
  // One picture for all machines: the font is the tests' own.
  snapshotPathTemplate: "{testDir}/pictures/{arg}{ext}",
  fullyParallel: true,
  workers: availableParallelism(),
  forbidOnly: true,
  // A test that needs its second try is named at the end of `npm test`.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: CHROMIUM,
      // Whole pixels and shades of grey: what a machine's screen does to letters is none of the elements' doing.
      args: [
        ...chromiumArguments(),
        "--force-device-scale-factor=1",
        "--font-render-hinting=none",
        "--disable-lcd-text",
        "--force-color-profile=srgb",
      ],
    },
    deviceScaleFactor: 1,
    locale: "en-GB",
    timezoneId: "UTC",
    contextOptions: { reducedMotion: "reduce" },
  },
});
