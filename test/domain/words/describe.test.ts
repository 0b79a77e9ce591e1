import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { decide } from '../../../src/domain/life/decide.js';
import { FAILURES, type MetFailure } from '../../../src/domain/base/failures.js';
import type { Life } from '../../../src/domain/life/life.js';
import { afterFailure } from '../../../src/domain/life/trouble.js';
import { adviceOf, detailsOf, nextInWords } from '../../../src/domain/words/describe.js';
import { sampleLife } from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const NOW = Date.UTC(2030, 1, 1, 12);

/** A life whose license is to be read again, and could not be. */
function troubled(failure: MetFailure, message = 'the words of the vendor'): Life {
  const read = afterFailure(undefined, 'reread', { failure, message }, NOW);
  return sampleLife({ rereads: true, trouble: { read } });
}

describe('nextInWords', () => {
  it('says when a paid license is prolonged', LIMIT, () => {
    assert.match(
      nextInWords(decide(sampleLife(), NOW)),
      /^prolongs at 2030-02-2\d \d\d:\d\d UTC: paid until 2030-03-01$/,
    );
  });

  it('says when it tries again, or that a human is asked', LIMIT, () => {
    const next = (failure: MetFailure) => nextInWords(decide(troubled(failure), NOW));
    assert.equal(next('LicenseServerBusy'), 'tries again at 2030-02-01 12:01 UTC: LicenseServerBusy');
    assert.equal(next('Refused'), 'waits for a human: Refused');
  });
});

describe('adviceOf', () => {
  it('has something to say to every failure', LIMIT, () => {
    for (const failure of Object.keys(FAILURES) as MetFailure[]) {
      const life = troubled(failure);
      assert.ok(!adviceOf(life, decide(life, NOW), NOW).startsWith('nothing to do'), failure);
    }
  });

  it('has nothing to say where all is well', LIMIT, () => {
    assert.equal(adviceOf(sampleLife(), decide(sampleLife(), NOW), NOW), 'nothing to do');
  });
});

describe('detailsOf', () => {
  const drawn = (life: Life) => detailsOf(life, decide(life, NOW), NOW);

  it('draws the whole state as a table', LIMIT, () => {
    assert.deepEqual(drawn(troubled('ClockSkewed')).split('\n'), [
      '| | |',
      '| --- | --- |',
      '| State | retrying |',
      '| License | 1001 of licenses, price list 55382 |',
      '| Expires | 2030-03-01 (in 27 days) |',
      '| Next | asks to be woken when the license server lets it go on: ClockSkewed |',
      '| Last error | ClockSkewed since 2030-02-01: the words of the vendor |',
      '| What you can do | look at the license server: it is watched, and services go on when it answers again; ' +
        'the Update `resolve` takes retry, accept, forfeit, setExpiry |',
    ]);
  });

  it('draws a service without license and trouble', LIMIT, () => {
    const details = drawn(sampleLife({ held: null }));
    assert.match(details, /^\| State \| ordering \|$/m);
    assert.match(details, /^\| License \| none \|$/m);
    assert.match(details, /^\| Last error \| none \|$/m);
  });

  it('stays a table whatever the words of the vendor are', LIMIT, () => {
    const details = drawn(troubled('Refused', `| a | b |\n\n# title ${'x'.repeat(5000)}`));
    assert.equal(details.split('\n').length, 8);
    assert.ok(details.includes('\\| a \\| b \\|') && details.length < 2000);
  });
});
