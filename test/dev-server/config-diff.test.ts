import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { runHere } from '../support/run-panelkeeper.js';
import { SAMPLE_YAML } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIMIT, places, until, workersAt } from './real-time.js';

describe('panelkeeper config diff', () => {
  const begin = places();

  it('says what running services would do differently, before it is applied', LIMIT, async (t) => {
    const place = await begin(t);
    const { client, folder, address, namespace } = place;
    await workersAt(t, place);
    await client.openLicense(sampleService());
    await client.openLicense(sampleService({ serviceId: '8', ip: '192.0.2.8', panel: '55227' }));
    await client.openLicense(sampleService({ serviceId: '9', ip: '192.0.2.9', servicePeriodMonths: 12 }));
    const listed = async () => {
      let count = 0;
      for await (const _ of client.listLicenses()) count += 1;
      return count;
    };
    await until(async () => (await listed()) === 3);

    const [before, after] = ['before.yaml', 'after.yaml'].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    writeFileSync(before, SAMPLE_YAML);
    // The rule changes nothing for who holds the yearly price list; the other panel goes.
    const rule = ', periodAlignment: [{ initialPeriodMonths: 12, replaceByMonths: 1 }] }';
    writeFileSync(
      after,
      SAMPLE_YAML.replace('licenseServer: licenses }', `licenseServer: licenses${rule}`)
        .replace(/ {6}- internalName: "55227"\n/, '')
        .replace('whileSuspended: prolong', 'whileSuspended: lapse'),
    );
    const env = { PANELKEEPER_CONFIG: before, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
    const diff = (...args: string[]) => runHere(t, ['config', 'diff', ...args], env);
    const [same, json, words] = [await diff(before), await diff(after, '--json'), await diff(after)];
    assert.deepEqual([same.code, same.stdout], [0, '3 of 3 services go on as they are\n']);
    const { services } = JSON.parse(json.stdout) as { services: { serviceId: string }[] };
    const suspended = { field: 'whileSuspended', from: 'prolong', to: 'lapse' };
    assert.deepEqual(
      services.sort((a, b) => a.serviceId.localeCompare(b.serviceId)),
      [
        { serviceId: '7', kind: 'Changed', changes: [suspended] },
        {
          serviceId: '8',
          kind: 'Refused',
          message: 'panel 55227 is not configured; known: billmanager6',
        },
        { serviceId: '9', kind: 'Changed', changes: [suspended] },
      ],
    );
    assert.equal(words.code, 1, 'a service is refused');
    assert.match(words.stdout, /^8 +goes on by its old terms: panel 55227 is not configured/m);
    assert.match(words.stdout, /^7 +whileSuspended prolong → lapse$/m);
  });
});
