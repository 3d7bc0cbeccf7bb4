import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import { leftOut } from "./firefox-left-out.mjs";
import chromium from "./playwright.config.ts";

/** Told to every Firefox here: what Playwright can tell Chromium alone, and to ask nothing of Mozilla's servers. */
const PREFERENCES = {
  "intl.accept_languages": "en-GB",
  "ui.prefersReducedMotion": 1,
  "ui.systemUsesDarkTheme": 0,
  // As in Playwright's Chromium, where a test does not want it: no page waits in memory for the way back.
  "browser.sessionhistory.max_total_viewers": 0,
  // No process for a page that nobody opens yet: each test would begin with one more.
  "dom.ipc.processPrelaunch.enabled": false,
  "app.normandy.enabled": false,
  "messaging-system.rsexperimentloader.enabled": false,
};

const notRun = leftOut.map(({ tests }) => tests);

/** What a person may wish, and the titles of the tests that want it so. */
const WISHES = {
  light: { titles: { grepInvert: [...notRun, /, (dark|forced)$/] }, preferences: {} },
  dark: { titles: { grep: /, dark$/, grepInvert: notRun }, preferences: { "ui.systemUsesDarkTheme": 1 } },
  forced: {
    titles: { grep: /, forced$/, grepInvert: notRun },
    preferences: { "browser.display.document_color_use": 2 },
  },
};

export default defineConfig({
  ...chromium,
  outputDir: "../results/element-firefox",
  projects: Object.entries(WISHES).map(([name, { titles, preferences }]) => ({
    name,
    ...titles,
    use: {
      browserName: "firefox",
      channel: "moz-firefox",
      launchOptions: {
        executablePath: fileURLToPath(new URL("firefox.mjs", import.meta.url)),
        firefoxUserPrefs: { ...PREFERENCES, ...preferences },
      },
    },
  })),
});
