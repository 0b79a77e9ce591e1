import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { adoptionBy } from '../../../src/activities/messages/adoption.js';
import { TRIAL } from '../../../src/domain/base/period.js';
import { LITE, tariffCatalogue, TRIAL_LIST } from '../../domain/catalogue/tariff-catalogue.js';
import { atLicenseServer } from '../../support/at-license-server.js';
import { sampleRecord } from '../../support/samples.js';

const LIMIT = { timeout: 60_000 };

describe('adoptionBy', () => {
  it('takes the shortest period that is sold, and a trial for what it is', LIMIT, async (t) => {
    const { access } = await atLicenseServer(t);
    const adopt = adoptionBy(access, tariffCatalogue());
    for (const [priceList, months] of [
      [LITE, 1],
      [TRIAL_LIST, TRIAL],
    ] as const) {
      const described = { serviceId: '7', serviceName: 'vps7', ip: '192.0.2.7' };
      const adopted = adopt(described, sampleRecord({ priceList }));
      assert.ok('service' in adopted, JSON.stringify(adopted));
      assert.deepEqual(
        [adopted.service.servicePeriodMonths, adopted.license.periodMonths, adopted.license.priceList],
        [months, months, priceList],
      );
    }
  });
});
