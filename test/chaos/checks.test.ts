/** The checks themselves: each breach is seen, and what is as it should be is not called one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { emptyPool } from '../../src/domain/pool/pool-state.js';
import { DAY_MS, type CalendarDate } from '../../src/domain/base/calendar.js';
import type { LicenseId } from '../../src/domain/base/license.js';
import type { Entry } from '../../src/ledger/entry.js';
import type { Charge, License, Operation } from '../../src/simulator/simulator.js';
import { MARKER, MONTHLY, sampleFree, sampleService, YEARLY } from '../support/samples.js';
import { TRIAL_LIST } from './chaos-config.js';
import type { Evidence } from './evidence.js';
import { chaosReport, printReport } from './report.js';
import { newTally } from './weather.js';

const date = (text: string) => text as CalendarDate;
const AT = Date.UTC(2030, 1, 1);
const SERVICE = { ...sampleService(), processingModule: undefined };
const NAME = `Item #7 addon vps7 [${MARKER}]`;
const own = { account: 'provider', licenseId: 1001, priceList: MONTHLY, periodMonths: 1 };

const LICENSE: License = {
  ...own,
  itemtype: 'soft',
  licname: NAME,
  ip: SERVICE.ip,
  remoteId: MARKER,
  status: 'active',
  createdOn: date('2030-02-01'),
  expiresOn: date('2030-04-01'),
  autoprolongMonths: 0,
};
const ORDERED: Charge = {
  ...own,
  chargeId: 1,
  on: date('2030-02-01'),
  atMs: AT,
  func: 'soft.order.param',
  amountMinor: 2500,
  currency: 'EUR',
  remoteId: MARKER,
};
const PROLONGED: Charge = { ...ORDERED, chargeId: 2, on: date('2030-02-27'), func: 'service.prolong' };
const OPERATIONS: Operation[] = [
  {
    operationId: 1,
    atMs: AT,
    account: 'provider',
    func: 'soft.order.param',
    licenseId: 1001,
    changes: { licname: ['', NAME], status: ['', 2] },
  },
  {
    operationId: 2,
    atMs: AT + 1,
    account: 'provider',
    func: 'service.prolong',
    licenseId: 1001,
    changes: { expiresOn: ['2030-03-01', '2030-04-01'] },
  },
];

function entry(intentId: string, changes: Partial<Entry> = {}): Entry {
  const amount = { amountMinor: 2500, currency: 'EUR' };
  const licenseId = '1001' as LicenseId;
  const intent = {
    intentId,
    kind: 'order',
    licenseServer: 'licenses',
    serviceId: '7',
    askedBy: 'test',
    priceList: MONTHLY,
    periodMonths: 1,
    amount,
  } as const;
  return {
    intent,
    attempt: 1,
    atMs: AT,
    state: 'done',
    outcomes: [{ kind: 'done', licenseId, answer: 'paid', atMs: AT }],
    ...changes,
  };
}

const ENTRIES = [entry(MARKER), entry('licenses/1001/2030-03-01/prolong')];

function evidence(changes: Partial<Evidence> = {}): Evidence {
  const license = {
    licenseId: '1001',
    licenseServer: 'licenses',
    priceList: MONTHLY,
    periodMonths: 1,
    expiresOn: '2030-04-01',
    source: 'ordered',
  } as const;
  const view = {
    service: SERVICE,
    status: 'active',
    state: 'active',
    license,
    orders: 1,
    prolongs: 1,
    next: '',
    isMoving: false,
    needsHuman: false,
    mayResolve: [],
  };
  return {
    licenseServer: 'licenses',
    nowMs: Date.UTC(2030, 2, 10),
    longestLeadDays: 11,
    charges: [ORDERED, PROLONGED],
    licenses: [LICENSE],
    operations: OPERATIONS,
    entries: ENTRIES,
    pool: emptyPool('licenses'),
    services: [{ service: SERVICE, wish: 'active', workflow: 'RUNNING', view: view as never }],
    spans: [{ serviceId: '7', sinceMs: AT, untilMs: Infinity }],
    closings: [],
    moves: [],
    ...changes,
  };
}

function rulesBroken(changes: Partial<Evidence>): string[] {
  return [...new Set(chaosReport(1, newTally(), evidence(changes)).violations.map(({ rule }) => rule))];
}

const free = (changes: Partial<License> = {}): License => ({
  ...LICENSE,
  licenseId: 1002,
  licname: 'free.lic',
  ip: '0.0.0.0',
  remoteId: '',
  ...changes,
});
const pooled = sampleFree({ licenseId: '1002' as LicenseId, expiresOn: date('2030-04-01') });

const FREED: Operation = {
  operationId: 3,
  atMs: AT - 40 * DAY_MS,
  account: 'provider',
  func: 'soft.edit',
  licenseId: 1002,
  changes: {
    licname: ['used', 'free.lic'],
    ip: ['192.0.2.9', '0.0.0.0'],
    status: ['', 2],
    priceList: ['', MONTHLY],
    expiresOn: ['', '2030-04-01'],
  },
};
const pool = { ...emptyPool('licenses'), free: [pooled] };
const beside = (changes: Partial<Operation>) => ({
  licenses: [LICENSE, free()],
  pool,
  operations: [{ ...FREED, ...changes }, ...OPERATIONS],
});
/** Its license ran out for a while, in which another license was at an address. */
function takenMeanwhile(ip: string): Partial<Evidence> {
  const changed = (operationId: number, atMs: number, changes: Operation['changes'], licenseId = 1001) => ({
    ...FREED,
    operationId,
    atMs,
    licenseId,
    changes,
  });
  const [outMs, inMs] = [AT + 3 * DAY_MS, AT + 5 * DAY_MS];
  return {
    moves: [{ serviceId: '7', ip: SERVICE.ip, atMs: AT }],
    licenses: [LICENSE, free()],
    pool,
    operations: [
      ...OPERATIONS,
      changed(3, AT + 2 * DAY_MS, { status: ['', 2], ip: ['', ip], licname: ['', 'used'] }, 1002),
      changed(4, outMs, { status: [2, 3] }),
      changed(5, inMs, { status: [3, 2] }),
      changed(6, inMs + DAY_MS, { licname: ['used', 'free.lic'], ip: [ip, '0.0.0.0'] }, 1002),
    ],
  };
}
/** Its license ran out, at an address that it came to by a move or had from the first. */
function ranOut(priceList: string, cameFrom: string): Partial<Evidence> {
  const changed = (operationId: number, atMs: number, changes: Operation['changes']) => ({
    ...FREED,
    ...{ operationId, atMs, licenseId: 1001, changes },
  });
  const [ordered, prolonged] = OPERATIONS as [Operation, Operation];
  return {
    operations: [
      { ...ordered, changes: { ...ordered.changes, priceList: ['', priceList], ip: ['', cameFrom] } },
      prolonged,
      changed(3, AT + DAY_MS, { ip: [cameFrom, SERVICE.ip] }),
      changed(4, AT + 4 * DAY_MS, { status: [2, 3] }),
      changed(5, AT + 25 * DAY_MS, { status: [3, 2] }),
    ],
  };
}
const closedBefore = { closings: [{ serviceId: '7', atMs: AT - 60_000 }] };

