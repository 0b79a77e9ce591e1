import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { termsChange } from '../../../src/domain/terms/terms-change.js';
import { MONTHLY, sampleService, YEARLY } from '../../support/samples.js';
import { sampleTariff, tariffCatalogue } from '../catalogue/tariff-catalogue.js';

const LIMIT = { timeout: 30_000 };
const before = tariffCatalogue();
const ruled = tariffCatalogue({
  processingModules: [
    {
      name: 'openstack',
      licenseServer: 'licenses',
      periodAlignment: [{ initialPeriodMonths: 1, replaceByMonths: 12 }],
    },
  ],
});
const service = sampleService({ tariff: 'start' });

describe('termsChange', () => {
  it('says nothing where nothing changes', LIMIT, () => {
    assert.deepEqual(termsChange(before, tariffCatalogue(), service), { kind: 'Same' });
    const gone = sampleService({ panel: 'cpanel' });
    assert.deepEqual(termsChange(before, before, gone), { kind: 'Same' }, 'refused before and after');
  });

  it('names each field that changes for a service that has no license yet', LIMIT, () => {
    assert.deepEqual(termsChange(before, ruled, service), {
      kind: 'Changed',
      changes: [
        { field: 'priceList', from: MONTHLY, to: YEARLY },
        { field: 'periodMonths', from: '1', to: '12' },
        { field: 'alignment', from: 'ExactMatch', to: 'Rule' },
      ],
    });
  });

  it('keeps the price list of the license that is held', LIMIT, () => {
    assert.deepEqual(termsChange(before, ruled, service, MONTHLY), { kind: 'Same' });
  });

  it('names the one setting of the lead that changes', LIMIT, () => {
    const patient = tariffCatalogue({ licenseServers: [{ name: 'licenses', renewal: { leadMinDays: 5 } }] });
    assert.deepEqual(termsChange(before, patient, service, MONTHLY), {
      kind: 'Changed',
      changes: [{ field: 'leadMinDays', from: '2', to: '5' }],
    });
  });

  it('says which services the new configuration refuses, or knows again', LIMIT, () => {
    const without = tariffCatalogue({ tariffs: [sampleTariff({ id: 'big' })] });
    const message = 'tariff start is not configured; known: big';
    assert.deepEqual(termsChange(before, without, service, MONTHLY), { kind: 'Refused', message });
    assert.deepEqual(termsChange(without, before, service, MONTHLY), { kind: 'Accepted', message });
  });
});
