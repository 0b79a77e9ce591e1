import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { checkConfig } from '../../src/cli/commands/config-check.js';
import { temporaryFolder } from '../engine/temporary-folder.js';
import { runHere, runPanelkeeper } from '../support/run-panelkeeper.js';
import { vendorYaml } from '../support/vendor-config.js';

const LIMIT = { timeout: 60_000 };
const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}.yaml`, import.meta.url));

function fileOf(t: TestContext, yaml: string): string {
  const file = join(temporaryFolder(t), 'panelkeeper.yaml');
  writeFileSync(file, yaml);
  return file;
}

async function faultsOf(t: TestContext, yaml: string, online = false): Promise<string[]> {
  const faults = await checkConfig(fileOf(t, yaml), { online });
  return faults.map(({ line, field, kind }) => `${line} ${kind} ${field}`);
}

describe('panelkeeper config check', () => {
  for (const name of ['simulated', 'ispsystem', 'reseller']) {
    it(`finds nothing wrong with the example ${name}`, LIMIT, async () => {
      assert.deepEqual(await checkConfig(example(name)), []);
    });
  }

  it('finds all that cannot work, in the order of the lines', LIMIT, async (t) => {
    const yaml = vendorYaml(
      ['initialPeriodMonths: 6, replaceByMonths: 12', 'initialPeriodMonths: 6, replaceByMonths: 24'],
      ['tariff: in-parts }', 'tariff: other }'],
      ['panels: [billmanager6, "55227"]', 'panels: []'],
      ['55230: { 1: 20 }', ''],
    );
    const license = (tariff: number) => `tariffs.${tariff}.controlPanelLicense`;
    assert.deepEqual(await faultsOf(t, yaml), [
      '15 RuleNeverApplies processingModules.0.periodAlignment.0',
      '16 RuleNeverApplies processingModules.0.periodAlignment.1',
      `35 AllPanelsRestricted ${license(0)}.restrictions`,
      `46 PriceMissing ${license(1)}.prices.55230`,
    ]);
  });

  it('hears of spoiled values and of contradictions between the other sections at once', LIMIT, async (t) => {
    const yaml = vendorYaml(
      ['timeZone: UTC', 'timeZone: [UTC]'],
      ['initialPeriodMonths: 6', 'initialPeriodMonths: 1'],
      ['alignWithTariff: { productType: VPS, tariff: in-parts }', ''],
      ['- id: in-parts', '- id: start'],
      ['restrictions: { enumeration: Server control panel', 'restrictions: { enumeration: Panels'],
    );
    assert.deepEqual(await faultsOf(t, yaml), [
      '8 Invalid licenseServers.0.timeZone',
      '16 RuleOfSameRank processingModules.0.periodAlignment.1',
      '35 NotConfigured tariffs.0.controlPanelLicense.restrictions.enumeration',
      '39 StandsTwice tariffs.1.id',
    ]);
  });

  it('finds enumeration values that stand twice and a module without a license server', LIMIT, async (t) => {
    const yaml = vendorYaml(
      ['- internalName: 55230', '- internalName: 55227'],
      ['    licenseServer: ispsystem\n', ''],
    );
    assert.deepEqual((await faultsOf(t, yaml)).slice(0, 2), [
      '11 Invalid processingModules.0.licenseServer',
      '24 StandsTwice enumerations.0.values.2.internalName',
    ]);
  });

  it('asks the license server whether it sells what is configured', LIMIT, async (t) => {
    const yaml = vendorYaml(
      ['code: 55382', 'code: 11'],
      ['- internalName: 55227', '- { internalName: 55227, periodsMonths: [1, 24] }'],
    );
    assert.deepEqual(await faultsOf(t, yaml, true), [
      '22 UnknownPriceList enumerations.0.values.0.priceLists.0',
      '24 PeriodNotSold enumerations.0.values.1.priceLists.0',
    ]);
    assert.deepEqual(await faultsOf(t, yaml), [], 'but not unless it is told to');
  });

  it('says of a license server that does not answer that it could not be asked', LIMIT, async (t) => {
    const yaml = vendorYaml(['url: simulated', 'url: http://127.0.0.1:1/billmgr']);
    assert.deepEqual(await faultsOf(t, yaml, true), ['2 NotAnswered licenseServers.0']);
  });

  it('prints words or JSON, without a secret, and ends with 1 where something is wrong', LIMIT, async (t) => {
    const secret = 's3cret-of-the-license-server';
    const file = fileOf(t, vendorYaml(['plain: secret', `plain: ${secret}`], ['55230: { 1: 20 }', '']));
    const words = await runPanelkeeper(['config', 'check', file]);
    const json = await runHere(t, ['config', 'check', file, '--json']);
    const good = await runHere(t, ['config', 'check', example('simulated')]);
    const message = 'panel 55230 has no price for 1 month';
    const field = 'tariffs.1.controlPanelLicense.prices.55230';
    assert.equal(words.code, 1);
    assert.match(
      words.stdout,
      new RegExp(`^${file}:46: ${field}: ${message}\nnote: \\S+ is lazy: a free license keeps`),
    );
    const { faults, notes } = JSON.parse(json.stdout) as { faults: unknown; notes: { kind: string }[] };
    assert.deepEqual(faults, [{ line: 46, field, kind: 'PriceMissing', message }]);
    assert.deepEqual([...new Set(notes.map(({ kind }) => kind))], ['PoolCosts']);
    assert.deepEqual([json.code, good.code], [1, 0]);
    assert.ok(![words.stdout, words.stderr, json.stdout].some((printed) => printed.includes(secret)));
  });

  it('prints the JSON Schema', LIMIT, async (t) => {
    const { stdout, code } = await runHere(t, ['config', 'schema']);
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as { title: string }).title, "panelkeeper's configuration");
  });
});
