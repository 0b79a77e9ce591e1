/**
 * Under which name a row of the list of charges shows what; `id` is the charge's own number in
 * every list.
 */
export interface ChargeFields {
  /** The day of the charge, a `YYYY-MM-DD` in the license server's time zone. */
  readonly date: string;
  /** A decimal number; the currency may stand beside it. */
  readonly amount: string;
  /** A currency code of three letters, e.g. `EUR`. */
  readonly currency: string;
  /** The number of the license that was paid for; empty for anything else that costs money. */
  readonly license: string;
  readonly description: string;
}

/**
 * The names that the simulator uses. The vendor publishes none, so a real license server may have
 * others.
 */
const defaults: ChargeFields = {
  date: 'realdate',
  amount: 'amount',
  currency: 'currency_str',
  license: 'item',
  description: 'name',
};

/** Fills in the default names; throws a TypeError that names the setting which cannot work. */
export function resolveChargeFields(given: Partial<ChargeFields> = {}): ChargeFields {
  // A setting that was left out of a configuration may still be there, as `undefined`.
  const set = Object.entries<string | undefined>({ ...given }).filter(([, name]) => name !== undefined);
  const fields: ChargeFields = { ...defaults, ...Object.fromEntries(set) };
  const [blank] = Object.entries<string>({ ...fields }).find(([, name]) => name.trim() === '') ?? [];
  if (blank !== undefined) throw new TypeError(`chargeFields.${blank} must be the name of a field`);
  return fields;
}
