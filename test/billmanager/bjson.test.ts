import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { LicenseId, PriceListCode } from '../../src/domain/base/license.js';
import { expectFailure } from './expect-failure.js';
import { handmadePanel } from './handmade-panel.js';

// Written by hand from what published clients read of `out=bjson`; none was recorded from a live
// BILLmanager.

const id = '1001' as LicenseId;
const lite = '55227' as PriceListCode;
const order = { priceList: lite, periodMonths: 1, ip: '192.0.2.7', name: 'Item #7', remoteId: 'pk-7-1' };

async function answering(t: TestContext, answers: Readonly<Record<string, unknown>>) {
  const panel = await handmadePanel(({ form }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(answers[form.get('func') ?? ''] ?? {}),
  }));
  t.after(() => panel.stop());
  const server = panel.client({ format: 'bjson', maxClockSkewMs: Infinity });
  t.after(() => server.close());
  return { panel, server };
}

const license = {
  id: '1001',
  licname: 'Item #7',
  ip: '192.0.2.7',
  lickey: '1001-AbCd',
  status: '2',
  createdate: '2030-01-01',
  expiredate: '2030-02-01',
  pricelist: '55227',
  pricelist_name: 'ISPmanager 6 Lite',
};
const row = {
  id: '1001',
  licname: 'Item #7',
  ip: '192.0.2.7',
  item_status: 'Активен',
  item_status_orig: '2',
  createdate: '2030-01-01',
  expiredate: 'Ежедневное списание',
  real_expiredate: '2030-02-01',
  pricelist: 'ISPmanager 6 Lite',
  pricelist_id: '55227',
  remoteid: 'pk-7-1',
};
const record = {
  licenseId: '1001',
  priceList: '55227',
  name: 'Item #7',
  ip: '192.0.2.7',
  status: 'active',
  expiresOn: '2030-02-01',
  orderedOn: '2030-01-01',
};

describe('the format bjson', { timeout: 20_000 }, () => {
  it('is asked for', async (t) => {
    const { panel, server } = await answering(t, { 'soft.suspend': { ok: true } });
    await server.suspendLicense(id, lite);
    assert.equal(panel.calls[0]!.form.get('out'), 'bjson');
  });

  for (const [name, answer] of [
    ['under model', { model: license }],
    ['under doc and model', { doc: { model: license } }],
    ['with attributes', { model: { ...license, status: { v: '2', $name: 'x' }, ip: { $: '192.0.2.7' } } }],
    ['with numbers', { model: { ...license, id: 1001, status: 2, pricelist: 55227 } }],
  ] as const) {
    it(`shows a license ${name}`, async (t) => {
      const { server } = await answering(t, { 'soft.edit': answer });
      assert.deepEqual(await server.readLicense(id, lite), record);
      assert.equal(await server.readLicenseKey(id, lite), '1001-AbCd');
    });
  }

  for (const [name, elem] of [
    ['a list', [row]],
    ['a single element', row],
  ] as const) {
    it(`shows ${name}, the raw value beside the translated one`, async (t) => {
      const { server } = await answering(t, { soft: { func: 'soft', elem, p_elems: '1' } });
      assert.deepEqual(await server.listLicenses(), {
        trusted: true,
        licenses: [{ ...record, remoteId: 'pk-7-1' }],
      });
    });
  }

  it('shows an empty list with no count as an empty list', async (t) => {
    const { server } = await answering(t, { soft: { func: 'soft', elem: [] } });
    assert.deepEqual(await server.listLicenses(), { trusted: true, licenses: [] });
  });

  for (const answer of [{ id: { v: '1001', x: '1' } }, { model: { id: '1001' } }, { id: '1001', ok: true }]) {
    it(`answers an order by ${JSON.stringify(answer)}`, async (t) => {
      const { server } = await answering(t, { 'soft.order.param': answer });
      assert.deepEqual(await server.orderLicense(order), { licenseId: '1001' });
    });
  }

  for (const answer of [
    { ok: true, doc: { newexpiredate: '2030-03-01' } },
    { model: { newexpiredate: '2030-03-01' } },
    { newexpiredate: { v: '2030-03-01' } },
  ]) {
    it(`answers a prolongation by ${JSON.stringify(answer)}`, async (t) => {
      const { server } = await answering(t, { 'service.prolong': answer });
      assert.deepEqual(await server.prolongLicense(id, 1), { expiresOn: '2030-03-01' });
    });
  }

  it('shows price lists', async (t) => {
    const { server } = await answering(t, {
      'pricelist.export': {
        pricelist: [
          {
            id: '55227',
            price: { currency: 'EUR', period: [{ type: 'month', length: '1', cost: '4.9000' }] },
            addon: [
              { id: '1', price: { currency: 'EUR', period: { type: 'month', length: '1', cost: '0.5000' } } },
              { id: '2', name: 'without a price' },
              { id: '3', price: { period: { type: 'month', length: '1', cost: 'on request' } } },
            ],
          },
          { id: '55228', price: { currency: 'EUR', period: { type: 'year', length: '1', cost: '49.0000' } } },
        ],
      },
      'soft.order.pricelist': {
        list: { tariflist: [{ pricelist: '55227', desc: 'Lite', order_available: 'on' }] },
      },
    });
    assert.deepEqual(await server.listPriceLists(), [
      {
        priceList: '55227',
        name: 'Lite',
        available: true,
        periods: [{ months: 1, cost: { amountMinor: 490, currency: 'EUR' } }],
        addons: [{ addon: '1', periods: [{ months: 1, cost: { amountMinor: 50, currency: 'EUR' } }] }],
      },
      {
        priceList: '55228',
        name: '55228',
        available: false,
        periods: [{ months: 12, cost: { amountMinor: 4_900, currency: 'EUR' } }],
      },
    ]);
  });

  it('shows the balance', async (t) => {
    const { server } = await answering(t, {
      whoami: { user: { name: 'reseller', balance: '10.00' } },
      subaccount: { elem: [{ id: '3', balance: '-1 234.50 USD' }] },
    });
    assert.deepEqual(await server.readAccount(), {
      username: 'reseller',
      balance: { amountMinor: -123_450, currency: 'USD' },
    });
  });

  for (const error of [
    { msg: 'Not enough money' },
    { msg: { $: 'Not enough money' } },
    { type: 'balance', msg: 'Top up' },
    { $type: 'balance', $object: 'x', msg: { $: 'Top up' }, param: [{ $name: 'object', $: 'x' }] },
  ]) {
    it(`refuses by ${JSON.stringify(error)}`, async (t) => {
      for (const answer of [{ error }, { doc: { error } }, { model: { id: '1' }, error }]) {
        const { server } = await answering(t, { 'soft.order.param': answer });
        await expectFailure(() => server.orderLicense(order), 'InsufficientFunds', 'refused');
      }
    });
  }

  for (const answer of [[], null, 'text', 7, {}, { ok: null }]) {
    it(`does not take ${JSON.stringify(answer)} for done`, async (t) => {
      const panel = await handmadePanel(() => ({
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(answer),
      }));
      t.after(() => panel.stop());
      const server = panel.client({ format: 'bjson' });
      await expectFailure(() => server.suspendLicense(id, lite), 'OutcomeUnknown', 'unknown');
    });
  }
});
