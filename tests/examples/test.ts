import { test as base, expect } from "@playwright/test";
import { Host } from "./host.ts";

export { expect };

let people = 0;

/** Each test is somebody of its own; an error of a script, or one on the console, fails it. */
export const test = base.extend<{ silent: undefined }, { host: Host }>({
  host: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern.
    async ({}, use) => {
      const host = await Host.start();
      await use(host);
      await host.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],

  silent: [
    async ({ page, host }, use) => {
      people += 1;
      host.subject = `verified-example-${people}`;
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error" && !/favicon/.test(message.location().url)) errors.push(message.text());
      });
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});
