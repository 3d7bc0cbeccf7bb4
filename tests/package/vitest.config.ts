import { defineConfig } from "vitest/config";

export default defineConfig({
  // Once, before any file: several need it, and run side by side.
  test: { globalSetup: "tests/package/build-provoked.ts" },
});
