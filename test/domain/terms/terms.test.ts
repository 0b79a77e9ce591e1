import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { date } from '../../../src/domain/base/calendar.js';
import type { PriceListCode } from '../../../src/domain/base/license.js';
import { TRIAL } from '../../../src/domain/base/period.js';
import { DEFAULT_LEAD } from '../../../src/domain/base/renewal.js';
import {
  questionOf,
  resolveTerms,
  type Catalogue,
  type TermsAnswer,
} from '../../../src/domain/terms/terms.js';
import { MONTHLY, sampleService, YEARLY } from '../../support/samples.js';
import { tariffCatalogue, TRIAL_LIST } from '../catalogue/tariff-catalogue.js';

const LIMIT = { timeout: 30_000 };
const lite = '55227' as PriceListCode;
const catalogue: Catalogue = {
  processingModules: [
    { name: 'openstack', licenseServer: 'licenses', periodAlignment: [] },
    {
      name: 'resale',
      licenseServer: 'reseller',
      periodAlignment: [{ initialPeriodMonths: 1, replaceByMonths: 12 }],
    },
  ],
  enumerations: [
    {
      name: 'Server control panel',
      values: [
        {
          internalName: 'billmanager6',
          priceLists: [
            { code: MONTHLY, periodsMonths: [1] },
            { code: YEARLY, periodsMonths: [12] },
          ],
        },
      ],
    },
    {
      name: 'ispmanager',
      values: [{ internalName: '55227', priceLists: [{ code: lite, periodsMonths: [1, 12] }] }],
    },
  ],
  renewal: { ...DEFAULT_LEAD, whileSuspended: 'lapse' },
};
const [openstack] = catalogue.processingModules;
const oneModule: Catalogue = { ...catalogue, processingModules: [openstack!] };

const bought = (answer: TermsAnswer) => {
  assert.ok(answer.kind === 'terms');
  const { licenseServer, priceList, periodMonths, alignment } = answer.terms;
  return [licenseServer, priceList, periodMonths, alignment];
};
const openstackService = (changes: Partial<Parameters<typeof sampleService>[0]> = {}) =>
  sampleService({ processingModule: 'openstack', ...changes });

