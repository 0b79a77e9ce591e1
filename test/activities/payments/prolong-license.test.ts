import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { failure } from '../../../src/activities/failures.js';
import { createLicenseServerActivities } from '../../../src/activities/index.js';
import type { ProlongResult } from '../../../src/activities/payments/prolong-license.js';
import type { LicenseServer } from '../../../src/billmanager/license-server.js';
import type { HeldLicense } from '../../../src/domain/life/holding.js';
import { date, DAY_MS } from '../../../src/domain/base/calendar.js';
import {
  atLicenseServer,
  failsAs,
  inConversation,
  type AtLicenseServer,
} from '../../support/at-license-server.js';
import { byHand } from '../../support/by-hand.js';
import { MARKER, MONTHLY, sampleService } from '../../support/samples.js';

const LIMIT = { timeout: 60_000 };
const SETTLED_MS = 11 * 60_000;
const HOUR_MS = 3_600_000;

interface Ordered extends AtLicenseServer {
  readonly license: HeldLicense;
  readonly prolong: (license?: HeldLicense) => Promise<ProlongResult>;
  readonly payments: () => number;
}

/** Orders a license on 15 January that is paid until 15 February. */
async function ordered(t: TestContext): Promise<Ordered> {
  const at = await atLicenseServer(t);
  const license = await at.run('orderLicense', {
    service: sampleService(),
    marker: MARKER,
    priceList: MONTHLY,
    periodMonths: 1,
  });
  return {
    ...at,
    license,
    prolong: (held = license) => at.run('prolongLicense', { serviceId: '7', license: held, periodMonths: 1 }),
    payments: () => at.simulator.charges().filter(({ func }) => func === 'service.prolong').length,
  };
}

const prolonged = (license: HeldLicense, kind = 'prolonged') => ({
  kind,
  license: {
    ...license,
    expiresOn: '2041-03-15',
    expiresAtMs: Date.UTC(2041, 2, 15),
    expiredAtMs: Date.UTC(2041, 2, 16),
  },
});

