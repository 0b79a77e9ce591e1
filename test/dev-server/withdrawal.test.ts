import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { sampleService } from '../support/samples.js';
import { LIMIT, places, until, workersAt } from './real-time.js';

const service = (id: number) => sampleService({ serviceId: String(id), ip: `192.0.2.${id}` });

describe('a call whose reason has gone', { concurrency: true }, () => {
  const begin = places();

  it('is not made where it still waits in its Task Queue', LIMIT, async (t) => {
    const place = await begin(t);
    const { client, simulator } = place;
    // The license server is asked so seldom that calls wait in its Task Queue.
    await workersAt(t, place, 0.5);
    const ids = [1, 2, 3, 4, 5, 6, 7, 8];
    await Promise.all(ids.map((id) => client.openLicense(service(id), { patienceMs: 0 })));
    const closed = ids.slice(1).map((id) => client.closeService(String(id), { patienceMs: 60_000 }));
    const answers = await Promise.all(closed);
    assert.ok(answers.every(({ status }) => status === 'closed'));
    await until(async () => (await client.getLicense('1')).state === 'active');
    // One may have been past its line when it was told to close; nothing of it is lost.
    const charges = simulator.charges().length;
    const pooled = (await client.getPool('licenses')).free.length;
    assert.ok(charges <= 2, `${charges} charges`);
    assert.equal(charges, 1 + pooled);
  });

  it('is finished and learned where it is past its line', LIMIT, async (t) => {
    const place = await begin(t);
    const { client, simulator } = place;
    await workersAt(t, place, 50);
    simulator.setFaults([
      { kind: 'delay', func: 'soft.order.param', only: 'write', delayMs: 5000, executed: true },
    ]);
    await client.openLicense(service(7), { patienceMs: 0 });
    await until(() => simulator.faultCounts()[0]!.matched > 0);
    await client.closeService('7', { patienceMs: 60_000 });
    await until(async () => (await client.getPool('licenses')).free.length === 1);
    assert.equal(simulator.charges().length, 1);
  });
});
