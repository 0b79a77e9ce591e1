import { markersOfLife } from '../../base/marker.js';
import { calls, waitsOnly, type Policy } from './policy.js';

/**
 * A closed service ends once nothing of it is left; one that was reset looks first for what it may
 * have forgotten.
 */
export const closedEnds: Policy = (life, now) => {
  const { wish, outgoing, acquiring, lookBack, terms, firstRunId } = life;
  if (wish.status !== 'closed') return null;
  if (outgoing.length > 0 || acquiring.kind !== 'none')
    return waitsOnly(Infinity, 'closes when what it had is back');
  if (lookBack !== 'due' || !terms) return { kind: 'end', why: 'ends: the service is closed' };
  const { serviceId, ip } = wish.service;
  const call = {
    kind: 'lookBack',
    licenseServer: terms.licenseServer,
    serviceId,
    markers: markersOfLife(wish.service, firstRunId),
    ip,
    periodMonths: terms.periodMonths,
  } as const;
  const looks = calls(life, now, call, 'looks for licenses that it may have forgotten when it was reset');
  return looks?.kind === 'wait' ? { ...looks, final: true } : looks;
};
