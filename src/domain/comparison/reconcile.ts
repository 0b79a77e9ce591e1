import { adoptionOf, claimantOf, type Adoption } from './adopt.js';
import { DAY_MS, utcStartOf } from '../base/calendar.js';
import type { Difference, DifferenceKind, Proposal } from './difference.js';
import type { LicenseId, LicenseRecord } from '../base/license.js';
import type { HeldLicense } from '../life/holding.js';
import { FREE_NAME } from '../base/marker.js';
import type { FreeLicense } from '../pool/pool.js';
import type { PoolState } from '../pool/pool-state.js';
import type { Service, ServiceStatus } from '../base/service.js';

/** A service that runs, and the license that it holds. */
export interface ServiceHolding {
  readonly service: Service;
  readonly status: ServiceStatus;
  readonly license?: Pick<HeldLicense, 'licenseId' | 'priceList' | 'expiresOn'>;
  /** Something is on its way, so that a difference is no fault. */
  readonly isMoving: boolean;
  /** What it would take from a human now: a license of its own that it does not know of. */
  readonly mayAccept?: true;
}

/** Both sides at one moment: the license server's list was read first. */
export interface Survey {
  readonly licenses: readonly LicenseRecord[];
  readonly services: readonly ServiceHolding[];
  readonly pool: PoolState;
  /** Services that are to be adopted, where they are known. */
  readonly wanted: readonly Service[];
  readonly now: number;
  /** Translates a license of the list into one of the pool. */
  readonly asFree: (record: LicenseRecord, lastHolder: string) => FreeLicense;
  /**
   * Works out how a license would be held by a service; `undefined` where the configuration does
   * not allow it.
   */
  readonly adopt: Adoption;
}

/**
 * Compares both sides, and gives each difference with a proposal and its reason; it decides nothing
 * and pays nothing.
 */
export function compareSides(survey: Survey): Difference[] {
  const shown = new Map(survey.licenses.map((record) => [record.licenseId, record]));
  const held = new Set(survey.services.flatMap(({ license }) => license?.licenseId ?? []));
  const known = new Set([...held, ...knownToPool(survey.pool)]);
  return [
    ...survey.services.flatMap((holding) => aboutHolding(holding, shown, survey.now)),
    ...survey.pool.free.flatMap((license) => aboutFree(license, shown, held, survey)),
    ...survey.pool.parked.flatMap((parked) => aboutParked(parked, shown)),
    ...heldTwice(survey),
    ...survey.licenses.flatMap((record) => (known.has(record.licenseId) ? [] : aboutUnknown(record, survey))),
    ...survey.licenses.flatMap((record) => aboutAutoprolong(record)),
  ];
}

type Shown = ReadonlyMap<LicenseId, LicenseRecord>;

function found(
  kind: DifferenceKind,
  { licenseId, priceList }: Pick<LicenseRecord, 'licenseId' | 'priceList'>,
  reason: string,
  proposal: Proposal = { action: 'ask' },
): Difference {
  return { kind, licenseId, priceList, reason, proposal };
}

function aboutHolding(
  { service, status, license, isMoving }: ServiceHolding,
  shown: Shown,
  now: number,
): Difference[] {
  if (!license) return [];
  const { serviceId, ip } = service;
  const reread = { action: 'reread', serviceId } as const;
  const about = (kind: DifferenceKind, reason: string, proposal?: Proposal): Difference => ({
    ...found(kind, license, reason, proposal),
    serviceId,
  });
  const record = shown.get(license.licenseId);
  // What is suspended serves nobody, however long something else is on its way.
  const isPaid = record?.expiresOn === license.expiresOn && utcStartOf(license.expiresOn) > now;
  const suspended =
    record?.status === 'suspended' && status === 'active' && isPaid
      ? [about('StatusDiffers', `it is suspended, service ${serviceId} holds it`, { action: 'resume' })]
      : [];
  if (isMoving) return suspended;
  if (!record) return [about('OnlyHere', `service ${serviceId} holds it, the list does not show it`, reread)];
  const findings: Difference[] = [];
  if (record.expiresOn !== license.expiresOn)
    findings.push(about('ExpiryDiffers', `there ${record.expiresOn}, here ${license.expiresOn}`, reread));
  if (record.priceList !== license.priceList)
    findings.push(about('PriceListDiffers', `there ${record.priceList}, here ${license.priceList}`));
  if (record.ip !== ip)
    findings.push(about('AddressDiffers', `there ${record.ip}, service ${serviceId} has ${ip}`));
  const claimant = claimantOf(record);
  if (record.name === FREE_NAME || (claimant !== undefined && claimant !== serviceId))
    findings.push(about('NameDiffers', `it is named "${record.name}", service ${serviceId} holds it`));
  return [...findings, ...suspended];
}