describe('resolveTerms', () => {
  it('gives everything that a renewal needs to know', LIMIT, () => {
    assert.deepEqual(resolveTerms(catalogue, questionOf(openstackService())), {
      kind: 'terms',
      terms: {
        licenseServer: 'licenses',
        processingModule: 'openstack',
        priceList: MONTHLY,
        periodMonths: 1,
        alignment: 'ExactMatch',
        whileSuspended: 'lapse',
        lead: DEFAULT_LEAD,
      },
    });
  });

  it('keeps the price list that is held, unless the order has changed', LIMIT, () => {
    const yearly = openstackService({ servicePeriodMonths: 12 });
    const question = questionOf(yearly, MONTHLY);
    assert.deepEqual(bought(resolveTerms(catalogue, question)), ['licenses', MONTHLY, 1, 'Minimum']);
    const realigned = resolveTerms(catalogue, { ...question, realigns: true });
    assert.deepEqual(bought(realigned), ['licenses', YEARLY, 12, 'ExactMatch']);
  });

  it('finds a price list for the period, and the license server of the processing module', LIMIT, () => {
    const yearly = { servicePeriodMonths: 12 };
    assert.deepEqual(bought(resolveTerms(catalogue, questionOf(openstackService(yearly)))), [
      'licenses',
      YEARLY,
      12,
      'ExactMatch',
    ]);
    const odd = { servicePeriodMonths: 3 };
    assert.deepEqual(bought(resolveTerms(catalogue, questionOf(openstackService(odd)))), [
      'licenses',
      MONTHLY,
      1,
      'Minimum',
    ]);
    const resale = openstackService({ processingModule: 'resale' });
    assert.deepEqual(bought(resolveTerms(catalogue, questionOf(resale))), ['reseller', YEARLY, 12, 'Rule']);
    const liteService = openstackService({ panel: '55227', servicePeriodMonths: 12 });
    assert.deepEqual(bought(resolveTerms(catalogue, questionOf(liteService))), [
      'licenses',
      lite,
      12,
      'ExactMatch',
    ]);
  });

  it('aligns to the price list of the license that is held', LIMIT, () => {
    const resale = openstackService({ processingModule: 'resale' });
    assert.deepEqual(bought(resolveTerms(catalogue, questionOf(resale, MONTHLY))), [
      'reseller',
      MONTHLY,
      1,
      'ExactMatch',
    ]);
    const yearly = openstackService({ servicePeriodMonths: 12 });
    assert.deepEqual(bought(resolveTerms(catalogue, questionOf(yearly, MONTHLY))), [
      'licenses',
      MONTHLY,
      1,
      'Minimum',
    ]);
  });

  it('aligns as for a new license where the held price list is not configured any more', LIMIT, () => {
    const gone = '1' as PriceListCode;
    assert.deepEqual(bought(resolveTerms(catalogue, questionOf(openstackService(), gone))), [
      'licenses',
      MONTHLY,
      1,
      'ExactMatch',
    ]);
  });

  it('needs no processing module where there is just one', LIMIT, () => {
    assert.equal(resolveTerms(oneModule, questionOf(sampleService())).kind, 'terms');
    assert.deepEqual(resolveTerms(catalogue, questionOf(sampleService())), {
      kind: 'refused',
      field: 'processingModule',
      message: 'processingModule must be given; known: openstack, resale',
    });
  });

  it('refuses a processing module and a panel that are not configured, by name', LIMIT, () => {
    assert.deepEqual(resolveTerms(oneModule, questionOf(openstackService({ processingModule: 'proxmox' }))), {
      kind: 'refused',
      field: 'processingModule',
      message: 'processingModule proxmox is not configured; known: openstack',
    });
    assert.deepEqual(resolveTerms(catalogue, questionOf(openstackService({ panel: 'cpanel' }))), {
      kind: 'refused',
      field: 'panel',
      message: 'panel cpanel is not configured; known: billmanager6, 55227',
    });
  });

  it('takes the lead of the license server where it has its own', LIMIT, () => {
    const own = tariffCatalogue({ licenseServers: [{ name: 'licenses', renewal: { leadMinDays: 5 } }] });
    const answer = resolveTerms(own, questionOf(sampleService()));
    assert.deepEqual(answer.kind === 'terms' && answer.terms.lead, { ...DEFAULT_LEAD, leadMinDays: 5 });
  });

  it('orders the addons that were asked for', LIMIT, () => {
    const addons = (asked?: Record<string, number>) => {
      const answer = resolveTerms(tariffCatalogue(), questionOf(sampleService({ addons: asked })));
      return answer.kind === 'terms' && answer.terms.addons;
    };
    assert.deepEqual(addons({ '55236': 2 }), { '55236': 2 });
    assert.deepEqual([addons(), addons({})], [undefined, undefined]);
  });

  it('says what the pool may do at this license server', LIMIT, () => {
    const pool = (policy: object) => {
      const own = tariffCatalogue({ licenseServers: [{ name: 'licenses', ...policy }] });
      const answer = resolveTerms(own, questionOf(sampleService()));
      return answer.kind === 'terms' && [answer.terms.alsoFromPool, answer.terms.swapAtRenewal];
    };
    assert.deepEqual(pool({}), [undefined, undefined]);
    assert.deepEqual(pool({ poolAcrossPeriods: false, swapAtRenewal: 'never' }), [undefined, undefined]);
    assert.deepEqual(pool({ poolAcrossPeriods: true, swapAtRenewal: { atLeastDays: 30 } }), [
      [YEARLY],
      { atLeastDays: 30 },
    ]);
  });

  it('says before which payments a human is asked', LIMIT, () => {
    const confirmRenewals = [{ periodMonths: 12, daysBefore: 30 }];
    const own = tariffCatalogue({ licenseServers: [{ name: 'licenses', confirmRenewals }] });
    const daysBefore = (servicePeriodMonths: number) => {
      const answer = resolveTerms(own, questionOf(sampleService({ servicePeriodMonths })));
      return answer.kind === 'terms' && answer.terms.confirmsDaysBefore;
    };
    assert.deepEqual([daysBefore(12), daysBefore(1)], [30, undefined]);
  });

  it('buys a shorter period of any price list where the service ends on a known date', LIMIT, () => {
    const yearly = sampleService({ servicePeriodMonths: 12 });
    const ending = (closesOn: string) => ({
      paidUntil: date('2030-03-01'),
      closesOn: date(closesOn),
      chosen: null,
    });
    const boughtUntil = (closesOn: string) =>
      bought(resolveTerms(tariffCatalogue(), { ...questionOf(yearly, YEARLY), ending: ending(closesOn) }));
    assert.deepEqual(boughtUntil('2031-03-01'), ['licenses', YEARLY, 12, 'ExactMatch']);
    assert.deepEqual(boughtUntil('2030-05-01'), ['licenses', MONTHLY, 1, 'ExactMatch']);
    const givesUp = (held: PriceListCode, closesOn: string) => {
      const answer = resolveTerms(tariffCatalogue(), {
        ...questionOf(yearly, held),
        ending: ending(closesOn),
      });
      return answer.kind === 'terms' && answer.terms.givesUpHeld;
    };
    assert.equal(givesUp(YEARLY, '2030-05-01'), true, 'a shorter period of another price list follows');
    assert.equal(givesUp(YEARLY, '2031-03-01'), undefined);
    assert.equal(givesUp('1' as PriceListCode, '2030-05-01'), undefined, 'what vanished is kept');
  });

  it('buys for a known end what prices have chosen, and asks for them where a choice is', LIMIT, () => {
    const yearly = sampleService({ servicePeriodMonths: 12 });
    const year = { priceList: YEARLY, periodMonths: 12 };
    const by = (chosen: typeof year | null, closesOn = '2031-02-01') => {
      const ending = { paidUntil: date('2030-03-01'), closesOn: date(closesOn), chosen };
      const answer = resolveTerms(tariffCatalogue(), { ...questionOf(yearly, YEARLY), ending });
      assert.ok(answer.kind === 'terms');
      const { periodMonths, toCompare, givesUpHeld } = answer.terms;
      return [periodMonths, toCompare?.aligned, givesUpHeld];
    };
    assert.deepEqual(by(null), [1, year, true]);
    assert.deepEqual(by(null, '2031-03-01'), [12, undefined, undefined], 'there is no choice');
    assert.deepEqual(by(year), [12, undefined, undefined]);
    assert.deepEqual(by({ priceList: YEARLY, periodMonths: 6 }), [1, year, true], 'it is not sold any more');
  });

  it('buys a trial where one is sold, and the shortest paid period after it', LIMIT, () => {
    const trial = sampleService({ servicePeriodMonths: TRIAL, panel: '55227' });
    const all = tariffCatalogue();
    assert.deepEqual(bought(resolveTerms(all, questionOf(trial))), [
      'licenses',
      TRIAL_LIST,
      TRIAL,
      'ExactMatch',
    ]);
    assert.deepEqual(bought(resolveTerms(all, questionOf(trial, TRIAL_LIST))), [
      'licenses',
      lite,
      1,
      'Minimum',
    ]);
    assert.deepEqual(bought(resolveTerms(all, { ...questionOf(trial), hadTrial: true })), [
      'licenses',
      lite,
      1,
      'Minimum',
    ]);
    assert.deepEqual(resolveTerms(all, questionOf(sampleService({ servicePeriodMonths: TRIAL }))), {
      kind: 'refused',
      field: 'panel',
      message: 'panel billmanager6 is not sold as a trial',
    });
  });

  it('gives a trial up for what follows it, and keeps what the configuration has lost', LIMIT, () => {
    const trial = sampleService({ servicePeriodMonths: TRIAL, panel: '55227' });
    const givesUp = (held?: PriceListCode) => {
      const answer = resolveTerms(tariffCatalogue(), questionOf(trial, held));
      return answer.kind === 'terms' && answer.terms.givesUpHeld;
    };
    assert.deepEqual([undefined, TRIAL_LIST, lite, '1' as PriceListCode].map(givesUp), [
      undefined,
      true,
      undefined,
      undefined,
    ]);
  });

  it('lets the pool serve neither a trial nor with one', LIMIT, () => {
    const across = tariffCatalogue({ licenseServers: [{ name: 'licenses', poolAcrossPeriods: true }] });
    for (const servicePeriodMonths of [TRIAL, 1]) {
      const answer = resolveTerms(across, questionOf(sampleService({ servicePeriodMonths, panel: '55227' })));
      assert.equal(answer.kind === 'terms' && answer.terms.alsoFromPool, undefined);
    }
  });
});
