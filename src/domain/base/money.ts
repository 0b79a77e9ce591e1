/** An amount of money in whole minor units (cents, kopecks), never a float. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/**
 * Reads a decimal number as it stands in a price list (`12.5`, `1 234,56`) into minor units.
 * Digits beyond the second are rounded half up, as license servers print prices with four.
 * Gives `undefined` for anything that is not a plain decimal number.
 */
export function parseMoney(text: string, currency: string): Money | undefined {
  const match = /^(-?)(\d+)(?:[.,](\d+))?$/.exec(text.replace(/[\s\u00a0]/g, ''));
  if (!match) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const minor = Number(whole) * 100 + Math.round(Number(fraction.padEnd(3, '0').slice(0, 3)) / 10);
  if (!Number.isSafeInteger(minor)) return undefined;
  return { amountMinor: sign === '-' && minor !== 0 ? -minor : minor, currency };
}

export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`cannot add ${b.currency} to ${a.currency}`);
  return { amountMinor: a.amountMinor + b.amountMinor, currency: a.currency };
}

export function formatMoney({ amountMinor, currency }: Money): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)} ${currency}`;
}
