import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { DAY_MS } from '../../src/domain/base/calendar.js';
import { faultRulesSchema } from '../../src/simulator/faults/fault-rule.js';
import { planSchedule, type ChaosEvent } from './schedule.js';

const YEAR = { seed: 1, services: 40, days: 365 };
const kindsOf = (events: readonly ChaosEvent[]) => new Set(events.map(({ kind }) => kind));

describe('a schedule of faults', () => {
  it('is the same for the same seed, and another one for another', () => {
    assert.deepEqual(planSchedule(YEAR), planSchedule(YEAR));
    assert.notDeepEqual(planSchedule(YEAR), planSchedule({ ...YEAR, seed: 2 }));
  });

  it('has everything in it, in the order of time and within its days', () => {
    const events = planSchedule(YEAR);
    const instants = events.map(({ atMs }) => atMs);
    assert.deepEqual(
      kindsOf(events),
      new Set(['weather', 'wish', 'again', 'wake', 'restart', 'drain', 'topUp', 'clock']),
    );
    assert.deepEqual(
      instants,
      [...instants].sort((a, b) => a - b),
    );
    assert.ok(instants.every((atMs) => Number.isInteger(atMs) && atMs >= 0 && atMs <= 365 * DAY_MS));
  });

  it('lets every service live, and asks of each what follows from what was asked before', () => {
    const last = new Map<string, string>();
    for (const event of planSchedule(YEAR)) {
      if (event.kind !== 'wish') continue;
      const { serviceId } = event.service;
      const before = last.get(serviceId) ?? 'closed';
      assert.notEqual(event.wish, before, `service ${serviceId} is ${before} already`);
      if (event.wish === 'suspended') assert.equal(before, 'active');
      last.set(serviceId, event.wish);
    }
    assert.equal(last.size, 40);
  });

  it('has weather of every kind, by rules that the license server takes', () => {
    const weather = planSchedule(YEAR).flatMap((event) => (event.kind === 'weather' ? [event.weather] : []));
    assert.deepEqual(new Set(weather.map(({ kind }) => kind)), new Set(['calm', 'rough', 'storm', 'outage']));
    for (const { rules } of weather) faultRulesSchema.parse(rules);
  });

  it('adds services without changing those that are there', () => {
    const wishes = (services: number) =>
      planSchedule({ ...YEAR, services }).filter(
        (event) => event.kind === 'wish' && event.service.serviceId === '3',
      );
    assert.deepEqual(wishes(4), wishes(40));
  });
});