describe('the checks', () => {
  it('find nothing where both sides agree', () => {
    assert.deepEqual(rulesBroken({}), []);
    assert.deepEqual(rulesBroken({ licenses: [LICENSE, free()], pool }), []);
    assert.deepEqual(rulesBroken(closedBefore), [], 'it was opened again');
    assert.deepEqual(rulesBroken(takenMeanwhile('192.0.2.7')), [], 'another license was in its way');
    assert.deepEqual(rulesBroken(ranOut(TRIAL_LIST, '192.0.2.70')), [], 'its trial may not leave');
    assert.deepEqual(rulesBroken(beside({ atMs: AT - 20 * DAY_MS })), [], 'it was changed lately');
    assert.deepEqual(rulesBroken(beside({ changes: { ...FREED.changes, priceList: ['', YEARLY] } })), []);
  });

  const breaches: Record<string, [Partial<Evidence>, string[]]> = {
    'an order that was charged twice': [
      { charges: [ORDERED, { ...ORDERED, chargeId: 3 }, PROLONGED] },
      ['ChargedOnce'],
    ],
    'a prolongation that was charged too early': [
      { charges: [ORDERED, { ...PROLONGED, on: date('2030-02-03') }] },
      ['NotTooEarly'],
    ],
    'a charge that the ledger does not know': [{ entries: [entry(MARKER)] }, ['ChargeInLedger']],
    'a charge that the ledger leaves open': [
      { entries: [entry(MARKER, { state: 'open', outcomes: [] }), ENTRIES[1]!] },
      ['LedgerKnowsEnd'],
    ],
    'a payment that only the ledger knows': [
      { entries: [...ENTRIES, entry('pk/8/x.1')] },
      ['LedgerIsCharged'],
    ],
    'another amount': [{ charges: [{ ...ORDERED, amountMinor: 2501 }, PROLONGED] }, ['SameAmount']],
    'a paid license that nobody holds': [
      { licenses: [LICENSE, free({ licname: 'lost' })] },
      ['AccountedFor'],
    ],
    'a free license that the pool has forgotten': [
      { licenses: [LICENSE, free()] },
      ['AccountedFor', 'PoolIsRight'],
    ],
    'a license in use that the pool calls free': [
      {
        licenses: [LICENSE, free({ licname: 'in use' })],
        pool,
      },
      ['PoolIsRight'],
    ],
    'a license with two holders': [
      { pool: { ...emptyPool('licenses'), free: [{ ...pooled, licenseId: '1001' as LicenseId }] } },
      ['BoundOnce', 'PoolIsRight'],
    ],
    'a service with two licenses': [
      { licenses: [LICENSE, { ...LICENSE, licenseId: 1003 }] },
      ['AccountedFor', 'BoundOnce'],
    ],
    'a claim that was never ended': [
      {
        licenses: [LICENSE, free()],
        pool: { ...emptyPool('licenses'), claims: { key: { license: pooled, atMs: 0 } } },
      },
      ['PoolIsRight'],
    ],
    'a service without a license': [
      { services: [{ service: SERVICE, wish: 'active', workflow: 'RUNNING' }] },
      ['AccountedFor', 'Licensed'],
    ],
    'a license at another address': [{ licenses: [{ ...LICENSE, ip: '192.0.2.9' }] }, ['Licensed']],
    'a license that ran out while its service was active': [
      {
        operations: [
          ...OPERATIONS,
          {
            ...OPERATIONS[1]!,
            operationId: 3,
            atMs: Date.UTC(2030, 2, 2),
            func: 'lifecycle.suspend',
            changes: { status: [2, 3] },
          },
        ],
      },
      ['Licensed'],
    ],
    'a license that ran out after its address was changed': [ranOut(MONTHLY, '192.0.2.70'), ['Licensed']],
    'a trial that ran out where it could leave': [ranOut(TRIAL_LIST, SERVICE.ip), ['Licensed']],
    'a payment for who has closed': [
      { ...closedBefore, spans: [{ serviceId: '7', sinceMs: AT - 120_000, untilMs: AT - 60_000 }] },
      ['NotForTheClosed'],
    ],
    'an order beside a license that was free and fits': [beside({}), ['PoolFirst']],
    'a service without a license while its address was free': [takenMeanwhile('192.0.2.9'), ['Licensed']],
    'a Workflow that failed': [
      { services: [{ ...evidence().services[0]!, workflow: 'FAILED' }] },
      ['AccountedFor', 'WorkflowIsWell'],
    ],
    'a service that does not close': [
      { services: [{ ...evidence().services[0]!, wish: 'closed' }] },
      ['Closed'],
    ],
  };
  for (const [breach, [changes, rules]] of Object.entries(breaches)) {
    it(`see ${breach}`, () => assert.deepEqual(rulesBroken(changes).sort(), rules));
  }

  it('let a run fail by what they see', (t) => {
    const printed = t.mock.method(console, 'log', () => undefined);
    const report = (changes: Partial<Evidence>) => chaosReport(7, newTally(), evidence(changes));
    assert.equal(printReport(report({}), true), 0);
    assert.equal(printReport(report({ entries: [entry(MARKER)] }), true), 1);
    assert.equal(printReport(report({ entries: [entry(MARKER)] }), false), 1);
    const json: unknown = printed.mock.calls[1]?.arguments[0];
    const { seed, violations } = JSON.parse(String(json)) as { seed: number; violations: { rule: string }[] };
    assert.deepEqual([seed, violations.map(({ rule }) => rule)], [7, ['ChargeInLedger']]);
  });

  it('tell the history of what they see', () => {
    const [{ history } = { history: [] }] = chaosReport(
      1,
      newTally(),
      evidence({ entries: [entry(MARKER)] }),
    ).violations;
    assert.equal(history.length, 7);
    assert.match(history[0] ?? '', /^2030-02-01T00:00:00.000Z charge 1: soft\.order\.param of license 1001/);
  });
});
