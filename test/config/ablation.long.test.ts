/**
 * Deletes one rule at a time from a copy of the sources: a test with the name of the rule must
 * fail.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { temporaryFolder } from '../engine/temporary-folder.js';

const LIMIT = { timeout: 60_000 };
const root = fileURLToPath(new URL('../../', import.meta.url));
const alignment = 'config/vendor-page/alignment.test.ts';
const resource = 'config/vendor-page/resource.test.ts';
const catalogueMistakes = 'domain/catalogue/catalogue-mistakes.test.ts';
const unreachableParts = 'domain/terms/unreachable-parts.test.ts';

/** The source of a rule, what of it goes, and the test that must miss it. */
const ABLATIONS: readonly (readonly [source: string, rule: string | RegExp, file: string, test: string])[] = [
  ['base/period', /\n {4}\.sort\(.*\)/, alignment, 'Tariff is the one for which the alignment is used'],
  ['base/period', '(tariff === undefined || tariff === service.tariff) &&', alignment, 'Align with tariff'],
  [
    'base/period',
    /&&\n.*productType === service\.productType\)/,
    alignment,
    'Product type is the type of product',
  ],
  ['base/period', /if \(ruled\) return .*/, alignment, 'It is possible to change this behavior'],
  [
    'base/period',
    /if \(exact\) return .*/,
    alignment,
    'ISPsystem licenses can be purchased for one month or one year',
  ],
  [
    'base/period',
    /return minimum && .*/,
    alignment,
    'A client can order a server with a control panel for the period',
  ],
  [
    'catalogue/place-service',
    / \?\? \(standing === 'running' \? undefined : notSold\(tariff, service\)\)/,
    alignment,
    'A client can order',
  ],
  [
    'catalogue/place-service',
    'contradiction(tariff, service) ??',
    'domain/catalogue/place-service.test.ts',
    'refuses by name: processingModule of tariff',
  ],
  [
    'catalogue/place-service',
    /if \(wrongAddon\) return wrongAddon;/,
    'domain/catalogue/place-service.test.ts',
    'refuses by name: panel billmanager6 has no addon',
  ],
  [
    'catalogue/tariff',
    /\n {4}\.filter\(\(\{ internalName \}\) => .*\)/,
    resource,
    'It determines which control panels',
  ],
  ['catalogue/catalogue-mistakes', '  namesStandOnce,\n', catalogueMistakes, 'finds names that stand twice'],
  [
    'catalogue/catalogue-mistakes',
    '  modulesNameLicenseServers,\n',
    catalogueMistakes,
    'finds names of what is not configured',
  ],
  [
    'catalogue/catalogue-mistakes',
    '  tariffsNameModules,\n',
    catalogueMistakes,
    'finds names of what is not configured',
  ],
  [
    'catalogue/catalogue-mistakes',
    '  tariffsNameEnumerations,\n',
    resource,
    'The enumeration is selected among the tariff restrictions',
  ],
  [
    'catalogue/catalogue-mistakes',
    '  tariffsNamePanels,\n',
    resource,
    'The prices of control panel licenses are set by tariff',
  ],
  ['catalogue/catalogue-mistakes', '  rulesDifferInRank,\n', alignment, 'Rules are added one by one'],
  ['catalogue/catalogue-mistakes', '  leadsCanBeMet,\n', catalogueMistakes, "finds a license server's lead"],
  ['terms/unreachable-parts', '  rulesApply,\n', unreachableParts, 'finds a rule that can never apply'],
  ['terms/unreachable-parts', '  panelsHavePrices,\n', unreachableParts, 'finds a panel without a price'],
  [
    'terms/unreachable-parts',
    '  tariffsOfferPanels,\n',
    unreachableParts,
    'finds a tariff whose panels are all restricted',
  ],
  [
    'terms/unreachable-parts',
    '  panelsAreUnambiguous,\n',
    unreachableParts,
    'finds a panel that two enumerations sell differently',
  ],
];

/** Copies what the tests of configuration and domain need. */
function copyOf(t: TestContext): string {
  const folder = temporaryFolder(t);
  for (const path of [
    ...['package.json', 'tsconfig.json', 'examples', 'src/config', 'src/config.ts', 'src/domain'],
    ...['test/config', 'test/domain', 'test/support'],
  ]) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Gives the names of the tests in a file that fail. */
async function failuresIn(folder: string, file: string): Promise<string[]> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--test', '--test-reporter', 'tap', join('test', file)],
    { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return [...(await text(child.stdout)).matchAll(/^ *not ok \d+ - (.*)$/gm)].map(([, name]) => name!);
}

describe('without the code of a rule', { concurrency: 2 }, () => {
  for (const [source, rule, file, name] of ABLATIONS) {
    it(`${source} ${String(rule).trim()} the test "${name}" fails`, LIMIT, async (t) => {
      const folder = copyOf(t);
      const path = join(folder, 'src/domain', `${source}.ts`);
      const whole = readFileSync(path, 'utf8');
      const without = whole.replace(rule, '');
      assert.notEqual(without, whole, 'the rule is there to be deleted');
      writeFileSync(path, without);
      const failures = await failuresIn(folder, file);
      assert.ok(
        failures.some((failure) => failure.startsWith(name)),
        failures.join('\n') || 'nothing fails',
      );
    });
  }

  it('nothing else fails: with all of it every test passes', LIMIT, async (t) => {
    const folder = copyOf(t);
    const files = [...new Set(ABLATIONS.map(([, , file]) => file))];
    for (const file of files) assert.deepEqual(await failuresIn(folder, file), [], file);
  });
});
