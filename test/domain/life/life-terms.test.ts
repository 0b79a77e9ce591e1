import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { takeTerms, termsQuestion } from '../../../src/domain/life/life-terms.js';
import { refused } from '../../../src/domain/catalogue/place-service.js';
import type { Terms } from '../../../src/domain/terms/terms.js';
import { MONTHLY, sampleHeld, sampleLife, sampleService, sampleTerms } from '../../support/samples.js';

const LIMIT = { timeout: 5_000 };
const NOW = Date.UTC(2030, 0, 15);
const found = (changes: Partial<Terms> = {}) => ({ kind: 'terms', terms: sampleTerms(changes) }) as const;
const nobodyKnows = refused('panel', 'panel unknown');

describe('the terms of a running service', () => {
  it('depend on the license that it holds, unless that is a leftover', LIMIT, () => {
    const leftover = sampleHeld({ isLeftover: true });
    assert.deepEqual(termsQuestion(sampleLife(), NOW).slice(0, 2), [sampleService(), MONTHLY]);
    assert.equal(termsQuestion(sampleLife({ license: leftover }), NOW)[1], undefined);
  });

  it('depend on its end, and ask the pool before they pay past that', LIMIT, () => {
    const life = sampleLife({ closesAtMs: Date.UTC(2030, 5, 1) });
    const question = termsQuestion(life, NOW);
    assert.deepEqual(question[2], { paidUntil: '2030-03-01', closesOn: '2030-06-01' });
    takeTerms(life, question, found(), NOW);
    assert.equal(life.terms?.swapAtRenewal, 'always');
  });

  it('stay when the configuration does not know the service any more', LIMIT, () => {
    const life = sampleLife();
    takeTerms(life, termsQuestion(life, NOW), nobodyKnows, NOW);
    assert.deepEqual([life.terms, life.refusal], [sampleTerms(), undefined]);
  });

  it('are refused to a service that never had any', LIMIT, () => {
    const life = sampleLife({ terms: undefined, license: undefined });
    takeTerms(life, termsQuestion(life, NOW), nobodyKnows, NOW);
    assert.equal(life.refusal, 'panel unknown');
  });

  it('are waited for where there is a license to keep, until somebody configures them', LIMIT, () => {
    const life = sampleLife({ terms: undefined });
    takeTerms(life, termsQuestion(life, NOW), nobodyKnows, NOW);
    assert.deepEqual([life.refusal, life.trouble?.failure], [undefined, 'NotConfigured']);
    takeTerms(life, termsQuestion(life, NOW), found(), NOW);
    assert.deepEqual([life.terms, life.trouble], [sampleTerms(), undefined]);
  });

  it('are not waited for by a service that is closed', LIMIT, () => {
    const life = sampleLife({ terms: undefined, status: 'closed' });
    takeTerms(life, termsQuestion(life, NOW), nobodyKnows, NOW);
    assert.equal(life.trouble, undefined);
  });

  it('let a license that is given up serve until its end', LIMIT, () => {
    const life = sampleLife();
    takeTerms(life, termsQuestion(life, NOW), found({ givesUpHeld: true }), NOW);
    assert.equal(life.license?.isLeftover, true);
    assert.ok(life.terms && !('givesUpHeld' in life.terms), 'it is said once');
  });
});
