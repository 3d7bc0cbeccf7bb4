/** Runs the steps of the set-up, several at a time, and says of each what it does, why, and how long it took. */
import { performance } from "node:perf_hooks";

/** What keeps a step from succeeding: words for the person in front of the screen, and a program's last output. */
export class SetupProblem extends Error {
  /**
   * @param {string} message what is needed and where to get it
   * @param {string} [output] the output of the program that failed
   */
  constructor(message, output = "") {
    super(message);
    this.output = output;
  }
}

/** Seconds between two lines about a step that is still under way. */
const progressSeconds = 5;

/** @typedef {(activity: string) => void} Report says what a step is busy with */

export class Steps {
  /** @param {(line: string) => void} [print] */
  constructor(print = console.log) {
    this.print = print;
  }

  /**
   * @param {string} name
   * @param {string} why what it is needed for
   * @param {(report: Report) => Promise<string>} work returns what came of it in a few words
   * @returns {Promise<boolean>} whether it succeeded; it never rejects
   */
  async run(name, why, work) {
    const began = performance.now();
    const elapsed = () => (performance.now() - began) / 1000;
    let activity = "";
    const report = (/** @type {string} */ next) => {
      if (activity === "") this.print(`• ${name}: ${next}`);
      activity = next;
    };
    const timer = setInterval(() => {
      this.print(`  ${name}: ${Math.round(elapsed())} s${activity && `, ${activity}`}`);
    }, progressSeconds * 1000);
    try {
      const outcome = await work(report);
      this.print(`✓ ${name} (${why}): ${outcome}, ${elapsed().toFixed(1)} s`);
      return true;
    } catch (problem) {
      this.print(`✗ ${name} (${why}): failed after ${elapsed().toFixed(1)} s`);
      for (const line of explain(problem)) this.print(`    ${line}`);
      return false;
    } finally {
      clearInterval(timer);
    }
  }
}

/**
 * @param {unknown} problem
 * @returns {string[]}
 */
function explain(problem) {
  if (!(problem instanceof SetupProblem)) return [String(problem instanceof Error ? problem.stack : problem)];
  const output = problem.output.trimEnd().split("\n").slice(-15);
  return [...(output.join("") === "" ? [] : output.map((line) => `│ ${line}`)), ...problem.message.split("\n")];
}
