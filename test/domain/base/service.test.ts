import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { differingField, valueInWords, type Service } from '../../../src/domain/base/service.js';
import { sampleService } from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const service: Required<Service> = {
  ...sampleService(),
  processingModule: 'openstack',
  tariff: 'vps-start',
  productType: 'VPS',
  addons: { '55236': 2 },
};

/**
 * Another value for each field: `Required` makes the compiler ask for one when a field is added.
 */
const others: Required<Service> = {
  serviceId: '8',
  serviceName: 'vps8',
  ip: '192.0.2.8',
  panel: '55227',
  servicePeriodMonths: 12,
  processingModule: 'proxmox',
  tariff: 'vps-big',
  productType: 'Dedicated server',
  addons: { '55236': 3 },
};

describe('differingField', () => {
  for (const field of Object.keys(others) as (keyof Service)[]) {
    it(`names ${field} where it differs`, LIMIT, () => {
      assert.equal(differingField(service, { ...service, [field]: others[field] }), field);
    });
  }

  it('names no name where none was given', LIMIT, () => {
    assert.equal(differingField(service, { ...service, serviceName: service.serviceId }), undefined);
  });

  it('names nothing where all is equal', LIMIT, () => {
    assert.equal(differingField(service, { ...service }), undefined);
  });

  it('writes the value of a field for a person', LIMIT, () => {
    const values: Service[keyof Service][] = [1, 'vps', { '55236': 2, '1': 0 }, {}, undefined];
    assert.deepEqual(values.map(valueInWords), ['1', 'vps', '55236=2', 'none', 'none']);
  });

  it('compares addons by what they ask for', LIMIT, () => {
    const asking = (addons?: Service['addons']) => sampleService({ addons });
    assert.equal(differingField(asking({ '1': 2, '3': 4 }), asking({ '3': 4, '1': 2 })), undefined);
    assert.equal(differingField(asking(), asking({})), undefined);
    assert.equal(differingField(asking(), asking({ '1': 0 })), undefined);
    assert.equal(differingField(asking(), asking({ '1': 1 })), 'addons');
  });

  it('takes a field that is left out for one that is not given', LIMIT, () => {
    const short = sampleService();
    assert.equal(differingField(short, { ...short, processingModule: undefined }), undefined);
    assert.equal(differingField(short, service), 'processingModule');
  });
});
