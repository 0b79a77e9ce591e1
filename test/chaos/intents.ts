import type { Charge, Operation } from '../../src/simulator/simulator.js';
import type { Evidence } from './evidence.js';

export const ORDER = 'soft.order.param';
export const PROLONG = 'service.prolong';

/**
 * A charge of the license server, with the name of what it paid for, told by the license server's
 * records alone.
 */
export interface PaidFor {
  readonly charge: Charge;
  /** As the ledger would name it. */
  readonly intentId: string;
  /** The expiry that a prolongation started from. */
  readonly from?: string;
}

/**
 * Names what each charge paid for: an order by the marker that the license carried then, a
 * prolongation by the expiry that it started from, which the operation beside the charge shows.
 */
export function namePayments({ licenseServer, charges, operations }: Evidence): PaidFor[] {
  const prolongations = new Map<number, Operation[]>();
  for (const operation of operations) {
    if (operation.func !== PROLONG) continue;
    const { licenseId } = operation;
    prolongations.set(licenseId, [...(prolongations.get(licenseId) ?? []), operation]);
  }
  return charges.map((charge) => {
    const { func, licenseId, remoteId = '' } = charge;
    if (func !== PROLONG) return { charge, intentId: remoteId };
    // Charge and operation are written together, so that the n-th of one belongs to the n-th of the
    // other.
    const from = String(prolongations.get(licenseId)?.shift()?.changes['expiresOn']?.[0]);
    return { charge, from, intentId: `${licenseServer}/${licenseId}/${from}/prolong` };
  });
}
