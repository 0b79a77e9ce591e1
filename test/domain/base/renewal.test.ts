import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { earliestInstantOf } from '../../../src/activities/license/expiry.js';
import { addDays, date, DAY_MS } from '../../../src/domain/base/calendar.js';
import { TRIAL } from '../../../src/domain/base/period.js';
import { DEFAULT_LEAD, planRenewal, type LeadSettings } from '../../../src/domain/base/renewal.js';

const LIMIT = { timeout: 60_000 };

const zones = [
  'UTC',
  'Europe/Moscow',
  'America/New_York',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
  'Asia/Kathmandu',
];
const anyZone = fc.constantFrom('unknown', ...zones);
const anyExpiry = fc.integer({ min: 0, max: 3650 }).map((days) => addDays(date('2026-01-01'), days));
const anyPeriod = fc.constantFrom(1, 3, 6, 12, 24, 36);
const anyServiceId = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/);
const anyLead: fc.Arbitrary<LeadSettings> = fc.record({
  leadShare: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  leadMinDays: fc.double({ min: 1, max: 27, noNaN: true }),
  leadMaxDays: fc.double({ min: 27, max: 90, noNaN: true }),
  emergencyShare: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  emergencyMinDays: fc.double({ min: 0.1, max: 30, noNaN: true }),
});

function plan(expiry: string, periodMonths: number, serviceId = '7', zone = 'UTC', lead = DEFAULT_LEAD) {
  const expiresOn = date(expiry);
  const expiresAtMs = earliestInstantOf(expiresOn, zone);
  const planned = planRenewal({ periodMonths, expiresOn, expiresAtMs }, lead, serviceId);
  return {
    ...planned,
    expiresAtMs,
    leadDays: (expiresAtMs - planned.renewAtMs) / DAY_MS,
    emergencyDays: (expiresAtMs - planned.emergencyAtMs) / DAY_MS,
  };
}

describe('planRenewal', () => {
  it('looks for what follows a trial with the shortest lead, as nobody knows how long it is', LIMIT, () => {
    const { leadDays, emergencyDays } = plan('2030-01-15', TRIAL);
    assert.ok(leadDays <= DEFAULT_LEAD.leadMinDays && leadDays > (DEFAULT_LEAD.leadMinDays * 2) / 3);
    assert.equal(emergencyDays, DEFAULT_LEAD.emergencyMinDays);
  });

  // The jitter moves the instant by less than a third of the lead, so bounds say all that a plan
  // promises.
  const leads: readonly (readonly [string, string, number, number])[] = [
    ['a month of 31 days: a tenth of it', '2030-02-01', 1, 3.1],
    ['a month of 28 days: a tenth of it', '2030-03-01', 1, 2.8],
    ['three months: a tenth of them', '2030-04-01', 3, 9],
    ['a year: ten days, the most', '2030-04-01', 12, 10],
    ['three years: ten days, the most', '2030-04-01', 36, 10],
  ];
  for (const [name, expiry, months, leadDays] of leads) {
    it(`leads ${name}`, LIMIT, () => {
      for (let id = 0; id < 100; id += 1) {
        const planned = plan(expiry, months, String(id));
        assert.ok(planned.leadDays <= leadDays + 1e-6 && planned.leadDays > (leadDays * 2) / 3 - 1e-6);
      }
    });
  }

  it('leads no less than the least that is set', LIMIT, () => {
    const lead = { ...DEFAULT_LEAD, leadShare: 0.01 };
    const days = plan('2030-02-01', 1, '7', 'UTC', lead).leadDays;
    assert.ok(days <= 2 && days > 4 / 3);
  });

  it('begins the emergency a twentieth of the period before expiry, a day at least', LIMIT, () => {
    assert.equal(plan('2030-02-01', 1).emergencyDays, 1.55);
    assert.equal(plan('2030-03-01', 1).emergencyDays, 1.4);
    assert.equal(
      plan('2030-02-01', 1, '7', 'UTC', { ...DEFAULT_LEAD, emergencyShare: 0.01 }).emergencyDays,
      1,
    );
  });

  it('lets the emergency of a long period begin at half of its lead at the latest', LIMIT, () => {
    assert.equal(plan('2030-02-01', 12).emergencyDays, 5);
  });

  it('plans before the emergency and the emergency before expiry, whatever is set', LIMIT, () => {
    fc.assert(
      fc.property(anyExpiry, anyPeriod, anyServiceId, anyZone, anyLead, (expiry, months, id, zone, lead) => {
        const { renewAtMs, emergencyAtMs, expiresAtMs, leadDays } = plan(expiry, months, id, zone, lead);
        assert.ok(renewAtMs < emergencyAtMs && emergencyAtMs < expiresAtMs);
        assert.ok(Number.isSafeInteger(renewAtMs) && Number.isSafeInteger(emergencyAtMs));
        assert.ok(leadDays <= lead.leadMaxDays + 1e-6);
      }),
    );
  });

  it('ends the emergency before expiry in every zone, where the zone is unknown', LIMIT, () => {
    fc.assert(
      fc.property(
        anyExpiry,
        anyPeriod,
        anyServiceId,
        fc.constantFrom(...zones),
        (expiry, months, id, zone) => {
          const { emergencyAtMs, expiresAtMs } = plan(expiry, months, id, 'unknown');
          assert.ok(emergencyAtMs < earliestInstantOf(expiry, zone));
          assert.ok(expiresAtMs <= earliestInstantOf(expiry, zone));
        },
      ),
    );
  });

  it('finds the same instant again, and another one for the next expiry', LIMIT, () => {
    fc.assert(
      fc.property(anyExpiry, anyPeriod, anyServiceId, (expiry, months, id) => {
        assert.deepEqual(plan(expiry, months, id), plan(expiry, months, id));
      }),
    );
    assert.notEqual(plan('2030-02-01', 12).leadDays, plan('2031-02-01', 12).leadDays);
  });

  it('spreads services that were opened on one day over the first third of the lead', LIMIT, () => {
    const TENTHS = 10;
    const SERVICES = 2000;
    const counts = Array.from({ length: TENTHS }, () => 0);
    for (let id = 0; id < SERVICES; id += 1) {
      const jitter = (10 - plan('2030-02-01', 12, String(id)).leadDays) / (10 / 3);
      assert.ok(jitter >= 0 && jitter < 1);
      counts[Math.floor(jitter * TENTHS)]! += 1;
    }
    // Numbered ids are as alike as ids can be; each tenth of the window gets its tenth of them,
    // give or take a third.
    for (const count of counts)
      assert.ok(Math.abs(count - SERVICES / TENTHS) < SERVICES / TENTHS / 3, String(counts));
  });
});
