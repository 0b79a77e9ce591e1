import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Client } from '@temporalio/client';

import { MAIN_TASK_QUEUE, serviceLicenseId } from '../../src/contract/ids.js';
import type { ReconcileInput, ReconcileReport } from '../../src/contract/reconcile.js';
import type { PanelkeeperClient } from '../../src/client.js';
import type { reconcileLicenses } from '../../src/workflows/index.js';
import { parseConfig } from '../../src/config.js';
import { byHand, orderByHand } from '../support/by-hand.js';
import { SAMPLE_YAML } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

const service = (serviceId: string, servicePeriodMonths = 12) =>
  sampleService({
    serviceId,
    ip: `192.0.2.${serviceId}`,
    serviceName: `vps${serviceId}`,
    servicePeriodMonths,
  });

let runs = 0;
async function compare(life: Life, input: Partial<ReconcileInput> = {}): Promise<ReconcileReport> {
  // The client of the engine that skips time does so while it waits for a result; this one does
  // not.
  const { connection, namespace } = life.env;
  return await new Client({ connection, namespace }).workflow.execute<typeof reconcileLicenses>(
    'reconcileLicenses',
    {
      workflowId: `reconcile/licenses/${(runs += 1)}`,
      taskQueue: MAIN_TASK_QUEUE,
      args: [{ licenseServer: 'licenses', apply: false, serviceIds: [], ...input }],
    },
  );
}

const inWords = ({ findings }: ReconcileReport) =>
  findings
    .map(({ kind, licenseId, proposal, outcome }) => `${licenseId} ${kind} ${proposal.action} ${outcome}`)
    .sort();

const order = (life: Life, licname: string, ip: string, more: Record<string, string> = {}) =>
  orderByHand(life, { ip, licname, ...more });

const freeIds = async (client: PanelkeeperClient) =>
  (await client.getPool('licenses')).free.map(({ licenseId }) => licenseId).sort();

