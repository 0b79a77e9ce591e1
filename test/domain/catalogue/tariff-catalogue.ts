import type { Catalogue, Tariff } from '../../../src/domain/catalogue/catalogue.js';
import { DEFAULT_LEAD } from '../../../src/domain/base/renewal.js';
import type { PriceListCode } from '../../../src/domain/base/license.js';
import { MONTHLY, YEARLY } from '../../support/samples.js';

export const LITE = '55227' as PriceListCode;
export const TRIAL_LIST = '55239' as PriceListCode;

/**
 * A tariff that sells both panels by the month and by the year; each test changes what it is about.
 */
export function sampleTariff(changes: Partial<Tariff> = {}): Tariff {
  return {
    id: 'start',
    productType: 'VPS',
    processingModule: 'openstack',
    periodsMonths: [1, 12],
    currency: 'EUR',
    controlPanelLicense: {
      restrictions: { enumeration: 'Server control panel' },
      prices: { billmanager6: { 1: 3000, 12: 33_000 }, '55227': { 1: 650, 12: 6900 } },
    },
    ...changes,
  };
}

/** One license server, one processing module, two panels and one tariff. */
export function tariffCatalogue(changes: Partial<Catalogue> = {}): Catalogue {
  return {
    licenseServers: [{ name: 'licenses' }],
    processingModules: [{ name: 'openstack', licenseServer: 'licenses', periodAlignment: [] }],
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
            addons: [{ id: '55236', max: 3 }],
          },
          {
            internalName: '55227',
            priceLists: [
              { code: LITE, periodsMonths: [1, 12] },
              { code: TRIAL_LIST, periodsMonths: [], trial: true },
            ],
          },
        ],
      },
    ],
    tariffs: [sampleTariff()],
    renewal: { ...DEFAULT_LEAD, whileSuspended: 'prolong' },
    ...changes,
  };
}
