import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createLicenseServer } from '../../src/billmanager/create-license-server.js';
import type { LicenseServerSettings } from '../../src/billmanager/license-server-settings.js';
import type { LicenseServerFailure, Outcome } from '../../src/domain/base/failures.js';
import type { LicenseId, PriceListCode } from '../../src/domain/base/license.js';
import { startSimulator, type SimulatorOptions } from '../../src/simulator/simulator.js';
import { expectFailure } from './expect-failure.js';

// Two readings of the same facts, made without looking at each other, play against each other here.

const lite = '55227' as PriceListCode;
const business = '55230' as PriceListCode;
const vmmanager = '55163' as PriceListCode;
const DAY_MS = 86_400_000;
const start = Date.parse('2030-01-31T12:00:00Z');
const balance = { amountMinor: 100_000, currency: 'EUR' };
const account = { username: 'reseller', password: 'p:ss wörd&1', balance };

async function play(
  t: TestContext,
  format: 'xml' | 'bjson',
  options: SimulatorOptions = {},
  settings: Partial<LicenseServerSettings> = {},
) {
  const time = { now: start };
  const simulator = await startSimulator({ accounts: [account], now: () => time.now, ...options });
  const server = createLicenseServer({
    url: simulator.url,
    username: account.username,
    password: () => account.password,
    format,
    now: () => time.now,
    platformPriceLists: [vmmanager],
    keyWaitMs: 50,
    ...settings,
  });
  t.after(async () => {
    await server.close();
    await simulator.close();
  });
  const order = (ip = '192.0.2.7', priceList = lite) =>
    server.orderLicense({ priceList, periodMonths: 1, ip, name: `Item ${ip}`, remoteId: `pk-${ip}` });
  return { simulator, server, time, order };
}

