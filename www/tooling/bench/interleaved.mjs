/** Two ways of doing the same, timed in turns on one machine: what slows one down slows the other. */

/** @typedef {{ ratio: number, ours: number, theirs: number }} Comparison how often ours goes for once theirs; each in nanoseconds */

/**
 * @param {() => void} ours
 * @param {() => void} theirs
 * @param {{ rounds?: number, slice?: number }} [options] a slice is the milliseconds that each has of a round
 * @returns {Comparison} medians over the rounds
 */
export function compare(ours, theirs, { rounds = 15, slice = 12 } = {}) {
  const [ourTimes, theirTimes] = [timesIn(ours, slice), timesIn(theirs, slice)];
  const measured = Array.from({ length: rounds }, (_, round) => {
    // Neither is always the second, which finds the caches as the other has left them.
    const pair = () => ({ ours: time(ours, ourTimes), theirs: time(theirs, theirTimes) });
    const reverse = () => {
      const second = time(theirs, theirTimes);
      return { ours: time(ours, ourTimes), theirs: second };
    };
    return round % 2 === 0 ? pair() : reverse();
  });
  return {
    ratio: median(measured.map((round) => round.theirs / round.ours)),
    ours: median(measured.map((round) => round.ours)),
    theirs: median(measured.map((round) => round.theirs)),
  };
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/**
 * How often something goes in so many milliseconds, once its code is warm.
 * @param {() => void} work
 * @param {number} slice
 */
function timesIn(work, slice) {
  const until = performance.now() + 10 * slice;
  let times = 0;
  while (performance.now() < until) {
    work();
    times++;
  }
  return Math.max(1, Math.round(times / 10));
}

/**
 * @param {() => void} work
 * @param {number} times
 * @returns nanoseconds for one
 */
function time(work, times) {
  const start = performance.now();
  for (let i = 0; i < times; i++) work();
  return ((performance.now() - start) * 1e6) / times;
}
