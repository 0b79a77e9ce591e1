import type { Proposal } from './difference.js';
import type { LicenseRecord } from '../base/license.js';
import type { HeldLicense } from '../life/holding.js';
import { FREE_IP, serviceIdOf } from '../base/marker.js';
import type { Service } from '../base/service.js';

/** Works out how a license would be held, or says why the configuration does not allow it. */
export type Adoption = (
  service: Service | Described,
  record: LicenseRecord,
) => { readonly service: Service; readonly license: HeldLicense } | { readonly refusal: string };

/**
 * A service as its license alone describes it: the panel and the period are found by the price
 * list.
 */
export type Described = Pick<Service, 'serviceId' | 'serviceName' | 'ip'>;

interface Found {
  readonly reason: string;
  readonly proposal: Proposal;
  readonly serviceId?: string;
}

/**
 * Reads which service a license is named after: by our marker, else by the vendor's template `Item
 * #<id> addon <name>`.
 */
export function claimantOf({ name, remoteId }: Pick<LicenseRecord, 'name' | 'remoteId'>): string | undefined {
  const marker = remoteId ?? /\[(pk\/[^\]]+)\]$/.exec(name)?.[1];
  return (
    serviceIdOf(marker ?? '') ?? serviceIdOf(/\[(pk\/[^\]]+)\]$/.exec(name)?.[1] ?? '') ?? partsOf(name)?.id
  );
}

/** The vendor's page prints the template with unbalanced quotes, so both forms are read. */
function partsOf(name: string): { id: string; serviceName: string } | undefined {
  const match = /^"?Item #([\w.-]+)"? addon "?(.*?)"?(?: \[pk\/[^\]]+\])?$/.exec(name);
  return match?.[1] === undefined ? undefined : { id: match[1], serviceName: match[2] || match[1] };
}

/**
 * Proposes what to do with a license that nobody here knows: whose it is by marker, name, remote id
 * or address. A service that is not given in `wanted` is described from the license alone.
 */
export function adoptionOf(
  record: LicenseRecord,
  wanted: readonly Service[],
  running: readonly { readonly service: Service }[],
  adopt: Adoption,
): Found {
  const { name, ip, remoteId } = record;
  const claimant = claimantOf(record);
  const given =
    wanted.find(({ serviceId }) => serviceId === claimant || serviceId === remoteId) ??
    (ip === FREE_IP ? undefined : wanted.find((service) => service.ip === ip));
  const unknown = `it is named "${name}" at ${ip}, and nobody here knows it`;
  if (given?.ip !== undefined && given.ip !== ip)
    return ask(`it is at ${ip}, but service ${given.serviceId} is at ${given.ip}`, given.serviceId);
  const service = given ?? describedBy(record);
  if (!service) return ask(unknown);
  if (running.some((other) => other.service.serviceId === service.serviceId))
    return ask(`service ${service.serviceId}, to which it would belong, runs already`, service.serviceId);
  const adopted = adopt(service, record);
  const { serviceId } = service;
  if ('refusal' in adopted) return ask(`${unknown}: ${adopted.refusal}`, serviceId);
  const reason = `it belongs to service ${serviceId} by its ${given ? 'place in the list of services' : 'name'}`;
  return { reason, proposal: { action: 'adoptService', ...adopted }, serviceId };
}

function describedBy({ name, ip }: LicenseRecord): Described | undefined {
  const parts = partsOf(name);
  if (!parts || ip === FREE_IP) return undefined;
  return { serviceId: parts.id, serviceName: parts.serviceName, ip };
}

function ask(reason: string, serviceId?: string): Found {
  return { reason, proposal: { action: 'ask' }, ...(serviceId !== undefined && { serviceId }) };
}
