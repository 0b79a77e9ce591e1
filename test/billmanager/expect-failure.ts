import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { LicenseServerError } from '../../src/billmanager/errors.js';
import type { LicenseServerFailure, Outcome } from '../../src/domain/base/failures.js';
import { PASSWORD } from './handmade-panel.js';

const secrets = [
  PASSWORD,
  encodeURIComponent(PASSWORD),
  new URLSearchParams({ p: PASSWORD }).toString().slice(2),
];

/**
 * Requires that a call fails in one way, and that nothing about the failure tells the password;
 * gives the failure.
 */
export async function expectFailure(
  run: () => Promise<unknown>,
  failure: LicenseServerFailure,
  outcome: Outcome,
): Promise<LicenseServerError> {
  const error: unknown = await run().then(
    () => assert.fail(`succeeded in place of ${failure}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof LicenseServerError)) throw error;
  assert.deepEqual([error.failure, error.outcome, error.message], [failure, outcome, error.message]);
  const everything = `${inspect(error, { depth: 10, showHidden: true })} ${JSON.stringify(error)} ${error.stack ?? ''}`;
  for (const secret of secrets)
    assert.ok(!everything.includes(secret), `the failure tells the password: ${everything}`);
  return error;
}
