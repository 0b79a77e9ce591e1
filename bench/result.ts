/** What one benchmark says; `value` is set against `goal` as the `how` tells. */
export interface BenchResult {
  readonly id: string;
  readonly value: number;
  readonly goal: string;
  readonly verdict: 'reached' | 'missed' | 'skipped';
  readonly how: string;
}

/**
 * Measures two things in turns, round by round, and gives both times of each round (ms); the first
 * round only warms up.
 */
export async function interleaved(
  rounds: number,
  ours: () => number | Promise<number>,
  bare: () => number | Promise<number>,
): Promise<{ readonly ours: number; readonly bare: number }[]> {
  const measured: { ours: number; bare: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const [first, second] = round % 2 === 0 ? [ours, bare] : [bare, ours];
    const times = [await first(), await second()];
    const [one = 0, other = 0] = round % 2 === 0 ? times : times.reverse();
    if (round > 0) measured.push({ ours: one, bare: other });
  }
  return measured;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)}`;
}
