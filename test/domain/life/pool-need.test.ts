import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { PriceListCode } from '../../../src/domain/base/license.js';
import { TRIAL } from '../../../src/domain/base/period.js';
import { needOf, siblingsOf, whyPoolHadNone, whyPoolIsNotAsked } from '../../../src/domain/life/pool-need.js';
import { sampleConfig } from '../../support/sample-config.js';
import { MONTHLY, sampleLife, sampleObtaining, sampleTerms, YEARLY } from '../../support/samples.js';

const LIMIT = { timeout: 5_000 };
const none = { kind: 'none', passedOver: { counts: {}, examples: [] } } as const;

describe('what a service wants from the pool', () => {
  it('is a license of its price list for its address', LIMIT, () => {
    assert.deepEqual(needOf(sampleLife(), sampleTerms()), {
      priceList: MONTHLY,
      ip: '192.0.2.7',
      acrossPeriods: false,
    });
  });

  it('may be one of another period, and must be worth a swap', LIMIT, () => {
    const life = sampleLife({ obtaining: sampleObtaining({ paidUntilMs: 5 }) });
    const need = needOf(life, sampleTerms({ alsoFromPool: [YEARLY] }));
    assert.deepEqual([need.acrossPeriods, need.paidUntilMs], [true, 5]);
  });

  it('is a cleared address alone for a trial', LIMIT, () => {
    const terms = sampleTerms({ periodMonths: TRIAL });
    assert.equal(needOf(sampleLife(), terms).onlyVacates, true);
    assert.equal(whyPoolHadNone(terms, none), 'a trial is always a new one');
    assert.equal(whyPoolHadNone(sampleTerms(), none), 'the pool is empty');
  });

  it('is nothing where addons are wanted', LIMIT, () => {
    assert.equal(whyPoolIsNotAsked(sampleTerms()), undefined);
    assert.match(whyPoolIsNotAsked(sampleTerms({ addons: { backup: 1 } })) ?? '', /addons/);
  });
});

describe('siblingsOf', () => {
  it('gives the other price lists of the panel', LIMIT, () => {
    assert.deepEqual(siblingsOf(sampleConfig(), MONTHLY), [YEARLY]);
    assert.deepEqual(siblingsOf(sampleConfig(), '55227' as PriceListCode), []);
  });
});
