import type { Intent } from '../../src/ledger/intent.js';
import type { Limits } from '../../src/ledger/limits.js';
import type { AttemptOutcome } from '../../src/ledger/outcome.js';

export const NOW = Date.UTC(2026, 0, 31, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const NO_LIMITS: Limits = { perServicePerDay: {}, perHour: {}, perDay: {} };

/** Makes an order of 10.00 EUR for service 1, with the fields that a test is about. */
export function order(intentId: string, fields: Partial<Intent> = {}): Intent {
  return {
    intentId,
    kind: 'order',
    licenseServer: 'main',
    serviceId: '1',
    askedBy: 'service-license/1 run-1',
    marker: intentId as NonNullable<Intent['marker']>,
    ip: '203.0.113.7',
    priceList: '55382' as Intent['priceList'],
    periodMonths: 1,
    amount: { amountMinor: 1000, currency: 'EUR' },
    ...fields,
  };
}

export function done(licenseId = '900', expiresOn = '2026-02-28', answer = 'ok'): AttemptOutcome {
  return { kind: 'done', licenseId, expiresOn, answer } as AttemptOutcome;
}

export const refused: AttemptOutcome = {
  kind: 'refused',
  failure: 'InsufficientFunds',
  message: 'balance 0',
};
export const notDone: AttemptOutcome = {
  kind: 'notDone',
  failure: 'LicenseServerUnreachable',
  message: 'no route',
};
export const unknown: AttemptOutcome = {
  kind: 'unknown',
  failure: 'OutcomeUnknown',
  message: 'cut after the request',
};
