import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { mistakesIn, type Sections } from '../../../src/domain/catalogue/catalogue-mistakes.js';
import type { AlignmentRule } from '../../../src/domain/base/period.js';
import { DEFAULT_LEAD } from '../../../src/domain/base/renewal.js';
import { sampleTariff, tariffCatalogue } from './tariff-catalogue.js';

const LIMIT = { timeout: 30_000 };
const found = (changes: Sections) =>
  mistakesIn({ ...tariffCatalogue(), ...changes }).map(
    ({ kind, path, message }) => `${kind} ${path.join('.')}: ${message}`,
  );
const twice = <T>(items: readonly T[] | undefined) => [...(items ?? []), ...(items ?? [])];
const moduleWith = (...periodAlignment: AlignmentRule[]) => ({
  processingModules: [{ name: 'openstack', licenseServer: 'licenses', periodAlignment }],
});
const rule = (alignWithTariff?: AlignmentRule['alignWithTariff']): AlignmentRule => ({
  initialPeriodMonths: 1,
  replaceByMonths: 12,
  alignWithTariff,
});

describe('mistakesIn', () => {
  it('finds nothing in a good configuration', LIMIT, () => assert.deepEqual(found({}), []));

  it('finds names that stand twice', LIMIT, () => {
    const { licenseServers, processingModules, enumerations, tariffs } = tariffCatalogue();
    assert.deepEqual(
      found({
        licenseServers: twice(licenseServers),
        processingModules: twice(processingModules),
        enumerations: twice(enumerations),
        tariffs: twice(tariffs),
      }),
      ['licenseServers.1.name', 'processingModules.1.name', 'enumerations.1.name', 'tariffs.1.id'].map(
        (field) => `StandsTwice ${field}: stands twice`,
      ),
    );
    const [first] = enumerations;
    assert.deepEqual(found({ enumerations: [{ ...first!, values: twice(first!.values).slice(0, 3) }] }), [
      'StandsTwice enumerations.0.values.2.internalName: stands twice',
    ]);
  });

  it('finds names of what is not configured', LIMIT, () => {
    assert.deepEqual(found({ licenseServers: [{ name: 'a' }, { name: 'b' }] }), [
      'NotConfigured processingModules.0.licenseServer: must be one of: a, b',
    ]);
    assert.deepEqual(found({ tariffs: [sampleTariff({ processingModule: 'vmware' })] }), [
      'NotConfigured tariffs.0.processingModule: must be one of: openstack',
    ]);
    const license = (enumeration: string, panels: string[], prices = {}) =>
      found({
        tariffs: [sampleTariff({ controlPanelLicense: { restrictions: { enumeration, panels }, prices } })],
      });
    const path = 'tariffs.0.controlPanelLicense';
    assert.deepEqual(license('Panels', ['cpanel']), [
      `NotConfigured ${path}.restrictions.enumeration: must be one of: Server control panel`,
    ]);
    assert.deepEqual(license('Server control panel', ['55227', 'cpanel'], { plesk: { 1: 1 } }), [
      `NotConfigured ${path}.restrictions.panels.1: must be one of: billmanager6, 55227`,
      `NotConfigured ${path}.prices.plesk: must be one of: billmanager6, 55227`,
    ]);
  });

  it('finds two rules of the same rank for one period', LIMIT, () => {
    const path = 'processingModules.0.periodAlignment';
    const refused = (at: number) => [
      `RuleOfSameRank ${path}.${at}: is a second rule of the same rank for this period`,
    ];
    assert.deepEqual(found(moduleWith(rule(), rule())), refused(1));
    const ranked = [rule(), rule({ productType: 'VPS' }), rule({ tariff: 'start', productType: 'VPS' })];
    assert.deepEqual(found(moduleWith(...ranked)), []);
    assert.deepEqual(found(moduleWith(...ranked, rule({ productType: 'VPS' }))), refused(3));
    assert.deepEqual(found(moduleWith(...ranked, rule({ tariff: 'start' }))), refused(3));
    assert.deepEqual(
      found(moduleWith(...ranked, rule({ tariff: 'VPS' }), rule({ productType: 'start' }))),
      [],
    );
    assert.deepEqual(found(moduleWith(rule(), { ...rule(), initialPeriodMonths: 3 })), []);
  });

  it("finds a license server's lead that contradicts the general one", LIMIT, () => {
    assert.deepEqual(found({ licenseServers: [{ name: 'licenses', renewal: { leadMinDays: 11 } }] }), [
      'LeadCannotBeMet licenseServers.0.renewal: leadMinDays 11 must not be above leadMaxDays 10',
    ]);
    assert.deepEqual(found({ licenseServers: [{ name: 'licenses', renewal: { leadMinDays: 10 } }] }), []);
    const renewal = { ...DEFAULT_LEAD, leadMinDays: 5, whileSuspended: 'lapse' } as const;
    assert.equal(
      found({ renewal, licenseServers: [{ name: 'licenses', renewal: { leadMaxDays: 4 } }] }).length,
      1,
    );
  });

  it('says nothing about a section that could not be read', LIMIT, () => {
    const { tariffs, processingModules } = tariffCatalogue();
    assert.deepEqual(mistakesIn({ tariffs }), []);
    assert.deepEqual(mistakesIn({ processingModules }), []);
    assert.deepEqual(mistakesIn({}), []);
  });
});
