import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Progress } from "../runner/progress.mjs";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** @param {{ isTTY?: boolean, columns?: number }} [terminal] */
function telling(terminal = {}) {
  /** @type {string[]} */
  const written = [];
  return { progress: new Progress(7, { ...terminal, write: (text) => written.push(text) }), written };
}

describe("what suites do is told", () => {
  it("with the suite's name before each line, lines that belong together in one piece", () => {
    const { progress, written } = telling();
    progress.say("core", "✗ tests\n  why");
    progress.say("element", "▸ begins");
    expect(written).toEqual(["core     ✗ tests\ncore       why\n", "element  ▸ begins\n"]);
  });

  it("every 15 seconds where lines stay, as long as something runs", () => {
    const { progress, written } = telling();
    progress.started("core", "tests");
    vi.advanceTimersByTime(14_000);
    expect(written).toEqual([]);
    progress.started("page", "playwright");
    vi.advanceTimersByTime(1_000);
    expect(written).toEqual(["… core (tests, 15 s), page (playwright, 1 s)\n"]);
    progress.ended("core");
    progress.ended("page");
    vi.advanceTimersByTime(60_000);
    expect(written).toHaveLength(1);
  });

  it("every second on a terminal, in one line that gives way and is no wider than it", () => {
    const { progress, written } = telling({ isTTY: true, columns: 20 });
    progress.started("core", "tests");
    vi.advanceTimersByTime(1_000);
    expect(written.at(-1)).toBe("\r\x1b[2K… core (tests, 1 s)");
    progress.started("page", "playwright");
    progress.say("core", "✓ tests");
    expect(written.at(-1)).toBe("\r\x1b[2Kcore     ✓ tests\n… core (tests, 1 s)");
    progress.end();
    expect(written.at(-1)).toBe("\r\x1b[2K");
    vi.advanceTimersByTime(60_000);
    expect(written).toHaveLength(3);
  });
});
