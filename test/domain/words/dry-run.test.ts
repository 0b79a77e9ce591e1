import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { DAY_MS } from '../../../src/domain/base/calendar.js';
import type { LicenseId } from '../../../src/domain/base/license.js';
import type { Acquisition } from '../../../src/domain/life/acquisition.js';
import { learn } from '../../../src/domain/life/learn.js';
import type { Life } from '../../../src/domain/life/life.js';
import { MOST_REFUSALS } from '../../../src/domain/life/policies/acquisition-goes-on.js';
import type { Resolution } from '../../../src/domain/life/resolution.js';
import { afterFailure } from '../../../src/domain/life/trouble.js';
import { chooseFreeLicense, type FreeLicense } from '../../../src/domain/pool/pool.js';
import { PoolStock } from '../../../src/domain/pool/pool-stock.js';
import { planNext, type Market } from '../../../src/domain/words/dry-run.js';
import {
  MARKER,
  MONTHLY,
  sampleFree,
  sampleHolding,
  sampleLife,
  sampleService,
  sampleTerms,
  YEARLY,
} from '../../support/samples.js';
import { early, emergencyAtMs, renewAtMs } from '../life/decide-cases.js';

const LIMIT = { timeout: 5_000 };

/** Sells everything for 25.00 EUR. */
const marketOf = (free: readonly FreeLicense[], now: number): Market => ({
  terms: () => ({ kind: 'terms', terms: sampleTerms() }),
  choose: (_server, need) => chooseFreeLicense(new PoolStock(free), need, now),
  cost: () => ({ amountMinor: 2500, currency: 'EUR' }),
});
const pooled = sampleFree({ licenseId: '2001' as LicenseId, expiresAtMs: Date.UTC(2031, 0, 1) });
const without = (changes: Partial<Life> = {}): Life => sampleLife({ held: null, ...changes });
const at = { marker: MARKER, licenseServer: 'licenses' };
const claimed = (license: FreeLicense): Acquisition => ({ kind: 'claimed', ...at, license, bindUntilMs: 0 });
const inDoubt: Acquisition = {
  kind: 'inDoubt',
  ...at,
  made: { priceList: MONTHLY, periodMonths: 1, ip: '192.0.2.7', served: { panel: 'billmanager6' } },
  untilMs: 0,
};
const asked = sampleTerms({ asksStatus: 'pay' });
const wished = (changes: Partial<Life['wish']>, more: Partial<Life> = {}): Life =>
  sampleLife({ ...more, wish: { ...sampleLife().wish, ...changes } });
const moved = { service: sampleService({ ip: '192.0.2.70' }) };
const met = { failure: 'Refused', message: 'no' } as const;

/** A life about which a human has decided. */
function resolved(resolution: Resolution, changes: Partial<Life> = {}): Life {
  const trouble = { panel: afterFailure(undefined, 'changePriceList', met, early) };
  const life = sampleLife({ trouble, ...changes });
  return learn(life, { kind: 'told', told: { kind: 'resolution', resolution } }, early);
}

interface Case {
  readonly name: string;
  readonly life: Life;
  readonly now?: number;
  readonly free?: readonly FreeLicense[];
  /** Each call as its verb, what it is about, and what it depends on. */
  readonly calls: readonly RegExp[];
  readonly why?: RegExp;
  readonly unforeseen?: RegExp;
}

