import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LicenseId, PriceListCode } from '../../src/domain/base/license.js';
import { expectFailure } from './expect-failure.js';
import * as fixture from './fixtures.js';
import { handmadePanel } from './handmade-panel.js';

const id = '1001' as LicenseId;
const lite = '55227' as PriceListCode;
const keyless = fixture.form.replace('1001-AbCd', '');

describe('a license key', { timeout: 20_000 }, () => {
  it('that comes late is waited for', async (t) => {
    const panel = await handmadePanel(() => (panel.calls.length < 2 ? keyless : fixture.form));
    t.after(() => panel.stop());
    assert.equal(await panel.client().readLicenseKey(id, lite), '1001-AbCd');
    assert.equal(panel.calls.length, 2);
  });

  for (const [name, answer] of [
    ['is empty', keyless],
    ['is not there', fixture.form.replace(/<lickey.*<.lickey>/, '')],
  ] as const) {
    it(`that ${name} for longer than the limit is pending`, async (t) => {
      const panel = await handmadePanel(() => answer);
      t.after(() => panel.stop());
      const server = panel.client({ keyWaitMs: 20 });
      await expectFailure(() => server.readLicenseKey(id, lite), 'LicenseKeyPending', 'notDone');
      assert.equal(panel.calls.length, 2, 'asked at once and at the end');
    });
  }
});

describe('an answer that does not agree with the question', { timeout: 20_000 }, () => {
  const answering = async (answer: string) => {
    const panel = await handmadePanel(() => answer);
    return { server: panel.client({ maxClockSkewMs: Infinity }), stop: () => panel.stop() };
  };
  const order = { priceList: lite, periodMonths: 1, ip: '192.0.2.7', name: 'Item #7', remoteId: 'pk-7-1' };

  it('another license is read', async (t) => {
    const { server, stop } = await answering(fixture.form);
    t.after(stop);
    await expectFailure(() => server.readLicense('1002' as LicenseId, lite), 'UnreadableAnswer', 'notDone');
  });
  for (const inside of ['<ok/>', '<id/><ok/>', '<id>new</id>', '<id orig="x">1</id>']) {
    it(`an order is answered by ${inside}`, async (t) => {
      const { server, stop } = await answering(fixture.xml('soft.order.param', inside));
      t.after(stop);
      await expectFailure(() => server.orderLicense(order), 'OutcomeUnknown', 'unknown');
    });
  }
  for (const inside of [
    '<ok/>',
    '<newexpiredate/>',
    '<doc><newexpiredate>1 Feb 2030</newexpiredate></doc>',
  ]) {
    it(`a prolongation is answered by ${inside}`, async (t) => {
      const { server, stop } = await answering(fixture.xml('service.prolong', inside));
      t.after(stop);
      await expectFailure(() => server.prolongLicense(id, 1), 'OutcomeUnknown', 'unknown');
    });
  }
  it('a new key is as good as ok', async (t) => {
    const { server, stop } = await answering(fixture.form);
    t.after(stop);
    await server.renewLicenseKey(id, lite);
    await expectFailure(() => server.editLicense(id, lite, { name: 'x' }), 'OutcomeUnknown', 'unknown');
  });
});
