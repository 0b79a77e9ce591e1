import { markersOfLife } from '../../base/marker.js';
import type { Life } from '../life.js';
import type { Opinion } from '../step.js';
import { calls } from './policy.js';

/**
 * Looks for licenses of the service that its life does not know of, where there may be some and
 * they have not been looked for yet.
 */
export function looksBack(life: Life, now: number): Opinion {
  const { wish, lookBack, terms, firstRunId } = life;
  if (lookBack !== 'due' || !terms) return null;
  const { serviceId, ip } = wish.service;
  const call = {
    kind: 'lookBack',
    licenseServer: terms.licenseServer,
    serviceId,
    markers: markersOfLife(wish.service, firstRunId),
    ip,
    periodMonths: terms.periodMonths,
  } as const;
  return calls(life, now, call, 'looks for licenses of its own that it does not know of');
}