describe('a comparison with the license server', () => {
  const begin = lives();

  it('finds each kind of difference, and repairs what is harmless', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const serviceIds = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
    for (const serviceId of serviceIds) await life.open(service(serviceId));
    for (const serviceId of ['7', '8']) await life.client.closeService(serviceId);
    assert.deepEqual((await compare(life, { serviceIds })).findings, []);

    await byHand(life, { func: 'soft.delete', elid: '1001' });
    await byHand(life, { func: 'service.prolong', elid: '1002', period: '12' });
    await byHand(life, { func: 'soft.edit', elid: '1003', ip: '192.0.2.33' });
    await byHand(life, { func: 'soft.edit', elid: '1004', licname: 'free.lic', remoteid: '' });
    await byHand(life, { func: 'soft.suspend', elid: '1005' });
    await byHand(life, { func: 'soft.edit', elid: '1006', autoprolong: '12' });
    await byHand(life, { func: 'soft.edit', elid: '1007', licname: 'somebody' });
    await order(life, 'free.lic', '0.0.0.0');
    await order(life, 'nobody knows', '192.0.2.99');

    const expected = [
      '1001 OnlyHere reread',
      '1002 ExpiryDiffers reread',
      '1003 AddressDiffers ask',
      '1004 NameDiffers ask',
      '1005 StatusDiffers resume',
      '1006 AutoprolongOn turnOffAutoprolong',
      '1007 TakenElsewhere dropFromPool',
      '1010 OnlyThere addToPool',
      '1011 OnlyThere ask',
    ];
    const writes = life.simulator.operations().length;
    const planned = await compare(life, { serviceIds });
    assert.deepEqual(
      inWords(planned),
      expected.map((each) => `${each} proposed`),
    );
    assert.equal(life.simulator.operations().length, writes, 'a plan writes nothing');

    const charges = life.simulator.charges().length;
    const applied = await compare(life, { serviceIds, apply: true });
    const allowed = /reread|turnOff|dropFrom|addTo|resume/;
    assert.deepEqual(
      inWords(applied),
      expected.map((each) => `${each} ${allowed.test(each) ? 'done' : 'notAllowed'}`),
    );
    const shown = life.simulator.licenses().find(({ licenseId }) => licenseId === 1002);
    assert.equal((await life.client.getLicense('2')).license?.expiresOn, shown?.expiresOn);
    // The service without a license gets what was found free, or orders one, whichever comes first.
    while (!(await life.client.getLicense('1')).license) await life.days(1 / 24);
    const { license } = await life.client.getLicense('1');
    const isPooled = license?.licenseId === '1010';
    assert.deepEqual(await freeIds(life.client), isPooled ? ['1008'] : ['1008', '1010']);
    assert.equal(life.simulator.charges().length, isPooled ? charges : charges + 1);
    const again = await compare(life, { serviceIds });
    assert.deepEqual(
      inWords(again),
      [
        ...expected.filter((each) => !allowed.test(each)).map((each) => `${each} proposed`),
        '1007 OnlyThere ask proposed',
      ].sort(),
    );
  });

  it(
    'finds what a service that waits for a human may take, and takes it where that is allowed',
    LIFE_LIMIT,
    async (t) => {
      const config = parseConfig(
        SAMPLE_YAML.replace('pool: eager', 'pool: eager, reconcile: { allow: [accept] }'),
        'sample.yaml',
      );
      const life = await begin(t, { config });
      await order(life, 'somebody', '192.0.2.30');
      await order(life, 'Item #30 addon vps30', '192.0.2.99');
      await life.openInVain(service('30'));
      const compared = () => compare(life, { serviceIds: ['30'] });
      const [finding] = (await compared()).findings.filter(({ licenseId }) => licenseId === '1002');
      assert.deepEqual(
        [finding?.proposal, finding?.reason],
        [{ action: 'accept', serviceId: '30' }, 'it carries the name of service 30, which waits for a human'],
      );
      const charges = life.simulator.charges().length;
      assert.match(
        inWords(await compare(life, { serviceIds: ['30'], apply: true })).join(),
        /1002 OnlyThere accept done/,
      );
      while ((await life.client.getLicense('30')).license?.licenseId !== '1002') await life.days(1 / 24);
      assert.equal(life.simulator.charges().length, charges);
    },
  );

  it(
    'leaves a license suspended that its service is not to have, or that has expired',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      await life.open(service('1'));
      await life.client.suspendService('1');
      await byHand(life, { func: 'soft.suspend', elid: '1001' });
      assert.deepEqual((await compare(life, { serviceIds: ['1'] })).findings, []);
    },
  );

  it('does nothing at all by a list that is empty, short or unreadable', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const serviceIds = ['1', '2', '3', '4'];
    for (const serviceId of serviceIds) await life.open(service(serviceId));
    await life.client.closeService('4');
    await byHand(life, { func: 'soft.edit', elid: '1001', autoprolong: '12' });
    const writes = life.simulator.operations().length;
    for (const [fault, refusal] of [
      [{ kind: 'short-list', func: 'soft', shortTotal: true }, /lacks 2 of the 4 licenses/],
      [{ kind: 'short-list', func: 'soft' }, /states 4 rows and has 2/],
      [{ kind: 'maintenance', func: 'soft' }, /cannot be trusted/],
    ] as const) {
      life.simulator.setFaults([fault]);
      const report = await compare(life, { serviceIds, apply: true });
      assert.match(report.refusal ?? '', refusal);
      assert.deepEqual(report.findings, []);
    }
    assert.equal(life.simulator.operations().length, writes);
  });

  it('comes again where it is patient, until it could be done', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(service('1'));
    await life.simulator.suspend(1001);
    life.simulator.setFaults([
      { kind: 'maintenance', func: 'soft', times: 2 },
      { kind: 'http-500', func: 'soft.resume', times: 1 },
    ]);
    await life.env.client.workflow.start<typeof reconcileLicenses>('reconcileLicenses', {
      workflowId: 'reconcile/licenses',
      taskQueue: MAIN_TASK_QUEUE,
      args: [{ licenseServer: 'licenses', apply: true, patient: true, serviceIds: ['1'] }],
    });
    await life.days(1 / 4);
    assert.equal(life.simulator.licenses()[0]?.status, 'active');
  });
});