const cases: readonly Case[] = [
  { name: 'nothing while it is paid', life: sampleLife(), calls: [], why: /^prolongs at / },
  {
    name: 'a prolongation when that is due',
    life: sampleLife(),
    now: renewAtMs,
    calls: [/^prolong license 1001/],
  },
  {
    name: 'a prolongation that the provider may keep from being made',
    life: sampleLife({ terms: asked }),
    now: renewAtMs,
    calls: [/^prolong .* if the provider says that the service is active$/],
  },
  {
    name: 'an order where the pool has none',
    life: without(),
    calls: [/^order price list 55382/],
    why: /pool is empty/,
  },
  { name: 'what the pool has', life: without(), free: [pooled], calls: [/^reassign license 2001/] },
  {
    name: 'the license that the pool has promised, and no other',
    life: without({ acquiring: claimed(sampleFree()) }),
    free: [pooled],
    calls: [/^reassign license 1001/],
  },
  {
    name: 'an order after several refusals, whatever the pool has',
    life: without({ refusals: MOST_REFUSALS }),
    free: [pooled],
    calls: [/^order /],
    why: /were refused$/,
  },
  {
    name: 'what the pool has only if the order in doubt is not there',
    life: without({ acquiring: inDoubt }),
    free: [pooled],
    calls: [/^reassign license 2001 .* if the order that may have been made is surely not there$/],
  },
  {
    name: 'an order where addons are wanted',
    life: without({ terms: sampleTerms({ addons: { backup: 1 } }) }),
    free: [pooled],
    calls: [/^order /],
    why: /no licenses with addons/,
  },
  {
    name: 'a change of address and the prolongation behind it',
    life: wished(moved),
    now: renewAtMs,
    calls: [/^reassign license 1001, to 192.0.2.70/, /^prolong license 1001/],
    why: /then: prolongs/,
  },
  {
    name: 'what is obtained for a change of address that has begun',
    life: wished(moved, {
      acquiring: claimed(pooled),
      trouble: {
        move: afterFailure(undefined, 'readdress', { failure: 'IpAlreadyLicensed', message: 'taken' }, early),
      },
    }),
    calls: [/^reassign license 2001/],
  },
  {
    name: 'the license that the pool has for a renewal',
    life: sampleLife({ terms: sampleTerms({ swapAtRenewal: 'always' }) }),
    now: renewAtMs,
    free: [pooled],
    calls: [/^reassign license 2001/],
  },
  {
    name: 'the payment where the pool has none for a renewal',
    life: sampleLife({ terms: sampleTerms({ swapAtRenewal: 'always' }) }),
    now: renewAtMs,
    calls: [/^prolong license 1001/],
  },
  {
    name: 'what follows a leftover at its end',
    life: sampleLife({ held: sampleHolding({ ownList: YEARLY }) }),
    now: emergencyAtMs,
    calls: [/^order .* if the balance reaches for it$/],
  },
  {
    name: 'that it cannot tell the price of a change of panel',
    life: wished(
      { insteadOf: { panel: '55227' } },
      { held: sampleHolding({ license: { ...sampleHolding().license, priceList: YEARLY } }) },
    ),
    calls: [],
    unforeseen: /change-panel/,
  },
  {
    name: 'that it cannot tell what a license is that nobody here has seen',
    life: resolved({ action: 'accept', licenseId: '9' as LicenseId }),
    calls: [],
    unforeseen: /license 9/,
  },
  {
    name: 'what is due on a license that is accepted as it is',
    life: resolved({ action: 'accept' }),
    now: renewAtMs,
    calls: [/^prolong license 1001/],
  },
  {
    name: 'an order for a license that is forfeited',
    life: resolved({ action: 'forfeit' }),
    calls: [/^order /],
  },
  {
    name: 'nothing for an order that is forfeited, where a license is held',
    life: resolved({ action: 'forfeit' }, { acquiring: inDoubt }),
    calls: [],
    why: /^prolongs at /,
  },
  {
    name: 'nothing for a service that closes',
    life: wished({ status: 'closed' }),
    now: renewAtMs,
    calls: [],
  },
  {
    name: 'nothing for a license that outlasts its service',
    life: wished({ endsAtMs: renewAtMs + DAY_MS }),
    now: renewAtMs,
    calls: [],
    why: /outlasts/,
  },
];

describe('planNext foretells', () => {
  for (const { name, life, now = early, free = [], calls, why = /./, unforeseen } of cases) {
    it(name, LIMIT, () => {
      const before = structuredClone(life);
      const plan = planNext(life, now, marketOf(free, now));
      const lines = plan.calls.map(
        ({ does, what, onlyIf }) => `${does} ${what}${onlyIf ? ` if ${onlyIf}` : ''}`,
      );
      assert.equal(lines.length, calls.length, lines.join('\n'));
      for (const [index, line] of lines.entries()) assert.match(line, calls[index] ?? /^$/);
      assert.match(plan.why, why);
      assert.match(plan.unforeseen ?? '', unforeseen ?? /^$/);
      assert.deepEqual(life, before, 'the state is left as it was');
    });
  }

  it('what costs nothing without asking what anything costs', LIMIT, () => {
    const cost = () => assert.fail('nobody sells it');
    const plan = planNext(without(), early, { ...marketOf([pooled], early), cost });
    assert.equal(plan.calls[0]?.does, 'reassign');
  });
});
