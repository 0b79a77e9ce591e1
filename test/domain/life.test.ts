import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { beginObtaining, heldFromPool, hold, newLife } from '../../src/domain/life.js';
import { TRIAL } from '../../src/domain/period.js';
import {
  FIRST_RUN_ID,
  MARKER,
  sampleFree,
  sampleHeld,
  sampleLife,
  sampleService,
} from '../support/samples.js';

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
    assert.equal(beginObtaining(life).marker, MARKER);
    assert.equal(beginObtaining(life), beginObtaining(life));
    assert.equal(life.wanted, 1);
    hold(life, sampleHeld());
    assert.equal(life.obtaining, undefined);
    assert.deepEqual(life.license, sampleHeld());
    assert.equal(beginObtaining(life).marker, 'pk/7/2c1d4e6a8b90.2');
  });

  it('survives the way through JSON that Continue-As-New is', LIMIT, () => {
    const life = sampleLife({
      obtaining: { marker: MARKER, claimed: sampleFree(), mayBeOrdered: true },
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
