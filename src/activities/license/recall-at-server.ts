import type { Recalled } from '../../contract/recall.js';
import { carriesNameOf } from '../../domain/base/marker.js';
import { failure } from '../failures.js';
import { withLedgerOrFail } from '../payments/pay-once.js';
import type { LicenseServerAccess } from './license-server-access.js';

/**
 * Tells what a license server and the ledger remember of a service that has no Workflow any more;
 * fails with `ListUntrusted` where the list cannot be believed.
 */
export function recallAtServer({ name: licenseServer, server, ledger }: LicenseServerAccess) {
  return async (serviceId: string): Promise<Recalled> => {
    const list = await server.listLicenses();
    const left = list.licenses.find((record) => carriesNameOf(record, serviceId));
    if (left) return { kind: 'leftBehind', licenseServer, licenseId: left.licenseId };
    if (!list.trusted) throw failure('ListUntrusted', list.reason);
    return await withLedgerOrFail(async () => {
      for await (const _paid of ledger.entries({ licenseServer, serviceId })) return { kind: 'closed' };
      return { kind: 'unknown' };
    });
  };
}