function aboutFree(
  free: FreeLicense,
  shown: Shown,
  held: ReadonlySet<LicenseId>,
  survey: Survey,
): Difference[] {
  if (held.has(free.licenseId)) return [];
  const record = shown.get(free.licenseId);
  const drop = { action: 'dropFromPool' } as const;
  if (!record) return [found('OnlyHere', free, 'it is in the pool, the list does not show it', drop)];
  if (record.name !== FREE_NAME)
    // One whose user nobody knows is kept for the address that it carries.
    return free.usableAtMs >= free.expiredAtMs
      ? [found('TakenElsewhere', free, `it is named "${record.name}" and kept for ${free.ip}`)]
      : [found('TakenElsewhere', free, `it is in the pool, and named "${record.name}" there`, drop)];
  const refreshed = { action: 'addToPool', license: survey.asFree(record, free.lastHolder) } as const;
  if (record.expiresOn !== free.expiresOn)
    return [found('ExpiryDiffers', free, `there ${record.expiresOn}, here ${free.expiresOn}`, refreshed)];
  if (record.priceList !== free.priceList)
    return [found('PriceListDiffers', free, `there ${record.priceList}, here ${free.priceList}`, refreshed)];
  if (record.ip !== free.ip)
    return [found('AddressDiffers', free, `there ${record.ip}, here ${free.ip}`, refreshed)];
  return [];
}

function aboutParked(parked: PoolState['parked'][number], shown: Shown): Difference[] {
  if (!shown.has(parked.licenseId))
    return [found('OnlyHere', parked, 'it was parked, and is gone now', { action: 'dropFromPool' })];
  const { lastHolder, failure, message, forfeitedAtMs } = parked;
  const reason = `it could not be returned: ${failure}: ${message}`;
  return forfeitedAtMs === undefined
    ? [found('Parked', parked, reason, { action: 'returnParked', lastHolder })]
    : [found('Parked', parked, `${reason}; it was given up`)];
}

function heldTwice({ services, pool }: Survey): Difference[] {
  const holders = new Map<LicenseId, { priceList: FreeLicense['priceList']; by: string[] }>();
  const note = (license: Pick<FreeLicense, 'licenseId' | 'priceList'> | undefined, by: string) => {
    if (!license) return;
    const known = holders.get(license.licenseId) ?? { priceList: license.priceList, by: [] };
    holders.set(license.licenseId, { ...known, by: [...known.by, by] });
  };
  for (const { license, service } of services) note(license, `service ${service.serviceId}`);
  for (const license of pool.free) note(license, 'the pool');
  return [...holders].flatMap(([licenseId, { priceList, by }]) =>
    by.length > 1 ? [found('HeldTwice', { licenseId, priceList }, `held by ${by.join(' and ')}`)] : [],
  );
}

function aboutUnknown(record: LicenseRecord, survey: Survey): Difference[] {
  const { services, now, asFree, wanted, adopt } = survey;
  const { status, name } = record;
  if (status === 'deleted') return [];
  if (name === FREE_NAME) {
    const license = asFree(record, '-');
    // What has expired lapses, and what is ordered and not paid has never begun.
    if (license.expiresAtMs <= now || status === 'ordered') return [];
    return [found('OnlyThere', record, 'it is free, and not in the pool', { action: 'addToPool', license })];
  }
  const claimant = claimantOf(record);
  const running = services.find(({ service }) => service.serviceId === claimant);
  if (running) return aboutOwn(record, running);
  const { reason, proposal, serviceId } = adoptionOf(record, wanted, services, adopt);
  return [{ ...found('OnlyThere', record, reason, proposal), ...(serviceId !== undefined && { serviceId }) }];
}

/** A license that carries the name of a service which does not hold it. */
function aboutOwn(
  record: LicenseRecord,
  { service, license, isMoving, mayAccept }: ServiceHolding,
): Difference[] {
  const { serviceId } = service;
  const carries = `it carries the name of service ${serviceId}`;
  if (mayAccept) {
    const reason = `${carries}, which waits for a human`;
    return [{ ...found('OnlyThere', record, reason, { action: 'accept', serviceId }), serviceId }];
  }
  // A service without a license finds its own order.
  if (!license || isMoving) return [];
  return [found('OnlyThere', record, `${carries}, which holds ${license.licenseId}`)];
}

function knownToPool({ free, claims, vacating, parked }: PoolState): LicenseId[] {
  const inHands = [...Object.values(claims), ...Object.values(vacating)].map(({ license }) => license);
  return [...free, ...parked, ...inHands].map(({ licenseId }) => licenseId);
}

function aboutAutoprolong(record: LicenseRecord): Difference[] {
  if (record.autoprolong !== true || record.status === 'deleted') return [];
  const reason = 'its server prolongs it by itself, so that two would pay';
  return [found('AutoprolongOn', record, reason, { action: 'turnOffAutoprolong' })];
}

/** Lists the licenses that we expect in the list: what has expired long ago may be deleted. */
export function expectedIn(
  { services, pool }: Pick<Survey, 'services' | 'pool'>,
  now: number,
): Set<LicenseId> {
  const recent = (expiresOn: string) => Date.parse(expiresOn) + DELETED_AFTER_DAYS * DAY_MS > now;
  return new Set([
    ...services.flatMap(({ license }) => (license && recent(license.expiresOn) ? license.licenseId : [])),
    ...pool.free.map(({ licenseId }) => licenseId),
  ]);
}

const DELETED_AFTER_DAYS = 30;