for (const format of ['xml', 'bjson'] as const) {
  describe(`the client and the simulator in ${format}`, { timeout: 20_000 }, () => {
    it('agree about the account and what it can order', async (t) => {
      const { server } = await play(t, format);
      assert.deepEqual(await server.readAccount(), { username: 'reseller', balance });
      const priceLists = await server.listPriceLists();
      assert.deepEqual(
        priceLists.find(({ priceList }) => priceList === lite),
        {
          priceList: lite,
          name: 'ISPmanager 6 Lite',
          available: true,
          periods: [
            { months: 1, cost: { amountMinor: 500, currency: 'EUR' } },
            { months: 12, cost: { amountMinor: 5_000, currency: 'EUR' } },
          ],
        },
      );
      const { addons } = priceLists.find(({ priceList }) => priceList === vmmanager) ?? {};
      const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
      assert.deepEqual(addons?.[1], {
        addon: '55164',
        periods: [
          { months: 1, cost: eur(10) },
          { months: 12, cost: eur(100) },
        ],
      });
    });

    it('agree about what may not be ordered', async (t) => {
      const { server } = await play(t, format, { accounts: [{ ...account, priceLists: [lite] }] });
      const offered = (await server.listPriceLists()).filter(({ available }) => available);
      assert.deepEqual(
        offered.map(({ priceList }) => priceList),
        [lite],
      );
    });

    it('agree about the whole life of a license', async (t) => {
      const { server, simulator, time, order } = await play(t, format);
      await server.checkIp({ priceList: lite, periodMonths: 1, ip: '192.0.2.7' });
      const { licenseId } = await order();
      const ordered = await server.readLicense(licenseId, lite);
      assert.deepEqual(
        [ordered.licenseId, ordered.priceList, ordered.name, ordered.ip, ordered.status],
        [licenseId, lite, 'Item 192.0.2.7', '192.0.2.7', 'active'],
      );
      assert.equal(ordered.expiresOn, '2030-02-28');
      assert.equal(ordered.autoprolong, false);
      const key = await server.readLicenseKey(licenseId, lite);

      assert.deepEqual(await server.prolongLicense(licenseId, 12), { expiresOn: '2031-02-28' });
      await server.renewLicenseKey(licenseId, lite);
      assert.notEqual(await server.readLicenseKey(licenseId, lite), key);

      await server.suspendLicense(licenseId, lite);
      assert.equal((await server.readLicense(licenseId, lite)).status, 'suspended');
      await server.editLicense(licenseId, lite, {
        name: 'free.lic',
        ip: '0.0.0.0',
        remoteId: '',
        autoprolong: false,
      });
      const free = await server.readLicense(licenseId, lite);
      assert.deepEqual([free.name, free.ip], ['free.lic', '0.0.0.0']);

      time.now += 60 * DAY_MS;
      await server.editLicense(licenseId, lite, { name: 'Item #8', ip: '192.0.2.8', remoteId: 'pk-8' });
      await server.resumeLicense(licenseId, lite);
      const again = await server.readLicense(licenseId, lite);
      assert.deepEqual([again.name, again.ip, again.status], ['Item #8', '192.0.2.8', 'active']);

      await server.changePriceList(licenseId, business, 1);
      assert.equal((await server.readLicense(licenseId, business)).priceList, business);
      await server.deleteLicense(licenseId, business);
      const list = await server.listLicenses();
      assert.equal(list.trusted, true);
      assert.equal(list.licenses.filter(({ status }) => status !== 'deleted').length, 0);
      assert.deepEqual(
        simulator.charges().map(({ func }) => func),
        ['soft.order.param', 'service.prolong'],
      );
    });

    it('agree about a platform of version 6', async (t) => {
      const { server, order } = await play(t, format);
      const { licenseId } = await order('192.0.2.9', vmmanager);
      await server.editLicense(licenseId, vmmanager, { name: 'Node' });
      assert.equal((await server.readLicense(licenseId, vmmanager)).name, 'Node');
      await server.suspendLicense(licenseId, vmmanager);
      await server.resumeLicense(licenseId, vmmanager);
    });

    for (const remoteidShown of ['form', 'list'] as const) {
      it(`agree about a list in pages, our own id shown in the ${remoteidShown}`, async (t) => {
        const { server, order } = await play(t, format, { rules: { remoteidShown } }, { pageSize: 2 });
        for (const host of [1, 2, 3, 4]) await order(`192.0.2.${host}`);
        await order('192.0.2.5', vmmanager);
        const { trusted, licenses } = await server.listLicenses();
        assert.equal(trusted, true);
        assert.deepEqual(
          licenses.map(({ name, remoteId }) => [name, remoteId]),
          [1, 2, 3, 4, 5].map((host) => [
            `Item 192.0.2.${host}`,
            remoteidShown === 'list' ? `pk-192.0.2.${host}` : undefined,
          ]),
        );
        assert.deepEqual([licenses[4]!.priceList, licenses[4]!.expiresOn], [vmmanager, '2030-02-28']);
      });
    }

    it('agree about refusals', async (t) => {
      const { server, order, simulator, time } = await play(t, format, {
        accounts: [{ ...account, balance: { amountMinor: 1_000, currency: 'EUR' } }],
      });
      const { licenseId } = await order();
      await expectFailure(() => order(), 'IpAlreadyLicensed', 'refused');
      const there = { priceList: lite, periodMonths: 1, ip: '192.0.2.7' };
      await expectFailure(() => server.checkIp(there), 'IpAlreadyLicensed', 'refused');
      await expectFailure(() => server.prolongLicense(licenseId, 12), 'InsufficientFunds', 'refused');
      await expectFailure(() => server.prolongLicense(licenseId, 7), 'PriceListUnavailable', 'refused');
      await expectFailure(() => order('192.0.2.8', '1' as PriceListCode), 'PriceListUnavailable', 'refused');
      await expectFailure(() => server.readLicense('999' as LicenseId, lite), 'LicenseNotFound', 'refused');
      await server.editLicense(licenseId, lite, { ip: '192.0.2.10' });
      const elsewhere = { ip: '192.0.2.11' };
      await expectFailure(() => server.editLicense(licenseId, lite, elsewhere), 'IpChangeTooSoon', 'refused');
      await server.renewLicenseKey(licenseId, lite);
      await expectFailure(() => server.renewLicenseKey(licenseId, lite), 'KeyChangeTooSoon', 'refused');
      time.now += DAY_MS;
      await server.editLicense(licenseId, lite, elsewhere);
      assert.equal(simulator.charges().length, 1);
    });

    it('agree about a wrong password and a function that is not allowed', async (t) => {
      const wrong = await play(t, format, {}, { password: () => 'guess' });
      await expectFailure(() => wrong.server.readAccount(), 'BadCredentials', 'refused');
      const denied = await play(t, format, { accounts: [{ ...account, deniedFunctions: ['soft.delete'] }] });
      const { licenseId } = await denied.order();
      await expectFailure(() => denied.server.deleteLicense(licenseId, lite), 'AccessDenied', 'refused');
    });

    it('agree about a key that is late', async (t) => {
      const { server, order, time } = await play(t, format, { rules: { keyDelayMs: 60_000 } });
      const { licenseId } = await order();
      await expectFailure(() => server.readLicenseKey(licenseId, lite), 'LicenseKeyPending', 'notDone');
      time.now += 60_000;
      assert.ok(await server.readLicenseKey(licenseId, lite));
    });

    const faults: [
      fault: NonNullable<SimulatorOptions['faults']>[number],
      ofRead: [LicenseServerFailure, Outcome],
      ofPayment: [LicenseServerFailure, Outcome],
      paid: number,
    ][] = [
      [{ kind: 'drop-before' }, ['LicenseServerUnreachable', 'notDone'], ['OutcomeUnknown', 'unknown'], 0],
      [{ kind: 'drop-after' }, ['LicenseServerUnreachable', 'notDone'], ['OutcomeUnknown', 'unknown'], 1],
      [
        { kind: 'http-502', executed: true },
        ['UnreadableAnswer', 'notDone'],
        ['OutcomeUnknown', 'unknown'],
        1,
      ],
      [{ kind: 'http-503' }, ['LicenseServerBusy', 'notDone'], ['OutcomeUnknown', 'unknown'], 0],
      [{ kind: 'cut-body' }, ['UnreadableAnswer', 'notDone'], ['OutcomeUnknown', 'unknown'], 1],
      [{ kind: 'wrong-xml' }, ['UnreadableAnswer', 'notDone'], ['OutcomeUnknown', 'unknown'], 1],
      [{ kind: 'session-expired' }, ['BadCredentials', 'refused'], ['BadCredentials', 'refused'], 0],
      [{ kind: 'captcha' }, ['BadCredentials', 'refused'], ['BadCredentials', 'refused'], 0],
    ];
    for (const [fault, ofRead, ofPayment, paid] of faults) {
      it(`agree about the fault ${fault.kind}`, async (t) => {
        const { server, order, simulator } = await play(t, format);
        const { licenseId } = await order();
        simulator.setFaults([fault]);
        await expectFailure(() => server.readLicense(licenseId, lite), ...ofRead);
        await expectFailure(() => server.prolongLicense(licenseId, 1), ...ofPayment);
        assert.equal(simulator.charges().length, 1 + paid);
      });
    }

    it('agree about what was charged, in pages', async (t) => {
      const { server, order, simulator, time } = await play(t, format, {}, { pageSize: 2 });
      const { licenseId } = await order();
      time.now += DAY_MS;
      await server.prolongLicense(licenseId, 12);
      await order('192.0.2.9', vmmanager);
      const { trusted, charges } = await server.listCharges();
      assert.equal(trusted, true);
      const words = [
        'ISPmanager 6 Lite #1001, 1 month',
        'ISPmanager 6 Lite #1001, 12 months',
        'VMmanager 6 #1002, 1 month',
      ];
      assert.deepEqual(
        charges,
        simulator.charges().map(({ chargeId, licenseId, on, amountMinor, currency }, index) => ({
          chargeId: String(chargeId),
          licenseId: String(licenseId),
          on,
          amount: { amountMinor, currency },
          description: words[index],
        })),
      );
      assert.deepEqual(
        charges.map(({ on }) => on),
        ['2030-01-31', '2030-02-01', '2030-02-01'],
      );
      simulator.setFaults([{ kind: 'short-list', func: 'expense' }]);
      assert.equal((await server.listCharges()).trusted, false);
      simulator.setFaults([{ kind: 'maintenance', func: 'expense' }]);
      assert.equal((await server.listCharges()).trusted, false);
      simulator.setFaults([{ kind: 'drop-after', func: 'expense' }]);
      await expectFailure(() => server.listCharges(), 'LicenseServerUnreachable', 'notDone');
    });

    it('agree that a short list is not to be trusted', async (t) => {
      const { server, order, simulator } = await play(t, format);
      for (const host of [1, 2, 3]) await order(`192.0.2.${host}`);
      simulator.setFaults([{ kind: 'short-list', func: 'soft' }]);
      assert.equal((await server.listLicenses()).trusted, false);
    });
  });
}
