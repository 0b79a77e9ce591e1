import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { beginObtaining, heldFromPool, hold, newLife } from '../../../src/domain/life/life.js';
import { TRIAL } from '../../../src/domain/base/period.js';
import {
  FIRST_RUN_ID,
  MARKER,
  ORDER_MADE,
  sampleFree,
  sampleHeld,
  sampleLife,
  sampleObtaining,
  sampleService,
  sampleTerms,
} from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };

describe('a life', () => {
  it('remembers its trial, as there is no second one', LIMIT, () => {
    const life = newLife(sampleService(), FIRST_RUN_ID);
    hold(life, sampleHeld());
    assert.equal(life.hadTrial, undefined);
    hold(life, sampleHeld({ periodMonths: TRIAL }));
    hold(life, sampleHeld());
    assert.equal(life.hadTrial, true);
    assert.equal(newLife(sampleService(), FIRST_RUN_ID, sampleHeld({ periodMonths: TRIAL })).hadTrial, true);
  });

  it('begins active, with nothing bought', LIMIT, () => {
    assert.deepEqual(newLife(sampleService(), FIRST_RUN_ID), {
      version: 1,
      service: sampleService(),
      firstRunId: FIRST_RUN_ID,
      status: 'active',
      wanted: 0,
      orders: 0,
      prolongs: 0,
    });
  });

  it('goes on with the same marker until a license is held, and takes another one after that', LIMIT, () => {
    const life = newLife(sampleService(), FIRST_RUN_ID);
    assert.equal(beginObtaining(life, sampleTerms()).marker, MARKER);
    assert.equal(beginObtaining(life, sampleTerms()), beginObtaining(life, sampleTerms()));
    assert.equal(life.wanted, 1);
    hold(life, sampleHeld());
    assert.equal(life.obtaining, undefined);
    assert.deepEqual(life.license, sampleHeld());
    assert.equal(beginObtaining(life, sampleTerms()).marker, 'pk/7/2c1d4e6a8b90.2');
  });

  it('begins anew at another license server, unless something is on its way', LIMIT, () => {
    const elsewhere = sampleTerms({ licenseServer: 'others' });
    const idle = sampleLife({ obtaining: sampleObtaining({ paidUntilMs: 5, refusals: 2 }), wanted: 1 });
    assert.deepEqual(beginObtaining(idle, elsewhere), {
      marker: 'pk/7/2c1d4e6a8b90.2',
      licenseServer: 'others',
      paidUntilMs: 5,
    });
    const moving = sampleObtaining({ mayBeOrdered: ORDER_MADE });
    assert.equal(beginObtaining(sampleLife({ obtaining: moving }), elsewhere), moving);
  });

  it('survives the way through JSON that Continue-As-New is', LIMIT, () => {
    const life = sampleLife({
      obtaining: sampleObtaining({ claimed: sampleFree(), mayBeOrdered: ORDER_MADE }),
      trouble: { failure: 'OutcomeUnknown', message: 'no answer', sinceMs: 1, tries: 2, retryAtMs: 3 },
      refusal: 'x',
    });
    assert.deepEqual(JSON.parse(JSON.stringify(life)), life);
  });

  it('takes over from the pool what was paid, and nothing of the former holder', LIMIT, () => {
    const { licenseId, priceList, expiresOn, expiresAtMs, expiredAtMs } = sampleFree();
    assert.deepEqual(heldFromPool(sampleFree(), 'licenses', 1), {
      licenseId,
      licenseServer: 'licenses',
      priceList,
      periodMonths: 1,
      expiresOn,
      expiresAtMs,
      expiredAtMs,
      source: 'pool',
    });
  });
});
