import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { LicenseServer } from '../../src/billmanager/license-server.js';
import type { LicenseId, PriceListCode } from '../../src/domain/base/license.js';
import * as fixture from './fixtures.js';
import { handmadePanel, PASSWORD, type SeenCall } from './handmade-panel.js';

const id = '1001' as LicenseId;
const lite = '55227' as PriceListCode;
const vmmanager = '55163' as PriceListCode;
const order = { priceList: lite, periodMonths: 1, ip: '192.0.2.7', name: 'Item #7', remoteId: 'pk-7-1' };

const answers: Readonly<Record<string, string>> = {
  whoami: fixture.account.whoami,
  subaccount: fixture.account.subaccount,
  'pricelist.export': fixture.priceLists.export,
  'soft.order.pricelist': fixture.priceLists.form,
  soft: fixture.list([fixture.row(1, 'pk-1-1'), fixture.row(2)]),
  'soft.edit': fixture.form,
  'soft.order.param': fixture.ordered,
  'platform.order.param': fixture.ordered,
  'service.prolong': fixture.prolonged,
};

describe('the functions of a license server', { timeout: 20_000 }, () => {
  let panel: Awaited<ReturnType<typeof handmadePanel>>;
  let server: LicenseServer;
  before(async () => {
    panel = await handmadePanel(({ form }) => {
      const func = form.get('func') ?? '';
      return form.get('sok') && func === 'soft.edit' ? fixture.ok : (answers[func] ?? fixture.ok);
    });
    server = panel.client({ platformPriceLists: [vmmanager] });
  });
  after(async () => {
    await server.close();
    await panel.stop();
  });
  /** The last call without what every call carries. */
  const sent = () => {
    const {
      func,
      out: _out,
      lang: _lang,
      authinfo: _authinfo,
      ...rest
    } = Object.fromEntries(lastCall().form);
    return { func, ...rest };
  };
  const lastCall = () => panel.calls.at(-1) as SeenCall;

  it('posts a form with the credentials in it, and nothing in the URL', async () => {
    await server.suspendLicense(id, lite);
    const call = lastCall();
    assert.equal(call.method, 'POST');
    assert.equal(call.url, '/billmgr');
    assert.equal(call.contentType, 'application/x-www-form-urlencoded');
    assert.equal(call.form.get('authinfo'), `reseller:${PASSWORD}`);
    assert.equal(call.form.get('out'), 'xml');
    assert.equal(call.form.get('lang'), 'en');
  });

  it('reads who we are and the balance', async () => {
    const account = await server.readAccount();
    assert.deepEqual(account, { username: 'reseller', balance: { amountMinor: 123_456, currency: 'EUR' } });
  });

  it('joins what the export sells with what the order form offers', async () => {
    const one = await panel.client().listPriceLists();
    assert.deepEqual(one, [
      {
        priceList: '55227',
        name: 'ISPmanager 6 Lite',
        available: true,
        periods: [
          { months: 1, cost: { amountMinor: 490, currency: 'EUR' } },
          { months: 12, cost: { amountMinor: 4_900, currency: 'EUR' } },
          { months: -100, cost: { amountMinor: 0, currency: 'EUR' } },
        ],
      },
      {
        priceList: '55230',
        name: 'ISPmanager 6 Business',
        available: false,
        periods: [{ months: 1, cost: { amountMinor: 2_490, currency: 'EUR' } }],
      },
    ]);
  });

  it('reads a list with and without our own id', async () => {
    const list = await panel.client().listLicenses();
    assert.equal(list.trusted, true);
    assert.deepEqual(list.licenses[0], {
      licenseId: '1',
      priceList: '55227',
      name: 'Item #1 & co',
      ip: '192.0.2.1',
      status: 'active',
      expiresOn: '2030-02-01',
      orderedOn: '2030-01-01',
      remoteId: 'pk-1-1',
      ipChangedOn: '2030-01-02',
      autoprolong: false,
    });
    assert.equal('remoteId' in list.licenses[1]!, false);
  });

  it('reads one license and its key', async () => {
    assert.deepEqual(await server.readLicense(id, lite), {
      licenseId: '1001',
      priceList: '55227',
      name: 'Item #7 addon vps7',
      ip: '192.0.2.7',
      status: 'active',
      expiresOn: '2030-02-01',
      orderedOn: '2030-01-01',
      autoprolong: true,
    });
    assert.deepEqual(sent(), { func: 'soft.edit', elid: '1001' });
    assert.equal(await server.readLicenseKey(id, lite), '1001-AbCd');
  });

  it('orders with the balance, the vendor prolonging nothing by itself', async () => {
    assert.deepEqual(await server.orderLicense({ ...order, addons: { 55236: 3 } }), { licenseId: '1001' });
    assert.deepEqual(sent(), {
      func: 'soft.order.param',
      pricelist: '55227',
      period: '1',
      ip: '192.0.2.7',
      licname: 'Item #7',
      remoteid: 'pk-7-1',
      autoprolong: 'null',
      addon_55236: '3',
      skipbasket: 'on',
      clicked_button: 'finish',
      sok: 'ok',
    });
  });

  it('orders a platform by the functions of its family', async () => {
    await server.orderLicense({ ...order, priceList: vmmanager });
    assert.equal(sent().func, 'platform.order.param');
  });

  it('prolongs and reads the new expiry', async () => {
    assert.deepEqual(await server.prolongLicense(id, 12), { expiresOn: '2030-03-01' });
    assert.deepEqual(sent(), { func: 'service.prolong', elid: '1001', period: '12', sok: 'ok' });
  });

  const writes: [name: string, run: () => Promise<void>, expected: Record<string, string>][] = [
    [
      'asks whether an address can have a license',
      () => server.checkIp(order),
      { func: 'soft.checkip', pricelist: '55227', period: '1', ip: '192.0.2.7' },
    ],
    [
      'writes only the fields that are given',
      () => server.editLicense(id, lite, { name: 'free.lic', ip: '0.0.0.0' }),
      { func: 'soft.edit', elid: '1001', licname: 'free.lic', ip: '0.0.0.0', sok: 'ok' },
    ],
    [
      'writes our own id and turns off the prolongation of the vendor',
      () => server.editLicense(id, lite, { remoteId: 'pk-8-1', autoprolong: false }),
      { func: 'soft.edit', elid: '1001', remoteid: 'pk-8-1', autoprolong: 'null', sok: 'ok' },
    ],
    [
      'asks for a new key',
      () => server.renewLicenseKey(id, lite),
      { func: 'soft.edit', elid: '1001', clicked_button: 'newkey', sok: 'ok' },
    ],
    ['suspends', () => server.suspendLicense(id, lite), { func: 'soft.suspend', elid: '1001' }],
    ['resumes', () => server.resumeLicense(id, vmmanager), { func: 'platform.resume', elid: '1001' }],
    ['deletes', () => server.deleteLicense(id, lite), { func: 'soft.delete', elid: '1001', sok: 'ok' }],
    [
      'changes the price list',
      () => server.changePriceList(id, '55230' as PriceListCode, 1),
      { func: 'service.changepricelist', elid: '1001', pricelist: '55230', period: '1', sok: 'ok' },
    ],
  ];
  for (const [name, run, expected] of writes) {
    it(name, async () => {
      await run();
      assert.deepEqual(sent(), expected);
    });
  }
});
