/** Plain data to start a test from; each test changes what it is about. */
import { date } from '../../src/domain/base/calendar.js';
import type { LicenseId, LicenseRecord, PriceListCode } from '../../src/domain/base/license.js';
import type { AcquisitionOf } from '../../src/domain/life/acquisition.js';
import type { CallKind } from '../../src/domain/life/call.js';
import { holdingOf, type HeldLicense, type Holding } from '../../src/domain/life/holding.js';
import { newLife, type Life } from '../../src/domain/life/life.js';
import { termsQuestion } from '../../src/domain/life/terms-question.js';
import { afterFailure, type Met, type Trouble } from '../../src/domain/life/trouble.js';
import type { Marker } from '../../src/domain/base/marker.js';
import type { FreeLicense } from '../../src/domain/pool/pool.js';
import { DEFAULT_LEAD } from '../../src/domain/base/renewal.js';
import type { Service } from '../../src/domain/base/service.js';
import type { Terms } from '../../src/domain/terms/terms.js';

export const FIRST_RUN_ID = '0f7ac9d2-3b1e-4a7c-9f55-2c1d4e6a8b90';
export const MARKER = 'pk/7/2c1d4e6a8b90.1' as Marker;
export const MONTHLY = '55382' as PriceListCode;
export const YEARLY = '55384' as PriceListCode;

export function sampleService(changes: Partial<Service> = {}): Service {
  return {
    serviceId: '7',
    serviceName: 'vps7',
    ip: '192.0.2.7',
    panel: 'billmanager6',
    servicePeriodMonths: 1,
    ...changes,
  };
}

export function sampleTerms(changes: Partial<Terms> = {}): Terms {
  return {
    licenseServer: 'licenses',
    processingModule: 'openstack',
    priceList: MONTHLY,
    periodMonths: 1,
    alignment: 'ExactMatch',
    whileSuspended: 'prolong',
    lead: DEFAULT_LEAD,
    ...changes,
  };
}

/** Paid until 1 March 2030, which begins at midnight UTC. */
export function sampleHeld(changes: Partial<HeldLicense> = {}): HeldLicense {
  return {
    licenseId: '1001' as LicenseId,
    licenseServer: 'licenses',
    priceList: MONTHLY,
    periodMonths: 1,
    expiresOn: date('2030-03-01'),
    expiresAtMs: Date.UTC(2030, 2, 1),
    expiredAtMs: Date.UTC(2030, 2, 2),
    source: 'ordered',
    ...changes,
  };
}

export function sampleFree(changes: Partial<FreeLicense> = {}): FreeLicense {
  return {
    licenseId: '1001' as LicenseId,
    priceList: MONTHLY,
    ip: '0.0.0.0',
    expiresOn: date('2030-03-01'),
    expiresAtMs: Date.UTC(2030, 2, 1),
    expiredAtMs: Date.UTC(2030, 2, 2),
    usableAtMs: 0,
    lastHolder: '7',
    ...changes,
  };
}

/** The license of the sample service, at its address. */
export function sampleHolding(changes: Partial<Holding> = {}): Holding {
  return { ...holdingOf(sampleHeld(), '192.0.2.7'), ...changes };
}

/** An active service with terms and a license, unless changed. */
export function sampleLife(changes: Partial<Life> = {}): Life {
  const life = {
    ...newLife(sampleService(), FIRST_RUN_ID),
    terms: sampleTerms(),
    termsFor: sampleService().panel,
    held: sampleHolding(),
    ...changes,
  };
  return { ...life, termsAnswer: JSON.stringify(termsQuestion(life, Date.UTC(2030, 1, 1))) };
}

/** The key and the place of a license on its way to the sample service. */
export const OBTAINING = { marker: MARKER, licenseServer: 'licenses' } as const;

export function sampleOrdering(changes: Partial<AcquisitionOf<'ordering'>> = {}): AcquisitionOf<'ordering'> {
  return { kind: 'ordering', ...OBTAINING, hadNone: 'the pool is empty', isFunded: false, ...changes };
}

/** License 1002 of the pool, promised and not bound yet. */
export function sampleClaimed(changes: Partial<AcquisitionOf<'claimed'>> = {}): AcquisitionOf<'claimed'> {
  const license = sampleFree({ licenseId: '1002' as LicenseId });
  return { kind: 'claimed', ...OBTAINING, license, bindUntilMs: 0, ...changes };
}

/** Gives the trouble that a first failure leaves, at an instant (epoch ms). */
export function sampleTrouble(by: CallKind, failure: Met['failure'], now: number): Trouble {
  return afterFailure(undefined, by, { failure, message: 'no' }, now);
}

export function sampleRecord(changes: Partial<LicenseRecord> = {}): LicenseRecord {
  return {
    licenseId: '1001' as LicenseId,
    priceList: MONTHLY,
    name: 'Item #7 addon vps7',
    ip: '192.0.2.7',
    status: 'active',
    expiresOn: date('2030-03-01'),
    ...changes,
  };
}
