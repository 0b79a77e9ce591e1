import type { LicenseRecord } from './license.js';
import type { Service } from './service.js';

/**
 * The sign by which an order is found again at a license server, which knows no idempotency key.
 * It travels in the license's `remoteid` and in square brackets at the end of its name.
 */
export type Marker = string & { readonly __brand: 'Marker' };

/**
 * Makes the marker of one order: which service, which of its lives, and the how-manieth order in
 * that life. `firstRunId` is that of the service's Workflow, which survives Continue-As-New and
 * Reset. Only its end is random: it begins with the time, which two lives of a service within a
 * minute have in common.
 */
export function markerOf(service: Service, firstRunId: string, order: number): Marker {
  return `${markersOfLife(service, firstRunId)}${order}` as Marker;
}

/** Names one change of panel among all that a license has seen, in whatever lives. */
export function changeIdOf(firstRunId: string, change: number): string {
  return `${lifeOf(firstRunId)}.${change}`;
}

/** Gives what all markers of one life of a service begin with. */
export function markersOfLife({ serviceId }: Service, firstRunId: string): string {
  return `pk/${serviceId}/${lifeOf(firstRunId)}.`;
}

function lifeOf(firstRunId: string): string {
  return firstRunId.slice(-12);
}

/** Reads which service a marker belongs to; `undefined` for what is no marker of ours. */
export function serviceIdOf(marker: string): string | undefined {
  return /^pk\/([^/]+)\/[^/]+$/.exec(marker)?.[1];
}

/**
 * Names a bound license by the vendor's template, `Item #<id> addon <name>`, with the marker behind
 * it.
 */
export function licenseNameOf(service: Service, marker: Marker): string {
  const suffix = ` [${marker}]`;
  return (
    `Item #${service.serviceId} addon ${service.serviceName}`.slice(0, NAME_LIMIT - suffix.length) + suffix
  );
}

/** Finds the license that an order with this marker has brought; deleted ones do not count. */
export function findMarked(licenses: readonly LicenseRecord[], marker: Marker): LicenseRecord | undefined {
  return licenses.find(
    ({ remoteId, name, status }) =>
      status !== 'deleted' && (remoteId === marker || name.endsWith(`[${marker}]`)),
  );
}

/**
 * Reads the marker that a license carries in its name or beside it; `undefined` for one that
 * carries none.
 */
export function markerIn({ name, remoteId = '' }: Carrier): Marker | undefined {
  const candidates = [/\[([^\]]+)\]$/.exec(name)?.[1] ?? '', remoteId];
  return candidates.find((text) => serviceIdOf(text) !== undefined) as Marker | undefined;
}

type Carrier = Pick<LicenseRecord, 'name' | 'remoteId'>;

/** Tells by its marker which service a license is bound to. */
export function boundTo(record: Carrier): string | undefined {
  return serviceIdOf(markerIn(record) ?? '');
}

/** Says whether a license that is there carries the name of a service. */
export function carriesNameOf(record: LicenseRecord, serviceId: string): boolean {
  return record.status !== 'deleted' && record.name !== FREE_NAME && boundTo(record) === serviceId;
}

/**
 * Says whether a license serves nobody, or another service than the one that believes to hold it: a
 * Workflow that was reset has forgotten what it gave away since.
 */
export function isGivenAway(record: Carrier, serviceId: string): boolean {
  const holder = boundTo(record);
  return record.name === FREE_NAME || (holder !== undefined && holder !== serviceId);
}

/**
 * What the vendor's own BILLmanager calls a license that nobody uses, and the address it gives it.
 */
export const FREE_NAME = 'free.lic';
export const FREE_IP = '0.0.0.0';

const NAME_LIMIT = 255;
