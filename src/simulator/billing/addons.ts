import { BillError } from '../bill-error.js';
import type { Parameters } from '../http/parameters.js';
import type { LicenseRecord } from '../store/records.js';

/** How many of which addon. */
export type Addons = Readonly<Record<string, number>>;

export function addonsOf(license: LicenseRecord): Addons {
  return JSON.parse(license.addons) as Addons;
}

/** Reads the `addon_<id>` parameters over those that a license has; zero takes an addon away. */
export function requestedAddons(parameters: Parameters, present: Addons = {}): Addons {
  const addons = new Map(Object.entries(present));
  for (const [name, value] of parameters.entries()) {
    const addon = /^addon_(\w{1,40})$/.exec(name)?.[1];
    if (addon === undefined) continue;
    if (!/^\d{1,4}$/.test(value)) throw new BillError('value', name, value);
    if (Number(value) === 0) addons.delete(addon);
    else addons.set(addon, Number(value));
  }
  return Object.fromEntries([...addons].sort(([a], [b]) => a.localeCompare(b)));
}
