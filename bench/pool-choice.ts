import { chooseFreeLicense, type FreeLicense } from '../src/domain/pool/pool.js';
import { PoolStock } from '../src/domain/pool/pool-stock.js';
import { interleaved, median, range, type BenchResult } from './result.js';
import { NOW, PRICE_LISTS, samplePool } from './sample-pool.js';

const SIZE = 10_000;
const CHOICES = 200;

/**
 * G19: choosing among 10,000 free licenses, against the shortest scan for the one that is paid for
 * longest.
 */
export async function poolChoice(): Promise<BenchResult> {
  const licenses = samplePool(SIZE);
  const typical = await compare(licenses, new PoolStock(licenses));
  // The worst that can be: one price list, and none may change its address yet.
  const cooling = samplePool(SIZE, 1).map((license) => ({ ...license, priceList: wanted() }));
  const worst = await compare(cooling, new PoolStock(cooling));
  const ratio = median(typical.map(({ ours, bare }) => ours / bare));
  const milliseconds = median(typical.map(({ ours }) => ours)) / CHOICES;
  const worstMs = median(worst.map(({ ours }) => ours)) / CHOICES;
  return {
    id: 'G19',
    value: Number(ratio.toFixed(4)),
    goal: '<= 1.0 of a linear scan, and <= 1 ms',
    verdict: ratio <= 1 && milliseconds <= 1 ? 'reached' : 'missed',
    how:
      `median of ${typical.length} interleaved rounds of ${CHOICES} choices among ${SIZE} (${range(typical.map(({ ours, bare }) => ours / bare))}); ` +
      `${milliseconds.toFixed(4)} ms a choice; ${worstMs.toFixed(4)} ms when all of one price list are passed over`,
  };
}

function compare(licenses: readonly FreeLicense[], stock: PoolStock) {
  let kept = 0;
  const timed = (choose: (at: number) => unknown) => () => {
    const begin = performance.now();
    for (let at = 0; at < CHOICES; at += 1) kept += choose(at) === undefined ? 0 : 1;
    return performance.now() - begin;
  };
  const ours = timed((at) => chooseFreeLicense(stock, { priceList: wanted(), ip: `192.0.2.${at}` }, NOW));
  const bare = timed(() => longestPaid(licenses));
  return interleaved(9, ours, bare).finally(() => {
    if (kept === 0) throw new Error('nothing was chosen');
  });
}

/** The bare counterpart: no conditions, no reasons. */
function longestPaid(licenses: readonly FreeLicense[]): FreeLicense | undefined {
  let best: FreeLicense | undefined;
  for (const license of licenses) if (!best || license.expiresAtMs > best.expiresAtMs) best = license;
  return best;
}

function wanted() {
  const [first] = PRICE_LISTS;
  if (first === undefined) throw new Error('no price list');
  return first;
}