describe('prolongLicense', () => {
  const expectedOf = async ({ access }: Ordered) =>
    (await access.ledger.get('licenses/1001/2041-02-15/prolong')).map(({ intent }) => intent.amount);

  it('needs no price list that is shown: it expects what was paid last', LIMIT, async (t) => {
    const at = await ordered(t);
    at.pass(2 * HOUR_MS);
    at.simulator.setFaults([{ kind: 'http-503', func: 'pricelist.export' }]);
    assert.deepEqual(await at.prolong(), prolonged(at.license));
    assert.deepEqual(await expectedOf(at), [{ amountMinor: 2500, currency: 'EUR' }]);
  });

  it('needs none that is for sale: it expects what clients are asked, or nothing', LIMIT, async (t) => {
    for (const [askedOfClients, expected] of [
      [() => ({ amountMinor: 2900, currency: 'EUR' }), { amountMinor: 2900, currency: 'EUR' }],
      [() => undefined, { amountMinor: 0, currency: 'XXX' }],
    ] as const) {
      const at = await ordered(t);
      const unsold = () => Promise.reject(failure('PriceListUnavailable', 'not sold'));
      const ledger = { ...at.access.ledger, lastPrice: () => Promise.resolve(undefined) };
      const access = { ...at.access, ledger, priceOf: unsold, askedOfClients };
      const { prolongLicense } = createLicenseServerActivities(access);
      const request = { serviceId: '7', license: at.license, periodMonths: 1 };
      assert.deepEqual(await inConversation(access).run(prolongLicense, request), prolonged(at.license));
      assert.deepEqual(await expectedOf(at), [expected]);
    }
  });

  it('resumes what stands still, before it is paid and after', LIMIT, async (t) => {
    const at = await ordered(t);
    const statusIs = () => at.simulator.licenses()[0]?.status;
    await byHand(at, { func: 'soft.suspend', elid: '1001' });
    assert.equal(statusIs(), 'suspended');
    assert.deepEqual(await at.prolong(), prolonged(at.license), 'from the expiry, not from today');
    assert.equal(statusIs(), 'active');

    const intact = at.access.server;
    const suspends: LicenseServer['prolongLicense'] = async (...args) => {
      const answer = await intact.prolongLicense(...args);
      await byHand(at, { func: 'soft.suspend', elid: '1001' });
      return answer;
    };
    const access = { ...at.access, server: { ...intact, prolongLicense: suspends } };
    const { prolongLicense } = createLicenseServerActivities(access);
    const { license } = prolonged(at.license);
    const held = { ...license, expiresOn: date('2041-03-15') };
    const request = { serviceId: '7', license: held, periodMonths: 1 };
    const again: ProlongResult = await inConversation(access).run(prolongLicense, request);
    assert.equal(again.kind, 'prolonged');
    assert.equal(statusIs(), 'active');
  });

  it('pays no price blindly that has risen since the last payment', LIMIT, async (t) => {
    const at = await ordered(t);
    const priceOf = () => Promise.resolve({ amountMinor: 12_500, currency: 'EUR' });
    const access = { ...at.access, priceOf, limits: { ...at.access.limits, maxPriceIncreasePercent: 25 } };
    const { prolongLicense } = createLicenseServerActivities(access);
    const request = { serviceId: '7', license: at.license, periodMonths: 1 };
    const prolong = () => inConversation(access).run(prolongLicense, request);
    await assert.rejects(prolong(), {
      type: 'PriceRose',
      message: '125.00 EUR is asked where 25.00 EUR was paid last, more than 25 % above',
    });
    assert.equal(at.payments(), 0);
    await access.ledger.release(
      { licenseServer: 'licenses', by: 'ann', reason: 'told so' },
      Number(access.clock.now()),
    );
    assert.deepEqual(await prolong(), prolonged(at.license));
  });

  it('pays for the next period', LIMIT, async (t) => {
    const { prolong, license, payments } = await ordered(t);
    assert.deepEqual(await prolong(), prolonged(license));
    assert.equal(payments(), 1);
  });

  it('pays once for one expiry, however often it is called', LIMIT, async (t) => {
    const { prolong, license, payments } = await ordered(t);
    await prolong();
    assert.deepEqual(await prolong(), prolonged(license, 'alreadyPaid'));
    assert.equal(payments(), 1);
  });

  it('pays once for one expiry that is called for twice at the same time', LIMIT, async (t) => {
    const { prolong, payments, pass } = await ordered(t);
    await Promise.allSettled([prolong(), prolong(), prolong()]);
    pass(SETTLED_MS);
    await prolong();
    assert.equal(payments(), 1);
  });

  it('pays nothing where the license expires earlier than expected, and tells the date', LIMIT, async (t) => {
    const { prolong, license, payments } = await ordered(t);
    const mistaken = { ...license, expiresOn: date('2041-06-15') };
    assert.deepEqual(await prolong(mistaken), { kind: 'differs', license });
    assert.equal(payments(), 0);
  });

  it('pays for a license that has expired and is suspended, from the day of payment on', LIMIT, async (t) => {
    const { prolong, payments, pass } = await ordered(t);
    pass(40 * DAY_MS);
    const result = await prolong();
    assert.deepEqual(result, {
      kind: 'prolonged',
      license: {
        ...(result as { license: HeldLicense }).license,
        expiresOn: '2041-03-24',
      },
    });
    assert.equal(payments(), 1);
  });

  it('says that a license is gone when it was deleted', LIMIT, async (t) => {
    const { prolong, payments, pass } = await ordered(t);
    pass(62 * DAY_MS);
    assert.deepEqual(await prolong(), { kind: 'gone' });
    assert.equal(payments(), 0);
  });

  it('finds a prolongation whose answer was lost', LIMIT, async (t) => {
    const { prolong, license, payments, simulator } = await ordered(t);
    simulator.setFaults([{ kind: 'drop-after', func: 'service.prolong' }]);
    assert.deepEqual(await prolong(), prolonged(license));
    assert.equal(payments(), 1);
  });

  it(
    'does not know the outcome when reading back fails as well, and finds it the next time',
    LIMIT,
    async (t) => {
      const { prolong, license, payments, simulator } = await ordered(t);
      simulator.setFaults([
        { kind: 'drop-after', func: 'service.prolong' },
        { kind: 'http-500', func: 'soft.edit', skip: 1, times: 1 },
      ]);
      await assert.rejects(prolong(), failsAs('OutcomeUnknown'));
      assert.deepEqual(await prolong(), prolonged(license, 'alreadyPaid'));
      assert.equal(payments(), 1);
    },
  );

  it(
    'tells the ledger of what was in doubt when a reset has made the expiry an old one',
    LIMIT,
    async (t) => {
      const { prolong, license, payments, simulator, access, run } = await ordered(t);
      const { license: second } = (await prolong()) as { license: HeldLicense };
      simulator.setFaults([
        { kind: 'drop-after', func: 'service.prolong' },
        { kind: 'http-500', func: 'soft.edit', skip: 1, times: 1 },
      ]);
      await assert.rejects(prolong(second), failsAs('OutcomeUnknown'));
      const intentId = `licenses/${license.licenseId}/2041-03-15/prolong`;
      assert.deepEqual(
        (await access.ledger.get(intentId)).map(({ state }) => state),
        ['unknown'],
      );
      assert.equal((await prolong()).kind, 'alreadyPaid');
      assert.deepEqual(
        (await access.ledger.get(intentId)).map(({ state }) => state),
        ['done'],
      );
      await run('returnLicense', license, '7');
      assert.equal(payments(), 2);
    },
  );

  it(
    'pays again for what was never executed, once the license cannot show it later either',
    LIMIT,
    async (t) => {
      const { prolong, license, payments, simulator, pass } = await ordered(t);
      simulator.setFaults([{ kind: 'drop-before', func: 'service.prolong', times: 1 }]);
      await assert.rejects(prolong(), failsAs('OutcomeUnknown'));
      for (const waitMs of [0, SETTLED_MS]) {
        pass(waitMs);
        await assert.rejects(prolong(), failsAs('OutcomeUnknown'));
        assert.equal(payments(), 0);
      }
      pass(HOUR_MS);
      assert.deepEqual(await prolong(), prolonged(license));
      assert.equal(payments(), 1);
    },
  );

  it('does not wait for what may be shown later in the last day of a license', LIMIT, async (t) => {
    const { prolong, license, payments, simulator, pass, access } = await ordered(t);
    pass(license.expiresAtMs - DAY_MS / 2 - (await access.clock.now()));
    simulator.setFaults([{ kind: 'drop-before', func: 'service.prolong', times: 1 }]);
    await assert.rejects(prolong(), failsAs('OutcomeUnknown'));
    pass(SETTLED_MS);
    assert.deepEqual(await prolong(), prolonged(license));
    assert.equal(payments(), 1);
  });

  it('pays once though the answer is lost and the old expiry is shown for half an hour', LIMIT, async (t) => {
    const { access, license, payments, simulator, pass } = await ordered(t);
    const shown = await access.server.readLicense(license.licenseId, MONTHLY);
    let lags = true;
    const server: LicenseServer = {
      ...access.server,
      readLicense: (...args) => (lags ? Promise.resolve(shown) : access.server.readLicense(...args)),
    };
    const { prolongLicense } = createLicenseServerActivities({ ...access, server });
    const again = () =>
      inConversation(access).run(prolongLicense, { serviceId: '7', license, periodMonths: 1 });
    simulator.setFaults([{ kind: 'drop-after', func: 'service.prolong', times: 1 }]);
    await assert.rejects(again(), failsAs('OutcomeUnknown'));
    pass(HOUR_MS / 2);
    await assert.rejects(again(), failsAs('OutcomeUnknown'));
    lags = false;
    pass(HOUR_MS);
    assert.deepEqual(await again(), prolonged(license, 'alreadyPaid'));
    assert.equal(payments(), 1);
  });

  it('asks the charges before it pays again, and pays nothing where one is listed', LIMIT, async (t) => {
    for (const [charges, expected] of [
      ['as they are', 'PaymentNotShown'],
      ['not trusted', 'paid again'],
      ['refused', 'paid again'],
    ] as const) {
      const { access, license, payments, simulator, pass } = await ordered(t);
      const shown = await access.server.readLicense(license.licenseId, MONTHLY);
      const { server } = access;
      const answers: Record<typeof charges, LicenseServer['listCharges']> = {
        'as they are': () => server.listCharges(),
        'not trusted': async () => ({ ...(await server.listCharges()), trusted: false, reason: 'a test' }),
        refused: () => Promise.reject(failure('AccessDenied', 'no')),
      };
      const readLicense = () => Promise.resolve(shown);
      const stale = { ...access, server: { ...server, readLicense, listCharges: answers[charges] } };
      const { prolongLicense } = createLicenseServerActivities(stale);
      const request = { serviceId: '7', license, periodMonths: 1 };
      const again = () => inConversation(access).run(prolongLicense, request);
      simulator.setFaults([{ kind: 'drop-after', func: 'service.prolong', times: 1 }]);
      await assert.rejects(again(), failsAs('OutcomeUnknown'));
      pass(2 * HOUR_MS);
      if (expected === 'PaymentNotShown') await assert.rejects(again(), failsAs(expected));
      else await again();
      assert.equal(payments(), expected === 'paid again' ? 2 : 1, charges);
    }
  });

  it(
    'never pays again for what the ledger knows as paid, however long the license server does not show it',
    LIMIT,
    async (t) => {
      const { access, license, prolong, payments, pass } = await ordered(t);
      const shown = await access.server.readLicense(license.licenseId, MONTHLY);
      await prolong();
      const stale = { ...access, server: { ...access.server, readLicense: () => Promise.resolve(shown) } };
      const { prolongLicense } = createLicenseServerActivities(stale);
      const again = () => {
        const request = { serviceId: '7', license, periodMonths: 1 };
        return inConversation(access).run(prolongLicense, request);
      };
      await assert.rejects(again(), failsAs('OutcomeUnknown'));
      pass(SETTLED_MS);
      await assert.rejects(again(), failsAs('PaymentNotShown'));
      assert.equal(payments(), 1);
    },
  );
});
