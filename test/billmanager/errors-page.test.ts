import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { defaultErrorRules } from '../../src/billmanager/default-error-rules.js';
import type { LicenseServerFailure, Outcome } from '../../src/domain/base/failures.js';

// The compiler keeps this list equal to the code, the test keeps it equal to the page.
const outcomes = {
  BadCredentials: 'refused',
  AccessDenied: 'refused',
  InsufficientFunds: 'refused',
  IpAlreadyLicensed: 'refused',
  IpChangeTooSoon: 'refused',
  KeyChangeTooSoon: 'refused',
  PriceListUnavailable: 'refused',
  LicenseNotFound: 'refused',
  Refused: 'refused',
  LicenseServerUnreachable: 'notDone',
  LicenseServerBusy: 'notDone',
  UnreadableAnswer: 'notDone',
  ListUntrusted: 'notDone',
  LicenseKeyPending: 'notDone',
  ClockSkewed: 'notDone',
  OutcomeUnknown: 'unknown',
} as const satisfies Record<LicenseServerFailure, Outcome>;

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const section = (title: string) => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

describe('docs/errors.md', { timeout: 5_000 }, () => {
  it('lists every failure of a license server with its outcome, in the order of the code', () => {
    const rows = [...section('Failures of a license server').matchAll(/^\| `(\w+)` +\| `(\w+)` /gm)];
    assert.deepEqual(
      rows.map(([, failure, outcome]) => [failure, outcome]),
      Object.entries(outcomes),
    );
  });

  it('tells the default rules of every failure that has one', () => {
    const rows = [...section('Error rules').matchAll(/^\| `(\w+)` /gm)].map(([, failure]) => failure);
    assert.deepEqual(new Set(rows), new Set(defaultErrorRules.map((rule) => rule.failure)));
  });
});
