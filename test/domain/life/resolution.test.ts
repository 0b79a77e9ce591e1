import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { LicenseId } from '../../../src/domain/base/license.js';
import type { Life } from '../../../src/domain/life/life.js';
import { forfeit, resolutionsOf, whyNot } from '../../../src/domain/life/resolution.js';
import { ORDER_MADE, sampleFree, sampleHeld, sampleLife, sampleObtaining } from '../../support/samples.js';

const LIMIT = { timeout: 5_000 };
const trouble = { failure: 'Refused', message: 'no', sinceMs: 0, tries: 1 } as const;
const failed = (changes: Partial<Life> = {}) => sampleLife({ trouble, ...changes });
const accept = (licenseId?: string) =>
  ({ action: 'accept', ...(licenseId !== undefined && { licenseId: licenseId as LicenseId }) }) as const;

describe('what a human may decide', () => {
  const ordering = { license: undefined, obtaining: sampleObtaining() };

  it('depends on what has failed', LIMIT, () => {
    assert.deepEqual(resolutionsOf(sampleLife()), []);
    assert.deepEqual(resolutionsOf(failed()), ['retry', 'accept', 'forfeit', 'setExpiry']);
    assert.deepEqual(resolutionsOf(failed(ordering)), ['retry', 'accept', 'forfeit']);
    assert.deepEqual(resolutionsOf(failed({ license: undefined })), ['retry']);
  });

  it('is refused with the reason', LIMIT, () => {
    assert.equal(whyNot(sampleLife(), { action: 'retry' }), 'nothing has failed');
    assert.match(whyNot(failed({ license: undefined }), { action: 'forfeit' }) ?? '', /not possible now/);
    assert.match(whyNot(failed(ordering), accept()) ?? '', /needs the id/);
    assert.equal(whyNot(failed(ordering), accept('9')), undefined);
    assert.equal(whyNot(failed(), accept()), undefined);
  });

  it('does not take another license while one of the pool is on its way', LIMIT, () => {
    const obtaining = sampleObtaining({ claimed: sampleFree({ licenseId: '2001' as LicenseId }) });
    assert.match(whyNot(failed({ obtaining }), accept('9')) ?? '', /license 2001 of the pool is on its way/);
    assert.equal(whyNot(failed({ obtaining }), accept('2001')), undefined);
    assert.equal(whyNot(failed({ obtaining }), accept('1001')), undefined);
  });

  it('does not take another license while one is being returned', LIMIT, () => {
    const outgoing = sampleHeld({ licenseId: '900' as LicenseId });
    assert.match(whyNot(failed({ outgoing }), accept('9')) ?? '', /license 900 is being returned/);
    assert.equal(whyNot(failed({ outgoing }), accept('1001')), undefined);
  });
});

describe('forfeit', () => {
  it('gives up what is on its way before what is held', LIMIT, () => {
    const life = failed({ obtaining: sampleObtaining({ mayBeOrdered: ORDER_MADE }) });
    forfeit(life);
    assert.deepEqual([life.license, life.obtaining], [sampleHeld(), undefined]);
    forfeit(life);
    assert.equal(life.license, undefined);
  });

  it('gives up what is being returned, and neither the license in use nor a change of panel', LIMIT, () => {
    const outgoing = sampleHeld({ licenseId: '900' as LicenseId });
    const life = failed({ outgoing, panelChange: sampleLife().service });
    forfeit(life);
    assert.deepEqual([life.outgoing, life.license], [undefined, sampleHeld()]);
    forfeit(life);
    assert.deepEqual([life.panelChange, life.license], [undefined, sampleHeld()]);
  });

  it('gives up the license that could not be prolonged, and nothing else', LIMIT, () => {
    const outgoing = sampleHeld({ licenseId: '900' as LicenseId });
    const life = failed({ outgoing, trouble: { ...trouble, step: 'prolong' } });
    assert.equal(forfeit(life), undefined);
    assert.deepEqual([life.outgoing, life.license], [outgoing, undefined]);
  });

  it('gives up the license where nothing of another one is on its way', LIMIT, () => {
    const life = failed({ obtaining: sampleObtaining({ poolHadNone: 'the pool is empty' }) });
    forfeit(life);
    assert.deepEqual([life.license, life.obtaining], [undefined, undefined]);
  });
});
