/** The vendor's page, "Alignment of license order periods": each sentence is a test. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseConfig, type Config } from '../../../src/config.js';
import type { Service } from '../../../src/domain/base/service.js';
import { questionOf, resolveTerms } from '../../../src/domain/terms/terms.js';
import { sampleService } from '../../support/samples.js';
import { vendorConfig, vendorYaml } from '../../support/vendor-config.js';

const LIMIT = { timeout: 30_000 };
const bought = (service: Partial<Service>, config: Config = vendorConfig()) => {
  const answer = resolveTerms(config, questionOf(sampleService(service)));
  if (answer.kind === 'refused') return answer.message;
  return [answer.terms.priceList, answer.terms.periodMonths, answer.terms.alignment];
};
const rules = (...lines: string[]) =>
  vendorYaml().replace(/periodAlignment:\n( {6}.*\n)+/, `periodAlignment: [${lines.join(', ')}]\n`);

describe('Alignment of license order periods', () => {
  it('ISPsystem licenses can be purchased for one month or one year', LIMIT, () => {
    assert.deepEqual(bought({ servicePeriodMonths: 1, tariff: 'start' }), ['55382', 1, 'ExactMatch']);
    assert.deepEqual(bought({ servicePeriodMonths: 12, tariff: 'start' }), ['55384', 12, 'ExactMatch']);
  });

  it(
    'A client can order a server with a control panel for the period specified in the settings of the tariff',
    LIMIT,
    () => {
      assert.deepEqual(bought({ servicePeriodMonths: 3, tariff: 'start' }), ['55382', 1, 'Minimum']);
      assert.equal(
        bought({ servicePeriodMonths: 24, tariff: 'start' }),
        'tariff start is not sold for 24 months at a time; sold: 1, 3, 6, 12',
      );
    },
  );

  it('It is possible to change this behavior and configure alignment of order periods', LIMIT, () => {
    assert.deepEqual(bought({ servicePeriodMonths: 6, tariff: 'start' }), ['55384', 12, 'Rule']);
  });

  it('Alignment is configured in the parameters of the processing module', LIMIT, () => {
    const second = '  - { name: vmware, licenseServer: ispsystem }\nenumerations:';
    const config = vendorConfig(['enumerations:', second]);
    assert.deepEqual(bought({ servicePeriodMonths: 6, processingModule: 'openstack' }, config), [
      '55384',
      12,
      'Rule',
    ]);
    assert.deepEqual(bought({ servicePeriodMonths: 6, processingModule: 'vmware' }, config), [
      '55382',
      1,
      'Minimum',
    ]);
  });

  it('Rules are added one by one, but two of one rank for one period are refused', LIMIT, () => {
    const one = '{ initialPeriodMonths: 3, replaceByMonths: 12 }';
    const typed = '{ initialPeriodMonths: 3, replaceByMonths: 1, alignWithTariff: { productType: VPS } }';
    const other = '{ initialPeriodMonths: 3, replaceByMonths: 1, alignWithTariff: { tariff: start } }';
    parseConfig(rules(one, typed, other), 'vendor.yaml');
    for (const rule of [one, typed, other]) {
      assert.throws(
        () => parseConfig(rules(one, typed, other, rule), 'vendor.yaml'),
        /^FileError: vendor\.yaml:14: processingModules\.0\.periodAlignment\.3: is a second rule of the same rank for this period$/,
      );
    }
  });

  it('The type of the parameter is "Period alignment"', LIMIT, () => {
    assert.equal(vendorConfig().processingModules[0]?.periodAlignment.length, 2);
    assert.throws(
      () => vendorConfig(['periodAlignment', 'alignment']),
      /processingModules\.0: Unrecognized key: "alignment"/,
    );
  });

  it('Initial period is the period to be replaced', LIMIT, () => {
    const config = parseConfig(rules('{ initialPeriodMonths: 3, replaceByMonths: 12 }'), 'vendor.yaml');
    assert.deepEqual(bought({ servicePeriodMonths: 3 }, config), ['55384', 12, 'Rule']);
    assert.deepEqual(bought({ servicePeriodMonths: 6 }, config), ['55382', 1, 'Minimum']);
  });

  it(
    'Align with tariff: the alignment works only when ordering services at the specified tariff',
    LIMIT,
    () => {
      assert.deepEqual(bought({ tariff: 'in-parts' }), ['55384', 12, 'Rule']);
      assert.deepEqual(bought({ tariff: 'start' }), ['55382', 1, 'ExactMatch']);
      assert.deepEqual(bought({}), ['55382', 1, 'ExactMatch']);
    },
  );

  it('Product type is the type of product to which the tariff belongs', LIMIT, () => {
    const typed = '{ initialPeriodMonths: 1, replaceByMonths: 12, alignWithTariff: { productType: VPS } }';
    const config = parseConfig(rules(typed), 'vendor.yaml');
    assert.deepEqual(bought({ tariff: 'start' }, config), ['55384', 12, 'Rule']);
    assert.deepEqual(bought({ productType: 'VPS' }, config), ['55384', 12, 'Rule']);
    assert.deepEqual(bought({ productType: 'Dedicated server' }, config), ['55382', 1, 'ExactMatch']);
    assert.deepEqual(bought({}, config), ['55382', 1, 'ExactMatch']);
  });

  it(
    "Tariff is the one for which the alignment is used, before its product type's and before a general one",
    LIMIT,
    () => {
      const general = '{ initialPeriodMonths: 3, replaceByMonths: 12 }';
      const typed = '{ initialPeriodMonths: 3, replaceByMonths: 1, alignWithTariff: { productType: VPS } }';
      const own = '{ initialPeriodMonths: 3, replaceByMonths: 12, alignWithTariff: { tariff: start } }';
      const buys = (...lines: string[]) =>
        bought({ servicePeriodMonths: 3, tariff: 'start' }, parseConfig(rules(...lines), 'vendor.yaml'));
      assert.deepEqual(buys(general), ['55384', 12, 'Rule']);
      assert.deepEqual(buys(general, typed), ['55382', 1, 'Rule']);
      assert.deepEqual(buys(typed, own, general), ['55384', 12, 'Rule']);
    },
  );
});
