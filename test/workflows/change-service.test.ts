import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { planServiceChange, serviceChangeInWords } from '../../src/domain/terms/service-change.js';
import { planChange } from '../../src/cli/commands/plan-change.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

describe("a client's order that changes while its service lives", () => {
  const begin = lives();

  it('is shown with its price, and counts from the next payment on', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const { client, config } = life;
    const { licenseId } = await life.open(sampleService());
    const keySinceMs = async () => (await client.getLicense('7')).license?.keySinceMs ?? Infinity;
    const keyReadMs = await life.env.currentTimeMs();
    assert.ok((await keySinceMs()) <= keyReadMs);
    const change = { serviceName: 'vps7b', servicePeriodMonths: 12 };
    const planned = await planChange(config, await client.getLicense('7'), (open, sold) =>
      planServiceChange(config, open, change, sold),
    );
    assert.equal(
      serviceChangeInWords(planned),
      [
        'the client pays unknown in place of unknown',
        'from the next payment on 12 months of price list 55384: 250.00 EUR, in place of 1 month of price list 55382: 25.00 EUR',
        'another license takes the place of this one then, with a key of its own',
      ].join('\n'),
    );
    assert.deepEqual(await client.changeService('7', change), {
      status: 'changed',
      nextPayment: { priceList: '55384', periodMonths: 12 },
    });
    assert.deepEqual(await client.changeService('7', change), {
      status: 'changed',
      nextPayment: { priceList: '55384', periodMonths: 12 },
    });
    await life.days(35);
    assert.deepEqual(
      life.simulator.charges().map(({ amountMinor }) => amountMinor),
      [2500, 25000],
    );
    assert.ok((await keySinceMs()) > keyReadMs, 'its key is another one');
    const after = await life.open(sampleService(change));
    assert.deepEqual([after.periodMonths, after.source], [12, 'ordered']);
    assert.notEqual(after.licenseId, licenseId);
  });

  it('is refused where the configuration does not have it, and nothing changes', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(sampleService());
    const answer = await life.client.changeService('7', { tariff: 'gone' });
    assert.equal(answer.status, 'refused');
    assert.match(answer.reason, /gone/);
    const { service } = await life.client.getLicense('7');
    assert.deepEqual(service, sampleService());
    await assert.rejects(life.client.changeService('7', {}), {
      code: 'InvalidRequest',
      message: /must name what changes/,
    });
    await assert.rejects(life.client.changeService('7', { servicePeriodMonths: -1 }), {
      code: 'InvalidRequest',
    });
    await life.client.closeService('7');
    await assert.rejects(life.client.changeService('7', { servicePeriodMonths: 12 }), {
      code: 'ServiceUnknown',
    });
  });
});
