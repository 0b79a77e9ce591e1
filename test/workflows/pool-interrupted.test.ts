import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { LicenseServerAccess } from '../../src/activities/license/license-server-access.js';
import type { LicenseServer } from '../../src/billmanager/license-server.js';
import type { Config } from '../../src/config.js';
import { LicenseServerError } from '../../src/billmanager/errors.js';
import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

const service = (serviceId: string, ip = `192.0.2.${serviceId}`) =>
  sampleService({ serviceId, ip, serviceName: `vps${serviceId}`, servicePeriodMonths: 12 });

function configured(pool: 'eager' | 'lazy'): Config {
  const config = sampleConfig();
  return {
    ...config,
    licenseServers: config.licenseServers.map((server) => ({ ...server, pool, changeLimit: { days: 0 } })),
  };
}

/**
 * Ends the worker, as far as an Activity can see, before or after its n-th call to the license
 * server.
 */
class Interruption {
  #callsLeft = Infinity;
  #isAfter = false;
  struck = false;

  at(call: number, isAfter: boolean): void {
    this.#callsLeft = call;
    this.#isAfter = isAfter;
    this.struck = false;
  }

  around = (access: LicenseServerAccess): LicenseServerAccess => ({
    ...access,
    server: new Proxy(access.server, {
      get: (server, name: keyof LicenseServer) => {
        if (name === 'close') return () => server.close();
        return async (...args: unknown[]) => {
          this.#callsLeft -= 1;
          const strikes = this.#callsLeft === 0;
          if (strikes) this.struck = true;
          if (strikes && !this.#isAfter) throw new Error('the worker is gone');
          const calls = server as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
          const answer = await calls[name]?.(...args);
          if (strikes) throw new Error('the worker is gone');
          return answer;
        };
      },
    }),
  });
}

const LICENSE = 1001;
const shown = (life: Life) => life.simulator.licenses().find(({ licenseId }) => licenseId === LICENSE);
const placesOf = async (life: Life) => {
  const { free, claims, parked } = await life.client.getPool('licenses');
  return [free.length, Object.keys(claims).length, parked.length];
};

for (const mode of ['eager', 'lazy'] as const) {
  describe(`the ${mode} pool, interrupted at any call`, () => {
    const begin = lives();

    it('ends a return with the license free, and a hand-out with it bound', LIFE_LIMIT, async (t) => {
      const interruption = new Interruption();
      const { around } = interruption;
      const rules = { ipChangeLimit: 'none', keyChangeLimit: 'none' } as const;
      const life = await begin(t, { config: configured(mode), around, simulator: { rules } });
      await life.open(service('1'));
      const free = { eager: '0.0.0.0', lazy: undefined }[mode];
      let interruptions = 0;
      for (let round = 0; round < 20; round += 1) {
        const [call, isAfter] = [Math.floor(round / 2) + 1, round % 2 === 1];
        const [holder, next] = [String(round + 1), String(round + 2)];
        interruption.at(call, isAfter);
        await life.client.closeService(holder, { patienceMs: 0 });
        await life.days(1);
        const returned = interruption.struck;
        assert.deepEqual(await placesOf(life), [1, 0, 0], `return, call ${call}, after ${isAfter}`);
        assert.deepEqual([shown(life)?.licname, shown(life)?.ip], ['free.lic', free ?? `192.0.2.${holder}`]);

        await life.days(2);
        interruption.at(call, isAfter);
        await life.client.openLicense(service(next), { patienceMs: 0 });
        await life.days(1);
        const bound = interruption.struck;
        interruption.at(Infinity, false);
        assert.deepEqual(await placesOf(life), [0, 0, 0], `hand-out, call ${call}, after ${isAfter}`);
        assert.deepEqual(shown(life)?.ip, `192.0.2.${next}`);
        assert.equal((await life.client.getLicense(next)).license?.licenseId, String(LICENSE));
        if (!returned && !bound) break;
        interruptions += Number(returned) + Number(bound);
      }
      assert.ok(interruptions >= 12, `${interruptions} interruptions`);
      const bought = life.simulator.charges().filter(({ func }) => func === 'soft.order.param');
      assert.equal(bought.length, 1);
    });
  });
}

describe('a license server that refuses', () => {
  const begin = lives();

  it('one license: it is put back, and the next one serves', LIFE_LIMIT, async (t) => {
    const refusing = (access: LicenseServerAccess): LicenseServerAccess => ({
      ...access,
      server: {
        ...access.server,
        renewLicenseKey: (licenseId, priceList) => {
          if (licenseId !== '1001') return access.server.renewLicenseKey(licenseId, priceList);
          throw new LicenseServerError('Refused', 'refused', 'not this one');
        },
      },
    });
    const life = await begin(t, { around: refusing });
    for (const serviceId of ['1', '2']) await life.open(service(serviceId));
    for (const serviceId of ['1', '2']) await life.client.closeService(serviceId);
    await life.days(40);
    const next = await life.open(service('3'));
    assert.equal(next.licenseId, '1002');
    assert.deepEqual(
      [shown(life)?.licname, shown(life)?.ip, shown(life)?.remoteId],
      ['free.lic', '0.0.0.0', ''],
    );
    assert.deepEqual(await placesOf(life), [1, 0, 0]);
    assert.equal(life.simulator.charges().length, 2);
  });

  it(
    'to take a license back: it is parked after some tries, and a human gives it up',
    LIFE_LIMIT,
    async (t) => {
      const refusing = (access: LicenseServerAccess): LicenseServerAccess => ({
        ...access,
        server: {
          ...access.server,
          editLicense: () => Promise.reject(new LicenseServerError('Refused', 'refused', 'never')),
        },
      });
      const life = await begin(t, { around: refusing });
      await life.open(service('1'));
      assert.equal((await life.client.closeService('1', { patienceMs: 0 })).status, 'closing');
      await life.days(2);
      assert.equal(
        (await life.client.closeService('1')).status,
        'closed',
        'the service does not wait for it',
      );
      assert.deepEqual(await placesOf(life), [0, 0, 1]);
      const [parked] = (await life.client.getPool('licenses')).parked;
      assert.deepEqual([parked?.licenseId, parked?.failure, parked?.message], ['1001', 'Refused', 'never']);
      assert.equal(await life.client.forfeitParked('licenses', '1002'), false);
      assert.equal(await life.client.forfeitParked('licenses', '1001'), true);
      assert.ok((await life.client.getPool('licenses')).parked[0]?.forfeitedAtMs);
    },
  );
});
