/** What a human may decide, by what a life is like. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { LicenseId } from '../../../src/domain/base/license.js';
import type { Acquisition } from '../../../src/domain/life/acquisition.js';
import type { CallKind } from '../../../src/domain/life/call.js';
import type { Life } from '../../../src/domain/life/life.js';
import { planOf } from '../../../src/domain/life/purpose.js';
import {
  forfeited,
  resolutionsOf,
  waitsForConfirmation,
  whyNot,
} from '../../../src/domain/life/resolution.js';
import {
  OBTAINING,
  sampleClaimed,
  sampleHeld,
  sampleHolding,
  sampleLife,
  sampleOrdering,
  sampleTerms,
  sampleTrouble,
} from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const NOW = Date.UTC(2030, 1, 1);
const HOUR_MS = 3_600_000;
const claimed = sampleClaimed();
const failed = (by: CallKind) => sampleTrouble(by, 'Refused', NOW);
const bare = (changes: Partial<Life> = {}) => sampleLife({ held: null, ...changes });
const going = { ...sampleHolding(), stage: { kind: 'atServer' } } as const;
const ID = '1001' as LicenseId;
const OTHER = '1002' as LicenseId;

describe('what a human may decide', () => {
  const cases: readonly (readonly [string, Life, readonly string[]])[] = [
    ['nothing while nothing has failed', sampleLife(), []],
    [
      'everything about a license that failed',
      sampleLife({ trouble: { prolong: failed('prolong') } }),
      ['retry', 'accept', 'forfeit', 'setExpiry'],
    ],
    [
      'no expiry where no license is held',
      bare({ acquiring: sampleOrdering(), trouble: { acquire: failed('order') } }),
      ['retry', 'accept', 'forfeit'],
    ],
    [
      'nothing to give up where nothing is on its way',
      bare({ trouble: { acquire: failed('order') } }),
      ['retry', 'accept'],
    ],
    [
      'to give up what is being returned',
      bare({ outgoing: [going], trouble: { return: failed('giveBack') } }),
      ['retry', 'forfeit'],
    ],
    [
      'to try again where only the terms failed',
      bare({ trouble: { terms: failed('resolveTerms') } }),
      ['retry'],
    ],
  ];
  for (const [name, life, actions] of cases)
    it(`is ${name}`, LIMIT, () => assert.deepEqual(resolutionsOf(life, NOW), actions));

  it('is to confirm a payment from its days before on, once for each expiry', LIMIT, () => {
    const life = sampleLife({ terms: sampleTerms({ confirmsDaysBefore: 20 }) });
    const { renewAtMs } = planOf(life);
    assert.equal(waitsForConfirmation(life, renewAtMs - 1), false);
    assert.deepEqual(resolutionsOf(life, renewAtMs), ['confirm']);
    const confirmed = { ...life, confirmedFor: sampleHeld().expiresOn };
    assert.deepEqual(resolutionsOf(confirmed, renewAtMs), []);
    const closed = { ...life, wish: { ...life.wish, status: 'closed' } } as const;
    assert.deepEqual(resolutionsOf(closed, renewAtMs), []);
  });

  it('is said in words where it is not possible', LIMIT, () => {
    assert.equal(whyNot(sampleLife(), { action: 'retry' }, NOW), 'nothing has failed, and nobody is asked');
    const troubled = bare({ trouble: { acquire: failed('order') } });
    assert.equal(
      whyNot(troubled, { action: 'forfeit' }, NOW),
      'forfeit is not possible now; retry, accept are',
    );
    assert.equal(whyNot(troubled, { action: 'retry' }, NOW), undefined);
  });
});

describe('a license that is accepted', () => {
  const trouble = { acquire: failed('order') };
  const whyNotAccept = (life: Life, licenseId?: LicenseId) =>
    whyNot(life, { action: 'accept', ...(licenseId && { licenseId }) }, NOW);

  it('is the one that is held unless another one is named', LIMIT, () => {
    assert.equal(whyNotAccept(sampleLife({ trouble })), undefined);
    assert.match(whyNotAccept(bare({ trouble })) ?? '', /^accept needs the id of the license/);
    assert.equal(whyNotAccept(bare({ trouble }), OTHER), undefined);
  });

  it('is no other than the one of the pool that is on its way', LIMIT, () => {
    const life = bare({ acquiring: claimed, trouble });
    assert.equal(whyNotAccept(life, OTHER), undefined);
    assert.match(whyNotAccept(life, ID) ?? '', /^license 1002 of the pool is on its way/);
  });

  it('waits for one that is being returned', LIMIT, () => {
    const life = bare({ outgoing: [going], trouble });
    assert.match(whyNotAccept(life, OTHER) ?? '', /^license 1001 is being returned/);
  });
});

describe('what is given up', () => {
  const trouble = { prolong: failed('prolong') };
  const acquire = { acquire: failed('order') };

  it('is the license whose payment failed, else what goes, else what comes', LIMIT, () => {
    assert.equal(forfeited(sampleLife({ outgoing: [going], trouble })), 'license');
    assert.equal(forfeited(sampleLife({ outgoing: [going] })), 'outgoing');
    assert.equal(forfeited(sampleLife({ acquiring: claimed })), 'acquisition');
    assert.equal(forfeited(bare()), 'acquisition');
    const { wish } = sampleLife();
    assert.equal(forfeited(sampleLife({ wish: { ...wish, insteadOf: { panel: 'b' } } })), 'panelChange');
    assert.equal(forfeited(sampleLife()), 'license');
  });

  it('is not given up while a call to it may still arrive', LIMIT, () => {
    const untilMs = NOW + HOUR_MS;
    const inDoubt = { kind: 'inDoubt', ...OBTAINING, untilMs, made: {} } as unknown as Acquisition;
    const lives = [
      sampleLife({ held: sampleHolding({ paymentUntilMs: untilMs }), trouble }),
      bare({ outgoing: [{ ...going, editUntilMs: untilMs }], trouble: { return: failed('giveBack') } }),
      bare({ acquiring: { ...claimed, bindUntilMs: untilMs }, trouble: acquire }),
      bare({ acquiring: inDoubt, trouble: acquire }),
    ];
    for (const life of lives) {
      const reason = whyNot(life, { action: 'forfeit' }, NOW);
      assert.equal(reason, 'a call to it may still be on its way until 2030-02-01T01:00 UTC');
      assert.equal(whyNot(life, { action: 'forfeit' }, untilMs), undefined);
    }
  });
});
