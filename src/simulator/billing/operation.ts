import type { World } from '../call.js';
import type { LicenseRecord } from '../store/records.js';

/** Writes a changed license and, if anything did change, the operation that shows what. */
export function changeLicense(world: World, func: string, before: LicenseRecord, after: LicenseRecord): void {
  world.store.licenses.update(after);
  recordOperation(world, func, after, difference(before, after));
}

/** Writes a new license and the operation that made it. */
export function addLicense(
  world: World,
  func: string,
  license: Omit<LicenseRecord, 'licenseId'>,
): LicenseRecord {
  const added = world.store.addLicense(license);
  recordOperation(world, func, added, difference({}, added));
  return added;
}

type Changes = Record<string, readonly [from: string | number, to: string | number]>;

function recordOperation(
  { store, nowMs }: World,
  func: string,
  license: LicenseRecord,
  changes: Changes,
): void {
  const { accountId, licenseId } = license;
  store.operations.insert({ atMs: nowMs, accountId, func, licenseId, changes: JSON.stringify(changes) });
}

const shown = [
  'priceList',
  'periodMonths',
  'licname',
  'ip',
  'remoteid',
  'keySerial',
  'status',
  'expiresOn',
  'autoprolong',
  'addons',
] as const satisfies readonly (keyof LicenseRecord)[];

function difference(before: Partial<LicenseRecord>, after: LicenseRecord): Changes {
  const changed = shown.filter((field) => before[field] !== after[field]);
  return Object.fromEntries(changed.map((field) => [field, [before[field] ?? '', after[field]] as const]));
}