describe('adopting', () => {
  const begin = lives();

  it('takes over what only the license server knows, without a charge, and once', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await order(life, 'Item #21 addon shop', '192.0.2.21');
    await order(life, 'imported', '192.0.2.22', { remoteid: '22', autoprolong: '12' });
    await order(life, 'imported as well', '192.0.2.23');
    await order(life, 'free.lic', '0.0.0.0');
    await order(life, 'a stranger', '192.0.2.25');
    const [charges, writes] = [life.simulator.charges().length, life.simulator.operations().length];
    const adopt = { services: [service('22'), service('23')] };
    const planned = await compare(life, { adopt });
    assert.deepEqual(inWords(planned), [
      '1001 OnlyThere adoptService proposed',
      '1002 OnlyThere adoptService proposed',
      '1003 OnlyThere adoptService proposed',
      '1004 OnlyThere addToPool proposed',
      '1005 OnlyThere ask proposed',
    ]);
    assert.deepEqual(await freeIds(life.client), []);
    await compare(life, { adopt, apply: true });
    for (const [serviceId, licenseId] of [
      ['21', '1001'],
      ['22', '1002'],
      ['23', '1003'],
    ] as const) {
      const view = await life.client.getLicense(serviceId);
      assert.deepEqual([view.license?.licenseId, view.license?.source], [licenseId, 'adopted']);
    }
    assert.deepEqual(await freeIds(life.client), ['1004']);
    const serviceIds = ['21', '22', '23'];
    const again = await compare(life, { adopt, apply: true, serviceIds });
    assert.deepEqual(inWords(again), ['1005 OnlyThere ask notAllowed']);
    assert.deepEqual(
      [life.simulator.charges().length, life.simulator.operations().length],
      [charges, writes + 1],
    );
    assert.equal(life.simulator.licenses()[1]?.autoprolongMonths, 0, 'which is all that was written');
    assert.equal((await life.open(service('22'))).licenseId, '1002', 'and it goes on like any other');
    await life.days(370);
    assert.deepEqual(
      life.paidFor('22').length +
        life.simulator.charges().filter(({ licenseId }) => licenseId === 1002).length,
      2,
    );
  });
});

describe('a service whose Workflow was terminated', () => {
  const begin = lives();

  it(
    'keeps its license for its address while it was being bound, and gets it when it comes back',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      await life.open(service('1'));
      await life.client.closeService('1');
      await life.days(40);
      // The license is bound, and its key cannot be renewed: the claim is not confirmed.
      life.simulator.setFaults([{ kind: 'http-500', func: 'soft.edit', only: 'write', skip: 1 }]);
      await life.openInVain(service('2'));
      await life.env.client.workflow.getHandle(serviceLicenseId('2')).terminate();
      life.simulator.setFaults([]);
      await life.days(1);
      const { free, claims } = await life.client.getPool('licenses');
      assert.deepEqual([free.map(({ ip }) => ip), claims], [['192.0.2.2'], {}]);
      assert.equal((await life.open(service('3'))).source, 'ordered', 'nobody else gets it');
      const { findings } = await compare(life, { serviceIds: ['3'] });
      assert.match(findings[0]?.reason ?? '', /it is named "Item #2 .* and kept for 192\.0\.2\.2/);
      assert.equal((await life.open(service('2'))).licenseId, '1001');
    },
  );

  for (const [where, others] of [
    ['the pool is empty', []],
    ['the pool has another one', ['3']],
  ] as const) {
    it(`takes its own license over when it is opened again, where ${where}`, LIFE_LIMIT, async (t) => {
      const life = await begin(t);
      const { licenseId } = await life.open(service('2'));
      for (const other of others) {
        await life.open(service(other));
        await life.client.closeService(other);
      }
      await life.days(40);
      const paid = life.simulator.charges().length;
      await life.env.client.workflow.getHandle(serviceLicenseId('2')).terminate();
      assert.equal((await life.open(service('2'))).licenseId, licenseId);
      assert.equal(life.simulator.charges().length, paid);
      assert.equal((await life.client.getLicense('2')).trouble, undefined);
      assert.deepEqual(await freeIds(life.client), others.length > 0 ? ['1002'] : []);
    });
  }

  it('leaves a license free that was not bound yet', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(service('1'));
    await life.client.closeService('1');
    await life.days(40);
    life.simulator.setFaults([{ kind: 'http-500', func: 'soft.edit', only: 'write' }]);
    await life.openInVain(service('2'));
    assert.deepEqual(Object.keys((await life.client.getPool('licenses')).claims).length, 1);
    await life.days(1 / 12);
    assert.deepEqual(
      Object.keys((await life.client.getPool('licenses')).claims).length,
      1,
      'its holder lives',
    );
    await life.env.client.workflow.getHandle(serviceLicenseId('2')).terminate();
    await life.days(1);
    life.simulator.setFaults([]);
    assert.equal((await life.open(service('3'))).licenseId, '1001');
  });
});
