import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { poolActivities } from '../../src/activities/messages/pool.js';
import type { LicenseServerAccess } from '../../src/activities/license/license-server-access.js';
import { LicenseServerError } from '../../src/billmanager/errors.js';
import type { Config } from '../../src/config.js';
import type { ChangeLimit } from '../../src/domain/base/address-change.js';
import type { LicenseId } from '../../src/domain/base/license.js';
import { sampleConfig } from '../support/sample-config.js';
import { MONTHLY, sampleFree, sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

const service = (serviceId: string) =>
  sampleService({
    serviceId,
    ip: `192.0.2.${serviceId}`,
    serviceName: `vps${serviceId}`,
    servicePeriodMonths: 12,
  });

function configured(pool: 'eager' | 'lazy', changeLimit: ChangeLimit): Config {
  const config = sampleConfig();
  return {
    ...config,
    licenseServers: config.licenseServers.map((server) => ({ ...server, pool, changeLimit })),
  };
}

/** Counts what the license server refuses: by our own rule it should never have to. */
function counting(refusals: string[]) {
  return (access: LicenseServerAccess): LicenseServerAccess => ({
    ...access,
    server: {
      ...access.server,
      editLicense: (...call) =>
        access.server.editLicense(...call).catch((error: unknown) => {
          if (error instanceof LicenseServerError) refusals.push(error.failure);
          throw error;
        }),
    },
  });
}

const RULES = [
  ['monthAgo', 'month-ago', '2041-04-11', '2041-03-12'],
  ['calendarMonth', 'calendar-month', '2041-04-01', '2041-03-01'],
  [{ days: 31 }, '31-days', '2041-04-11', '2041-03-14'],
] as const;

describe('each rule for changes of the address', () => {
  const begin = lives();

  for (const mode of ['eager', 'lazy'] as const) {
    for (const [changeLimit, ipChangeLimit, eagerFrom, lazyFrom] of RULES) {
      it(`is kept by the ${mode} pool: ${ipChangeLimit}`, LIFE_LIMIT, async (t) => {
        const refusals: string[] = [];
        const rules = { ipChangeLimit, keyChangeLimit: ipChangeLimit } as const;
        const config = configured(mode, changeLimit);
        const life = await begin(t, { config, simulator: { rules }, around: counting(refusals) });
        await life.until('2041-01-05');
        await life.open(service('1'));
        await life.until('2041-02-10');
        await life.client.changeIp('1', '192.0.2.100');
        await life.until('2041-03-10');
        await life.client.closeService('1');
        const usableFrom = mode === 'eager' ? eagerFrom : lazyFrom;
        const { free } = await life.client.getPool('licenses');
        const usableAt = new Date(free[0]?.usableAtMs ?? 0).toISOString();
        if (usableFrom > '2041-03-10') {
          await life.until(usableFrom);
          const early = new Date((await life.env.currentTimeMs()) - 86_400_000).toISOString();
          assert.ok(usableAt > early.slice(0, 10), `${usableAt} is not before ${usableFrom}`);
        }
        await life.days(1);
        const next = await life.open(service('2'));
        assert.deepEqual([next.licenseId, refusals], ['1001', []], `usable at ${usableAt}`);
      });
    }
  }
});

describe('a burst', () => {
  const begin = lives();

  it('of 16 services on 4 free licenses binds each once and buys 12', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: configured('lazy', { days: 0 }) });
    const first = Array.from({ length: 4 }, (_, at) => String(at + 1));
    for (const serviceId of first) await life.open(service(serviceId));
    for (const serviceId of first) await life.client.closeService(serviceId);
    const next = Array.from({ length: 16 }, (_, at) => String(at + 101));
    const licenses = await Promise.all(
      next.map((serviceId) => life.client.openLicense(service(serviceId), { patienceMs: 60_000 })),
    );
    const held = licenses.flatMap((answer) => (answer.status === 'licensed' ? answer.license : []));
    assert.equal(new Set(held.map(({ licenseId }) => licenseId)).size, 16);
    assert.equal(held.filter(({ source }) => source === 'pool').length, 4);
    assert.equal(life.simulator.charges().length, 16);
  });

  it('of 200 claims on 50 free licenses promises each once', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const calls = poolActivities(life.env.client, () => life.config);
    const free = (at: number) =>
      sampleFree({
        licenseId: String(at) as LicenseId,
        expiresAtMs: Date.UTC(2300, 0),
        expiredAtMs: Date.UTC(2300, 0),
      });
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        calls.addToPool({ licenseServer: 'licenses', key: `return/${at}`, license: free(at), price: null }),
      ),
    );
    const need = (at: number) => ({ priceList: MONTHLY, ip: `10.0.0.${at}` });
    const choices = await Promise.all(
      Array.from({ length: 200 }, (_, at) => calls.claimLicense('licenses', `pk/${at}/burst.1`, need(at))),
    );
    const granted = choices.flatMap((choice) => (choice.kind === 'granted' ? choice.license.licenseId : []));
    assert.deepEqual([granted.length, new Set(granted).size], [50, 50]);
    assert.equal(await keysOf(life), 50);
  });
});

async function keysOf(life: Life): Promise<number> {
  return Object.keys((await life.client.getPool('licenses')).claims).length;
}
