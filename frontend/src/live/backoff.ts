/** How long to wait before the next attempt to connect. */

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;

/** Full jitter: a uniform draw below a ceiling that doubles from 0.25 s to 4 s. `attempt` counts from 0. */
export function backoff_ms(attempt: number, draw: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
  return draw() * ceiling;
}
