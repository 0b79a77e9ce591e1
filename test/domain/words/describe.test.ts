import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { adviceOf, detailsOf, nextInWords } from '../../../src/domain/words/describe.js';
import { LICENSE_SERVER_FAILURES, OWN_FAILURES } from '../../../src/domain/base/failures.js';
import type { Life } from '../../../src/domain/life/life.js';
import type { Step } from '../../../src/domain/life/next-step.js';
import { afterFailure, type TroubleKind } from '../../../src/domain/life/trouble.js';
import { sampleLife } from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const NOW = Date.UTC(2030, 1, 1, 12);
const untilMs = NOW + 60_000;
const waiting = (reason: Extract<Step, { kind: 'wait' }>['reason']): Step => ({
  kind: 'wait',
  reason,
  untilMs,
});
const troubled = (failure: TroubleKind): Life =>
  sampleLife({ trouble: afterFailure(undefined, { failure, message: 'the words of the vendor' }, NOW) });

describe('nextInWords', () => {
  const table: readonly (readonly [Step, Life, string])[] = [
    [{ kind: 'finish', reason: 'ServiceClosed' }, sampleLife(), 'ends: the service is closed'],
    [
      { kind: 'finish', reason: 'Refused' },
      sampleLife({ refusal: 'panel x is unknown' }),
      'ends: panel x is unknown',
    ],
    [
      { kind: 'settle', reason: 'ServiceClosed' },
      sampleLife(),
      'finds out whether a license was ordered before the service closed',
    ],
    [
      { kind: 'return', reason: 'ServiceClosed' },
      sampleLife(),
      'returns the license to the pool: the service is closed',
    ],
    [
      { kind: 'obtain', reason: 'NoLicense' },
      sampleLife(),
      'takes a license from the pool, or orders one: the service has none',
    ],
    [
      { kind: 'resolve', reason: 'HumanDecided' },
      sampleLife({ resolution: { action: 'accept' } }),
      'does what a human has decided: accept',
    ],
    [{ kind: 'prolong', reason: 'NearingExpiry' }, sampleLife(), 'prolongs the license: its expiry is near'],
    [
      { kind: 'prolong', reason: 'Emergency' },
      sampleLife(),
      'prolongs the license: its expiry is very near, so back-off no longer counts',
    ],
    [{ kind: 'prolong', reason: 'Expired' }, sampleLife(), 'prolongs the license: it has expired'],
    [
      waiting('LettingLapse'),
      sampleLife(),
      'pays nothing while the service is suspended: what is paid may run out',
    ],
    [waiting('NothingToKeep'), sampleLife(), 'waits for the service to be resumed: it has no license'],
    [
      waiting('Retry'),
      troubled('LicenseServerBusy'),
      'tries again at 2030-02-01 12:01 UTC: LicenseServerBusy',
    ],
    [waiting('NeedsHuman'), troubled('Refused'), 'waits for a human: Refused'],
  ];
  for (const [step, life, words] of table) {
    it(`says "${words}" of ${step.kind} ${step.reason}`, LIMIT, () => {
      assert.equal(nextInWords(life, step), words);
    });
  }

  it('says when a paid license is prolonged', LIMIT, () => {
    assert.match(
      nextInWords(sampleLife(), waiting('Paid')),
      /^prolongs at 2030-02-2\d \d\d:\d\d UTC: paid until 2030-03-01$/,
    );
    assert.equal(nextInWords(sampleLife({ terms: undefined }), waiting('Paid')), 'waits');
  });
});

describe('adviceOf', () => {
  it('has something to say to every failure', LIMIT, () => {
    for (const failure of [
      ...Object.keys(LICENSE_SERVER_FAILURES),
      ...OWN_FAILURES,
      'WorkerFailure',
    ] as TroubleKind[]) {
      assert.ok(!adviceOf(troubled(failure)).startsWith('nothing to do'), failure);
    }
  });

  it('has nothing to say where all is well', LIMIT, () => {
    assert.equal(adviceOf(sampleLife()), 'nothing to do');
  });
});

describe('detailsOf', () => {
  it('draws the whole state as a table', LIMIT, () => {
    const lines = detailsOf(troubled('InsufficientFunds'), waiting('Retry'), NOW).split('\n');
    assert.deepEqual(lines, [
      '| | |',
      '| --- | --- |',
      '| State | retrying |',
      '| License | 1001 of licenses, price list 55382 |',
      '| Expires | 2030-03-01 (in 27 days) |',
      '| Next | tries again at 2030-02-01 18:00 UTC: InsufficientFunds |',
      '| Last error | InsufficientFunds since 2030-02-01: the words of the vendor |',
      '| What you can do | top up the balance at the license server: it is watched, and services go on by urgency; ' +
        'the Update `resolve` takes retry, accept, forfeit, setExpiry |',
    ]);
  });

  it('draws a service without license and trouble', LIMIT, () => {
    const life = sampleLife({ license: undefined });
    const details = detailsOf(life, { kind: 'obtain', reason: 'NoLicense' }, NOW);
    assert.match(details, /^\| License \| none \|$/m);
    assert.match(details, /^\| Last error \| none \|$/m);
  });

  it('stays a table whatever the words of the vendor are', LIMIT, () => {
    const message = `| a | b |\n\n# title ${'x'.repeat(5000)}`;
    const life = sampleLife({ trouble: afterFailure(undefined, { failure: 'Refused', message }, NOW) });
    const details = detailsOf(life, waiting('NeedsHuman'), NOW);
    assert.equal(details.split('\n').length, 8);
    assert.ok(details.includes('\\| a \\| b \\|') && details.length < 2000);
  });
});
