import { changeableOn } from '../src/domain/base/address-change.js';
import { addDays, addMonths, date, utcStartOf, type CalendarDate } from '../src/domain/base/calendar.js';
import type { LicenseId, PriceListCode } from '../src/domain/base/license.js';
import { chooseFreeLicense, type FreeLicense } from '../src/domain/pool/pool.js';
import { PoolStock } from '../src/domain/pool/pool-stock.js';

/** How services come and go. */
interface Trace {
  readonly name: string;
  readonly arrivalsADay: number;
  /** Shares of services, and how many days they last on average. */
  readonly lifetimes: readonly (readonly [share: number, meanDays: number])[];
}

const TRACES: readonly Trace[] = [
  {
    name: 'hosting',
    arrivalsADay: 1,
    lifetimes: [
      [0.4, 20],
      [0.6, 250],
    ],
  },
  {
    name: 'trials',
    arrivalsADay: 1.5,
    lifetimes: [
      [0.8, 10],
      [0.2, 300],
    ],
  },
  { name: 'small', arrivalsADay: 0.09, lifetimes: [[1, 90]] },
];

const DAYS = 3 * 365;
/** A month, or a year for the price of ten. */
const SOLD = [
  { months: 1, price: 2500 },
  { months: 12, price: 25_000 },
] as const;
type Sold = (typeof SOLD)[number];
const SEEDS = [1, 2, 3];

/**
 * Compares what licenses cost without a pool and with both modes of return; an address changes a
 * month after its last change.
 */
export function poolMoney(): string {
  const rows = SOLD.flatMap((sold) =>
    TRACES.map((trace) => {
      const sums = (['none', 'eager', 'lazy'] as const).map((mode) =>
        SEEDS.reduce((sum, seed) => sum + spend(trace, sold, mode, seed), 0),
      );
      const [none = 0, eager = 0, lazy = 0] = sums;
      const share = (part: number, of: number) => `${(100 * (1 - part / of)).toFixed(1)} %`;
      const cells = [`${trace.name}, ${sold.months === 1 ? 'monthly' : 'yearly'}`];
      cells.push(...sums.map((minor) => (minor / 100).toFixed(0)));
      return [...cells, share(eager, none), share(lazy, none), share(lazy, eager)];
    }),
  );
  const head = ['trace', 'no pool', 'eager', 'lazy', 'eager saves', 'lazy saves', 'lazy against eager'];
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell) => cell.padEnd(19))
      .join('')
      .trimEnd(),
  );
  return ['Money spent in 3 years, 3 seeds, swapped at renewal, by the rule monthAgo:', ...lines].join('\n');
}

type Mode = 'none' | 'eager' | 'lazy';

interface Holder {
  readonly endsOn: number;
  license: FreeLicense;
  changedOn: CalendarDate | undefined;
  /** The day of the order, from which months are counted. */
  months: number;
  orderedOn: CalendarDate;
}

/**
 * Plays a trace day by day with the pool's own chooser, and gives what was spent in minor units.
 */
function spend({ arrivalsADay, lifetimes }: Trace, sold: Sold, mode: Mode, seed: number): number {
  const random = mulberry(seed);
  const stock = new PoolStock();
  const facts = new Map<LicenseId, Pick<Holder, 'orderedOn' | 'months' | 'changedOn'>>();
  let holders: Holder[] = [];
  let [spent, made] = [0, 0];
  const start = date('2030-01-01');

  const obtain = (endsOn: number, on: CalendarDate, ip: string, paidUntilMs?: number): Holder | undefined => {
    const now = utcStartOf(on);
    const need = { priceList: LIST, ip, ...(paidUntilMs !== undefined && { paidUntilMs }) };
    const choice = chooseFreeLicense(stock, need, now);
    if (choice.kind === 'none') return undefined;
    const { license } = choice;
    stock.remove(license.licenseId);
    const known = facts.get(license.licenseId) ?? {
      orderedOn: on,
      months: sold.months,
      changedOn: undefined,
    };
    return {
      endsOn,
      ...known,
      license: { ...license, ip },
      changedOn: license.ip === ip ? known.changedOn : on,
    };
  };
  const order = (endsOn: number, on: CalendarDate, ip: string): Holder => {
    spent += sold.price;
    made += 1;
    const license = licenseAt(String(made) as LicenseId, ip, addMonths(on, sold.months), undefined);
    return { endsOn, license, changedOn: undefined, months: sold.months, orderedOn: on };
  };
  const giveBack = ({ license, changedOn, months, orderedOn }: Holder, on: CalendarDate) => {
    if (mode === 'none' || license.expiresOn <= on) return;
    const changed = mode === 'eager' ? on : changedOn;
    facts.set(license.licenseId, { orderedOn, months, changedOn: changed });
    const ip = mode === 'eager' ? '0.0.0.0' : license.ip;
    stock.add(licenseAt(license.licenseId, ip, license.expiresOn, changed));
  };

  let services = 0;
  for (let day = 0; day < DAYS; day += 1) {
    const on = addDays(start, day);
    stock.lapse(utcStartOf(on));
    holders.filter(({ endsOn }) => endsOn <= day).forEach((holder) => giveBack(holder, on));
    holders = holders.filter(({ endsOn }) => endsOn > day);
    holders = holders.map((holder) => {
      if (holder.license.expiresOn > on) return holder;
      const swapped = obtain(holder.endsOn, on, holder.license.ip, utcStartOf(on));
      if (swapped) return swapped;
      spent += sold.price;
      const months = holder.months + sold.months;
      const expiresOn = addMonths(holder.orderedOn, months);
      return {
        ...holder,
        months,
        license: licenseAt(holder.license.licenseId, holder.license.ip, expiresOn, holder.changedOn),
      };
    });
    for (let arrivals = poisson(arrivalsADay, random); arrivals > 0; arrivals -= 1) {
      const endsOn = day + 1 + Math.floor(lifetime(lifetimes, random));
      const ip = `10.${Math.floor(services / 62_500)}.${Math.floor(services / 250) % 250}.${(services += 1) % 250}`;
      holders.push(obtain(endsOn, on, ip) ?? order(endsOn, on, ip));
    }
  }
  return spent;
}

const LIST = '55382' as PriceListCode;

function licenseAt(
  licenseId: LicenseId,
  ip: string,
  expiresOn: CalendarDate,
  changedOn: CalendarDate | undefined,
): FreeLicense {
  const usableOn = changeableOn('monthAgo', [changedOn]);
  const expiresAtMs = utcStartOf(expiresOn);
  const usableAtMs = usableOn === undefined ? 0 : utcStartOf(usableOn);
  return {
    licenseId,
    priceList: LIST,
    ip,
    expiresOn,
    expiresAtMs,
    expiredAtMs: expiresAtMs,
    usableAtMs,
    lastHolder: '-',
  };
}

function lifetime(lifetimes: Trace['lifetimes'], random: () => number): number {
  let left = random();
  const [, mean = 90] = lifetimes.find(([share]) => (left -= share) < 0) ?? lifetimes[0] ?? [];
  return -Math.log(1 - random()) * mean;
}

function poisson(mean: number, random: () => number): number {
  let [count, product] = [-1, 1];
  do {
    count += 1;
    product *= random();
  } while (product > Math.exp(-mean));
  return count;
}

/** A small generator of numbers in [0, 1) that a seed repeats. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
