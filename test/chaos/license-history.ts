import type { Operation } from '../../src/simulator/simulator.js';

/** A time in which the license server showed a license the same; epoch ms. */
export interface Stay {
  readonly licenseId: number;
  readonly sinceMs: number;
  /** `Infinity` for how it is shown at the end. */
  readonly untilMs: number;
  readonly licname: string;
  readonly ip: string;
  readonly priceList: string;
  readonly isActive: boolean;
  readonly isDeleted: boolean;
  readonly expiresOn: string;
  /** When its address or its key was changed last. */
  readonly changedAtMs: number;
}

const [ACTIVE, DELETED] = [2, 4];

/** Replays every write of the license server; gives the stays of all licenses, oldest first. */
export function staysOf(operations: readonly Operation[]): Stay[] {
  const current = new Map<number, Stay>();
  const over: Stay[] = [];
  for (const { licenseId, atMs, changes } of operations) {
    const before = current.get(licenseId);
    if (before) over.push({ ...before, untilMs: atMs });
    const shown = (field: string, otherwise: string) => String(changes[field]?.[1] ?? otherwise);
    const status = changes['status']?.[1];
    current.set(licenseId, {
      licenseId,
      sinceMs: atMs,
      untilMs: Infinity,
      licname: shown('licname', before?.licname ?? ''),
      ip: shown('ip', before?.ip ?? ''),
      priceList: shown('priceList', before?.priceList ?? ''),
      isActive: status === undefined ? (before?.isActive ?? false) : status === ACTIVE,
      isDeleted: status === undefined ? (before?.isDeleted ?? false) : status === DELETED,
      expiresOn: shown('expiresOn', before?.expiresOn ?? ''),
      changedAtMs: changes['ip'] || changes['keySerial'] ? atMs : (before?.changedAtMs ?? atMs),
    });
  }
  return [...over, ...current.values()].sort((a, b) => a.sinceMs - b.sinceMs);
}
