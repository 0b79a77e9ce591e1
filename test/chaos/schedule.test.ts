import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { DAY_MS } from '../../src/domain/base/calendar.js';
import { faultRulesSchema } from '../../src/simulator/faults/fault-rule.js';
import { planSchedule, type ChaosEvent, type Desire } from './schedule.js';

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
      new Set([
        'weather',
        'desire',
        'again',
        'wake',
        'restart',
        'drain',
        'topUp',
        'clock',
        'prices',
        'export',
        'password',
        'suspension',
        'comparison',
      ]),
    );
    assert.deepEqual(
      instants,
      [...instants].sort((a, b) => a - b),
    );
    assert.ok(instants.every((atMs) => Number.isInteger(atMs) && atMs >= 0 && atMs <= 365 * DAY_MS));
  });

  it('lets every service live, and asks of each what follows from what was asked before', () => {
    const last = new Map<string, Desire>();
    const seen = new Set<string>();
    for (const event of planSchedule(YEAR)) {
      if (event.kind !== 'desire') continue;
      const { service, wish, endsAtMs } = event;
      const { serviceId } = service;
      const before = last.get(serviceId) ?? { service, wish: 'closed', endsAtMs: null };
      const news = Object.entries({
        [wish]: before.wish !== wish,
        address: before.service.ip !== service.ip,
        panel: before.service.panel !== service.panel,
        end: endsAtMs !== null && before.endsAtMs !== endsAtMs,
        endless: endsAtMs === null && before.endsAtMs !== null && wish !== 'closed',
      }).filter(([, isNew]) => isNew);
      assert.ok(news.length > 0, `service ${serviceId} is so already`);
      if (wish === 'suspended') assert.notEqual(before.wish, 'closed');
      for (const [what] of news) seen.add(what);
      last.set(serviceId, event);
    }
    assert.equal(last.size, 40);
    assert.deepEqual([...seen].sort(), [
      'active',
      'address',
      'closed',
      'end',
      'endless',
      'panel',
      'suspended',
    ]);
  });

  it('lets neighbours exchange their addresses', () => {
    const at = new Map<string, string>();
    let exchanges = 0;
    for (const event of planSchedule(YEAR)) {
      if (event.kind !== 'desire') continue;
      const { serviceId, ip } = event.service;
      const number = Number(serviceId);
      const neighbour = String(number % 2 === 1 ? number + 1 : number - 1);
      if (at.has(serviceId) && ip !== at.get(serviceId) && ip === at.get(neighbour)) exchanges += 1;
      at.set(serviceId, ip);
    }
    assert.ok(exchanges > 10, `${exchanges} times somebody wished the address of another`);
  });

  it('has weather of every kind, by rules that the license server takes', () => {
    const weather = planSchedule(YEAR).flatMap((event) => (event.kind === 'weather' ? [event.weather] : []));
    assert.deepEqual(new Set(weather.map(({ kind }) => kind)), new Set(['calm', 'rough', 'storm', 'outage']));
    for (const { rules } of weather) faultRulesSchema.parse(rules);
  });

  it('adds services without changing those that are there', () => {
    const wishes = (services: number) =>
      planSchedule({ ...YEAR, services }).filter(
        (event) => event.kind === 'desire' && event.service.serviceId === '3',
      );
    assert.deepEqual(wishes(4), wishes(40));
  });
});
