/** What a life makes of what it comes to know, one fact at a time. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { LicenseId } from '../../../src/domain/base/license.js';
import { FREE_IP } from '../../../src/domain/base/marker.js';
import { TRIAL } from '../../../src/domain/base/period.js';
import type { Call } from '../../../src/domain/life/call.js';
import type { Fact } from '../../../src/domain/life/fact.js';
import type { Life } from '../../../src/domain/life/life.js';
import { learn } from '../../../src/domain/life/learn.js';
import { termsQuestion } from '../../../src/domain/life/terms-question.js';
import type { Told } from '../../../src/domain/life/told.js';
import {
  OBTAINING,
  sampleClaimed,
  sampleHeld,
  sampleHolding,
  sampleLife,
  sampleOrdering,
  sampleService,
  sampleTerms,
  sampleTrouble,
  YEARLY,
} from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const NOW = Date.UTC(2030, 1, 1);
const HOUR_MS = 3_600_000;
const claimed = sampleClaimed();

const told = (life: Life, what: Told) => learn(life, { kind: 'told', told: what }, NOW);
const learned = (life: Life, fact: Fact) => learn(life, fact, NOW);
const troubled = (changes: Partial<Life> = {}) =>
  sampleLife({
    trouble: { prolong: sampleTrouble('prolong', 'Refused', NOW) },
    ...changes,
  });

describe('a license that may not be moved', () => {
  const lost = sampleLife({
    held: sampleHolding({ license: { ...sampleHeld(), periodMonths: TRIAL }, ip: null }),
  });
  const call = { kind: 'readdress', serviceId: '7', license: sampleHeld(), ip: FREE_IP } as const;

  it('is known to stand where an edit whose answer was lost had brought it', LIMIT, () => {
    for (const result of [
      { kind: 'tooSoon', ip: FREE_IP, usableAtMs: NOW + 40 * HOUR_MS },
      { kind: 'occupied', ip: FREE_IP },
    ] as const) {
      const { held } = learned(lost, { kind: 'done', call: { ...call, ip: '192.0.2.7' }, result });
      assert.equal(held?.ip, FREE_IP);
    }
  });
});

describe('what a service is told', () => {
  it('changes nothing when it is told the same again', LIMIT, () => {
    const life = troubled({ permit: null });
    for (const same of [
      { kind: 'status', status: 'active' },
      { kind: 'ip', ip: '192.0.2.7' },
      { kind: 'end', closesAtMs: null },
    ] as const)
      assert.deepEqual(told(life, same), life);
  });

  it('has the price list chosen anew by another order, once', LIMIT, () => {
    const life = sampleLife({ held: sampleHolding() });
    const change = { servicePeriodMonths: 12 };
    const ordered = told(life, { kind: 'order', change });
    assert.equal(ordered.realigns, true);
    const question = termsQuestion(ordered, NOW);
    assert.equal(question.realigns, true);
    const call = { kind: 'resolveTerms', question } as const;
    const terms = { ...sampleTerms(), priceList: YEARLY, periodMonths: 12 };
    const next = learned(ordered, { kind: 'done', call, result: { kind: 'terms', terms } });
    assert.deepEqual([next.realigns, next.held?.ownList], [false, YEARLY]);
    assert.equal(termsQuestion(next, NOW).realigns, undefined);
    assert.deepEqual(told(life, { kind: 'order', change: { servicePeriodMonths: 1 } }), life);
  });

  it('knows since when it has its key', LIMIT, () => {
    const life = sampleLife({ held: sampleHolding(), keySinceMs: 1 });
    const { licenseId } = sampleHeld();
    assert.equal(told(life, { kind: 'newKey', licenseId }).keySinceMs, NOW);
    assert.equal(told(life, { kind: 'newKey', licenseId: '9' as LicenseId }).keySinceMs, 1);
    const forfeited = told(troubled({ held: sampleHolding(), keySinceMs: 1 }), {
      kind: 'resolution',
      resolution: { action: 'forfeit' },
    });
    assert.deepEqual([forfeited.held, forfeited.keySinceMs], [null, null]);
  });

  it('is written into the wish, and lets what has failed be tried at once', LIMIT, () => {
    for (const [what, wish] of [
      [{ kind: 'status', status: 'suspended' }, { status: 'suspended' }],
      [{ kind: 'ip', ip: '192.0.2.70' }, { service: sampleService({ ip: '192.0.2.70' }) }],
      [{ kind: 'end', closesAtMs: NOW + HOUR_MS }, { endsAtMs: NOW + HOUR_MS }],
    ] as const) {
      const life = troubled();
      const next = told(life, what);
      assert.deepEqual(next.wish, { ...life.wish, ...wish });
      assert.ok((next.trouble.prolong?.untilMs ?? Infinity) <= NOW);
      assert.deepEqual(next.held, life.held, 'what is held stays as it is');
    }
  });

  it('looks the terms up again, unless it is only the status', LIMIT, () => {
    const answered = sampleLife({ permit: null });
    assert.notEqual(told(answered, { kind: 'status', status: 'suspended' }).termsAnswer, null);
    assert.equal(told(answered, { kind: 'ip', ip: '192.0.2.70' }).termsAnswer, null);
  });

  it('remembers the first panel of all that it had while another is wished', LIMIT, () => {
    const addons = [{ code: '55236', amount: 2 }] as never;
    const life = sampleLife({ wish: { ...sampleLife().wish, service: sampleService({ addons }) } });
    const second = told(life, { kind: 'panel', request: { panel: 'b' } });
    const third = told(second, { kind: 'panel', request: { panel: 'c' } });
    assert.deepEqual(third.wish.insteadOf, { panel: 'billmanager6', addons });
    assert.deepEqual([third.wish.service.panel, third.wish.service.addons], ['c', undefined]);
  });

  it('gives all that is held back when it is to close, and ends every trouble about it', LIMIT, () => {
    const next = told(troubled(), { kind: 'status', status: 'closed' });
    assert.equal(next.held, null);
    assert.deepEqual(
      next.outgoing.map(({ license, stage }) => [license.licenseId, stage.kind]),
      [['1001', 'atServer']],
    );
    assert.deepEqual(next.trouble, {});
  });

  it(
    'turns back a license of the pool that nobody wants any more, by its server where it may be bound',
    LIMIT,
    () => {
      const close = { kind: 'status', status: 'closed' } as const;
      const acquiring = (changes: Partial<typeof claimed>) =>
        told(sampleLife({ held: null, acquiring: { ...claimed, ...changes } }), close);
      assert.deepEqual(acquiring({}).acquiring, { kind: 'refused', ...OBTAINING, license: claimed.license });
      const bound = acquiring({ bindUntilMs: NOW + HOUR_MS });
      assert.equal(bound.acquiring.kind, 'bound');
      assert.deepEqual(
        bound.outgoing.map(({ license }) => license.licenseId),
        ['1002'],
      );
    },
  );

  it('is not relabelled while a call about it is under way', LIMIT, () => {
    const calling = { kind: 'bind' } as unknown as Call;
    const life = sampleLife({ held: null, acquiring: claimed, calling });
    assert.deepEqual(told(life, { kind: 'status', status: 'closed' }).acquiring, claimed);
  });

  it('ends at the instant that was told before', LIMIT, () => {
    const life = sampleLife({ wish: { ...sampleLife().wish, endsAtMs: NOW } });
    assert.equal(learned(life, { kind: 'rested' }).wish.status, 'closed');
    const later = { ...life, wish: { ...life.wish, endsAtMs: NOW + 1 } };
    assert.equal(learned(later, { kind: 'rested' }).wish.status, 'active');
  });
});

describe('what a human decides', () => {
  const decides = (life: Life, resolution: Extract<Told, { kind: 'resolution' }>['resolution']) =>
    told(life, { kind: 'resolution', resolution });

  it('is kept until it is done where a license server has to be asked', LIMIT, () => {
    const accept = { action: 'accept', licenseId: '1001' as LicenseId } as const;
    assert.deepEqual(decides(troubled(), accept).decision, accept);
    assert.equal(decides(troubled(), { action: 'retry' }).decision, null);
  });

  it('confirms the payment of this expiry, and of no other', LIMIT, () => {
    const life = decides(sampleLife(), { action: 'confirm' });
    assert.equal(life.confirmedFor, sampleHeld().expiresOn);
  });

  it('gives up the license whose payment failed', LIMIT, () => {
    const next = decides(troubled(), { action: 'forfeit' });
    assert.deepEqual([next.held, next.outgoing], [null, []]);
  });

  it('gives up what is being returned, one after the other', LIMIT, () => {
    const stage = { kind: 'atServer' } as const;
    const outgoing = ['1002', '1003'].map((licenseId) => ({
      ...sampleHolding({ license: sampleHeld({ licenseId: licenseId as LicenseId }) }),
      stage,
    }));
    const next = decides(sampleLife({ outgoing }), { action: 'forfeit' });
    assert.deepEqual(
      next.outgoing.map(({ license }) => license.licenseId),
      ['1003'],
    );
  });

  it('gives up what is on its way without touching what serves', LIMIT, () => {
    const next = decides(sampleLife({ acquiring: claimed }), { action: 'forfeit' });
    assert.deepEqual(next.acquiring, { kind: 'refused', ...OBTAINING, license: null });
    assert.equal(next.held?.license.licenseId, '1001');
  });
});

describe('a Workflow that was reset', () => {
  const lookBack = { kind: 'lookBack' } as unknown as Extract<Call, { kind: 'lookBack' }>;
  const finds = (life: Life, license: ReturnType<typeof sampleHeld> | null) =>
    learned({ ...life, calling: lookBack }, { kind: 'done', call: lookBack, result: license });

  it('takes back what it had forgotten, where that serves', LIMIT, () => {
    const next = finds(sampleLife({ held: null, lookBack: 'due' }), sampleHeld());
    assert.equal(next.held?.license.licenseId, '1001');
    assert.deepEqual([next.outgoing, next.lookBack], [[], 'due']);
  });

  it('returns what does not serve, what comes beside another one, and all of a closed service', LIMIT, () => {
    const other = sampleHeld({ licenseId: '1002' as LicenseId });
    const closed = { ...sampleLife().wish, status: 'closed' } as const;
    for (const [life, license] of [
      [sampleLife({ held: null, lookBack: 'due' }), sampleHeld({ priceList: YEARLY })],
      [sampleLife({ lookBack: 'due' }), other],
      [sampleLife({ held: null, wish: closed, lookBack: 'due' }), other],
    ] as const) {
      const next = finds(life, license);
      assert.equal(next.held?.license.licenseId, life.held?.license.licenseId);
      assert.deepEqual(
        next.outgoing.map((going) => going.license.licenseId),
        [license.licenseId],
      );
    }
  });

  it('looks no more once nothing is found, until its address is said to be taken', LIMIT, () => {
    const looked = finds(sampleLife({ held: null, lookBack: 'due' }), null);
    assert.equal(looked.lookBack, 'done');
    const order = { kind: 'order', ...OBTAINING } as unknown as Call;
    const refused = learned(
      { ...looked, acquiring: sampleOrdering(), calling: order },
      {
        kind: 'failed',
        call: order,
        met: { failure: 'IpAlreadyLicensed', message: 'taken' },
      },
    );
    assert.deepEqual([refused.acquiring.kind, refused.lookBack], ['none', 'due']);
  });
});

describe('a trouble about the terms', () => {
  const trouble = {
    terms: sampleTrouble('resolveTerms', 'WorkerFailure', NOW),
  };
  const closed = { ...sampleLife().wish, status: 'closed' } as const;

  it('ends with its service, unless that has still to look for what it has forgotten', LIMIT, () => {
    const life = (lookBack: Life['lookBack']) =>
      learned(sampleLife({ held: null, wish: closed, terms: null, lookBack, trouble }), { kind: 'rested' });
    assert.deepEqual(life('no').trouble, {});
    assert.deepEqual(life('due').trouble, trouble);
  });
});

describe('a panel that is not configured', () => {
  const service = sampleService();
  const question = { service, held: null, ending: null, hadTrial: false };
  const call = { kind: 'resolveTerms', question } as unknown as Extract<Call, { kind: 'resolveTerms' }>;
  const isUnknown = (changes: Partial<Life>) => {
    const result = { kind: 'refused', message: 'unknown' } as never;
    return learned(sampleLife({ calling: call, ...changes }), { kind: 'done', call, result });
  };

  it('goes on by the terms that it had', LIMIT, () => {
    const life = isUnknown({ held: null });
    assert.deepEqual([life.refusal, life.trouble], [null, {}]);
  });

  it('does not go on by the terms of another one, which was wished and refused', LIMIT, () => {
    assert.equal(isUnknown({ held: null, termsFor: 'b' }).refusal, 'unknown');
    assert.equal(isUnknown({ termsFor: 'b' }).trouble.terms?.failure, 'NotConfigured');
  });
});

describe('an order that was not executed', () => {
  const aside = sampleHolding({ ip: FREE_IP });

  const fails = (life: Partial<Life>) => {
    const call = { kind: 'order', ...OBTAINING } as unknown as Call;
    const met = { failure: 'LicenseServerBusy', message: 'later' } as const;
    return learned(sampleLife({ acquiring: sampleOrdering({ isFunded: true }), calling: call, ...life }), {
      kind: 'failed',
      call,
      met,
    });
  };
  const isNotFound = (life: Partial<Life>) => {
    const call = { kind: 'find', ...OBTAINING } as unknown as Extract<Call, { kind: 'find' }>;
    const inDoubt = { kind: 'inDoubt', ...OBTAINING, untilMs: 0 } as unknown as Life['acquiring'];
    return learned(sampleLife({ acquiring: inDoubt, calling: call, ...life }), {
      kind: 'done',
      call,
      result: null,
    });
  };

  for (const [name, after] of Object.entries({ 'that failed': fails, 'that is not found': isNotFound })) {
    it(`is followed by another question to the pool: one ${name}`, LIMIT, () => {
      assert.deepEqual(after({ held: null }).acquiring, { kind: 'asking', ...OBTAINING });
    });

    it(`is made again where a license has stepped aside for it: one ${name}`, LIMIT, () => {
      const trial = { ...aside, license: sampleHeld({ periodMonths: TRIAL, expiresAtMs: NOW }) };
      assert.equal(after({ held: trial }).acquiring.kind, 'ordering');
    });
  }
});
