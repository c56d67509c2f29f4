/** The distribution of latencies on a logarithmic axis: bars, the share below, and where percentiles lie. Pure. */

/** As the summary tells it: n + 1 edges in seconds, n counts. */
export interface Distribution {
  readonly edges_s: readonly number[];
  readonly counts: readonly number[];
}

export interface Bar {
  /** Where it begins and ends, as shares of the axis. */
  readonly from: number;
  readonly to: number;
  /** Its count as a share of the largest. */
  readonly height: number;
  readonly count: number;
  readonly from_s: number;
  readonly to_s: number;
  /** The share of all answers up to its end. */
  readonly below: number;
}

export function bars_of({ edges_s, counts }: Distribution): readonly Bar[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const largest = Math.max(...counts);
  let seen = 0;
  return counts.map((count, place) => {
    seen += count;
    const [from_s = 0, to_s = 0] = [edges_s[place], edges_s[place + 1]];
    return {
      from: place_of(edges_s, from_s),
      to: place_of(edges_s, to_s),
      height: largest > 0 ? count / largest : 0,
      count,
      from_s,
      to_s,
      below: all > 0 ? seen / all : 0,
    };
  });
}

/** Where a latency lies on the axis, 0 at the first edge and 1 at the last. */
export function place_of(edges_s: readonly number[], latency_s: number): number {
  const [low, high] = [Math.log(Math.max(edges_s[0] ?? 0, 1e-9)), Math.log(Math.max(edges_s.at(-1) ?? 0, 1e-9))];
  if (high <= low) return 0;
  return Math.max(0, Math.min(1, (Math.log(Math.max(latency_s, 1e-9)) - low) / (high - low)));
}

/** Where the cumulative share reaches `q`, between the edges of its bar. */
export function quantile_s({ edges_s, counts }: Distribution, q: number): number {
  const rank = q * counts.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [place, count] of counts.entries()) {
    if (count > 0 && seen + count >= rank) {
      const [low = 0, high = 0] = [edges_s[place], edges_s[place + 1]];
      return low + ((high - low) * (rank - seen)) / count;
    }
    seen += count;
  }
  return edges_s.at(-1) ?? 0;
}

/** Round latencies within the axis, a few of each decade: 1, 2, 5, 10 ms. */
export function ticks_s(edges_s: readonly number[]): readonly number[] {
  const [low = 0, high = 0] = [edges_s[0], edges_s.at(-1)];
  const found: number[] = [];
  for (let power = -6; power <= 4; power += 1)
    for (const step of [1, 2, 5]) {
      const tick = step * 10 ** power;
      if (tick >= low && tick <= high) found.push(tick);
    }
  return found.length > 9 ? found.filter((_each, place) => place % 3 === 0) : found;
}
