import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { FileError, isSimulated, parseConfig, withSimulator } from '../../src/config.js';
import { DEFAULT_LEAD } from '../../src/domain/base/renewal.js';

const LIMIT = { timeout: 30_000 };

const SECRET = 's3cret-of-the-license-server';
const GOOD = `licenseServers:
  - name: licenses
    url: https://api.ispsystem.example/manager/billmgr
    username: reseller
    password: { plain: ${SECRET} }
    timeZone: Europe/Moscow
    changeLimit: calendarMonth
    callsPerSecond: 2.5
processingModules:
  - name: openstack
    licenseServer: licenses
    periodAlignment:
      - { initialPeriodMonths: 1, replaceByMonths: 12 }
enumerations:
  - name: Server control panel
    values:
      - internalName: billmanager6
        displayName: BILLmanager 6
        priceLists:
          - { code: 55382, periodsMonths: [1] }
          - { code: "55384", periodsMonths: [12] }
      - internalName: "55227"
renewal:
  leadShare: 0.2
  whileSuspended: lapse
`;

/** Replaces one text of the good file, which must be there. */
function changed(from: string, to: string): string {
  assert.ok(GOOD.includes(from), from);
  return GOOD.replace(from, to);
}

function breachesOf(yaml: string): string {
  try {
    parseConfig(yaml, 'panelkeeper.yaml');
  } catch (error) {
    assert.ok(error instanceof FileError);
    assert.ok(!error.message.includes(SECRET), 'a secret is never printed');
    return error.message;
  }
  return assert.fail('the file was accepted');
}

describe('a good configuration', () => {
  it('is read with its defaults', LIMIT, () => {
    const config = parseConfig(GOOD, 'panelkeeper.yaml');
    assert.deepEqual(config.licenseServers, [
      {
        name: 'licenses',
        productType: 'ISPsystem Licenses',
        kind: 'BILLmanager',
        url: 'https://api.ispsystem.example/manager/billmgr',
        allowPlainHttp: false,
        username: 'reseller',
        password: { plain: SECRET },
        timeZone: 'Europe/Moscow',
        changeLimit: 'calendarMonth',
        callsPerSecond: 2.5,
        settleMinutes: 10,
        format: 'xml',
        connectSeconds: 10,
        answerSeconds: 60,
        keyWaitSeconds: 30,
        maxClockSkewSeconds: 300,
        errorRules: [],
        platformPriceLists: [],
        orderParameters: {},
        chargesFunction: 'expense',
        chargeFields: {
          date: 'realdate',
          amount: 'amount',
          currency: 'currency_str',
          license: 'item',
          description: 'name',
        },
        pool: 'lazy',
        maxPriceIncreasePercent: 25,
        poolAcrossPeriods: false,
        swapAtRenewal: 'never',
        onAddressLimit: 'wait',
        confirmRenewals: [],
        reconcile: {
          allow: ['reread', 'addToPool', 'dropFromPool', 'returnParked', 'turnOffAutoprolong', 'resume'],
          everyHours: 24,
          missingShare: 0.2,
        },
        spendingLimits: {
          perServicePerDay: { payments: 3, amountMinor: 200_000 },
          perHour: { payments: 200, amountMinor: 1_000_000 },
          perDay: { payments: 1000, amountMinor: 3_000_000 },
        },
      },
    ]);
    assert.deepEqual(config.processingModules, [
      {
        name: 'openstack',
        kind: 'OpenStack (VPS)',
        licenseServer: 'licenses',
        periodAlignment: [{ initialPeriodMonths: 1, replaceByMonths: 12 }],
      },
    ]);
    assert.deepEqual(config.tariffs, []);
    assert.deepEqual(config.enumerations[0]?.values, [
      {
        internalName: 'billmanager6',
        displayName: { en: 'BILLmanager 6' },
        priceLists: [
          { code: '55382', periodsMonths: [1] },
          { code: '55384', periodsMonths: [12] },
        ],
        addons: [],
      },
      {
        internalName: '55227',
        displayName: { en: '55227' },
        priceLists: [{ code: '55227', periodsMonths: [1, 12] }],
        addons: [],
      },
    ]);
    assert.deepEqual(config.renewal, { ...DEFAULT_LEAD, leadShare: 0.2, whileSuspended: 'lapse' });
  });

  it('needs no section on renewal, and little on a license server', LIMIT, () => {
    const short = GOOD.replace(/renewal:[^]*$/, '').replace(
      / {4}(timeZone|changeLimit|callsPerSecond).*\n/g,
      '',
    );
    const config = parseConfig(short, 'panelkeeper.yaml');
    assert.deepEqual(config.renewal, { ...DEFAULT_LEAD, whileSuspended: 'prolong' });
    const { timeZone, changeLimit, callsPerSecond } = config.licenseServers[0]!;
    assert.deepEqual([timeZone, changeLimit, callsPerSecond], ['unknown', 'monthAgo', 5]);
  });

  for (const password of ['{ env: LICENSES_PASSWORD }', '{ file: /run/secrets/licenses }']) {
    it(`may keep a password in ${password}`, LIMIT, () => {
      parseConfig(changed(`{ plain: ${SECRET} }`, password), 'panelkeeper.yaml');
    });
  }

  it('may take the days of the change limit as a number', LIMIT, () => {
    const config = parseConfig(changed('calendarMonth', '{ days: 30 }'), 'panelkeeper.yaml');
    assert.deepEqual(config.licenseServers[0]?.changeLimit, { days: 30 });
  });

  it('is the one that comes with panelkeeper to be tried', LIMIT, () => {
    const path = new URL('../../examples/simulated.yaml', import.meta.url);
    const config = parseConfig(readFileSync(path, 'utf8'), 'simulated.yaml');
    assert.ok(isSimulated(config));
    const running = withSimulator(config, 'http://127.0.0.1:1/billmgr');
    assert.equal(running.licenseServers[0]?.url, 'http://127.0.0.1:1/billmgr');
    assert.ok(!isSimulated(running));
  });
});

const secretRule = 'licenseServers.0.password: must be { env: NAME }, { file: PATH } or { plain: TEXT }';
const nameRule = 'must be 1 to 64 letters, digits, ".", "_" or "-"';

/** What is replaced by what, the line that the message must name, and what it must say. */
const broken: readonly (readonly [from: string, to: string, line: number, words: string])[] = [
  ['name: openstack', 'name: "our cloud"', 10, `processingModules.0.name: ${nameRule}`],
  ['name: licenses', 'name: 5', 2, 'licenseServers.0.name: '],
  [
    'https://api.ispsystem.example/manager/billmgr',
    'ftp://x',
    3,
    'licenseServers.0.url: must be an http or https URL, or "simulated"',
  ],
  ['username: reseller', 'username: ""', 4, 'licenseServers.0.username: '],
  [`{ plain: ${SECRET} }`, SECRET, 5, secretRule],
  [`{ plain: ${SECRET} }`, `{ plain: ${SECRET}, env: X }`, 5, secretRule],
  [`{ plain: ${SECRET} }`, '{ env: "" }', 5, 'licenseServers.0.password.env: '],
  ['Europe/Moscow', 'Mars/Olympus', 6, 'licenseServers.0.timeZone: must be an IANA time zone, or "unknown"'],
  [
    'calendarMonth',
    'weekly',
    7,
    'licenseServers.0.changeLimit: must be monthAgo, calendarMonth or { days: N }',
  ],
  ['2.5', '0', 8, 'licenseServers.0.callsPerSecond: '],
  ['callsPerSecond', 'callsPerSecnd', 2, 'licenseServers.0: Unrecognized key: "callsPerSecnd"'],
  [
    'licenseServer: licenses',
    'licenseServer: license',
    11,
    'processingModules.0.licenseServer: must be one of: licenses',
  ],
  [
    'initialPeriodMonths: 1,',
    'initialPeriodMonths: 1.5,',
    13,
    'processingModules.0.periodAlignment.0.initialPeriodMonths: ',
  ],
  [
    'replaceByMonths: 12',
    'replaceByMonths: 0',
    13,
    'processingModules.0.periodAlignment.0.replaceByMonths: ',
  ],
  [
    'internalName: billmanager6',
    'internalName: "bill manager"',
    17,
    `enumerations.0.values.0.internalName: ${nameRule}`,
  ],
  [
    'code: 55382',
    'code: monthly',
    20,
    'enumerations.0.values.0.priceLists.0.code: must be the number of a price list',
  ],
  ['[1]', '[]', 20, 'enumerations.0.values.0.priceLists.0.periodsMonths: '],
  ['[1]', '[121]', 20, 'enumerations.0.values.0.priceLists.0.periodsMonths.0: '],
  [
    'internalName: "55227"',
    'internalName: lite',
    22,
    'enumerations.0.values.1: needs priceLists, or an internalName that is the number of a price list',
  ],
  [
    'internalName: "55227"',
    'internalName: billmanager6\n        priceLists: [{ code: 1, periodsMonths: [1] }]',
    22,
    'enumerations.0.values.1.internalName: stands twice',
  ],
  ['leadShare: 0.2', 'leadShare: 0.6', 24, 'renewal.leadShare: '],
  ['leadShare: 0.2', 'leadMinDays: 12', 24, 'renewal.leadMinDays: must not be above leadMaxDays'],
  [
    'leadShare: 0.2',
    'leadMinDays: 28\n  leadMaxDays: 40',
    24,
    'renewal.leadMinDays: cannot be met in a month of 28 days',
  ],
  ['leadShare: 0.2', 'emergencyMinDays: 0', 24, 'renewal.emergencyMinDays: '],
  ['whileSuspended: lapse', 'whileSuspended: pause', 25, 'renewal.whileSuspended: '],
];

describe('a configuration that breaks a rule', () => {
  for (const [from, to, line, words] of broken) {
    it(
      `is refused with its line and "${words}" for ${to.replace(SECRET, 'a secret').split('\n')[0]!}`,
      LIMIT,
      () => {
        const message = breachesOf(changed(from, to));
        assert.ok(message.startsWith(`panelkeeper.yaml:${line}: ${words}`), message);
        assert.equal(message.split('\n').length, 1, message);
        assert.ok(!message.endsWith(': '), message);
      },
    );
  }

  it('hears of every breach at once', LIMIT, () => {
    const twice = changed('0.2', '5').replace('lapse', 'pause').replace('Europe/Moscow', 'Mars');
    assert.deepEqual(
      breachesOf(twice)
        .split('\n')
        .map((line) => line.split(': ').slice(0, 2).join(' ')),
      [
        'panelkeeper.yaml:6 licenseServers.0.timeZone',
        'panelkeeper.yaml:24 renewal.leadShare',
        'panelkeeper.yaml:25 renewal.whileSuspended',
      ],
    );
  });

  it('is refused where names stand twice', LIMIT, () => {
    const server = '  - { name: licenses, url: simulated, username: u, password: { env: P } }\n';
    const module = '  - { name: openstack, licenseServer: licenses }\n';
    const twice = changed('processingModules:', `${server}processingModules:`).replace(
      'enumerations:',
      `${module}enumerations:`,
    );
    assert.deepEqual(breachesOf(twice).split('\n'), [
      'panelkeeper.yaml:9: licenseServers.1.name: stands twice',
      'panelkeeper.yaml:15: processingModules.1.name: stands twice',
    ]);
  });

  it('is refused where a section is missing, is no list, or the file is empty', LIMIT, () => {
    assert.match(
      breachesOf(GOOD.replace(/enumerations:[^]*(?=renewal)/, '')),
      /^panelkeeper\.yaml:1: enumerations: /,
    );
    assert.match(
      breachesOf(changed('renewal:', 'renewals:')),
      /^panelkeeper\.yaml:1: the file: Unrecognized key/,
    );
    assert.match(breachesOf(''), /^panelkeeper\.yaml:1: the file: /);
    assert.match(breachesOf('licenseServers: none'), /^panelkeeper\.yaml:1: licenseServers: /);
  });

  const noYaml: readonly (readonly [line: string, rule: RegExp])[] = [
    [`password: ${SECRET}: [`, /^Nested mappings are not allowed/],
    [`password: "${SECRET}`, /^Missing closing "quote$/],
    [`password: }${SECRET}`, /^Unexpected flow-map-end token in YAML stream$/],
    [`password: |${SECRET}`, /^Block scalar header includes extra characters$/],
    [`password: "\\x${SECRET}"`, /^Invalid escape sequence$/],
    [`password: *${SECRET}`, /^an alias without its anchor: a text that begins with \* needs quotes$/],
  ];
  for (const [line, rule] of noYaml) {
    it(`is refused with its line and ${String(rule)} where it is no YAML`, LIMIT, () => {
      const [first = ''] = breachesOf(GOOD + line).split('\n');
      assert.match(first, /^panelkeeper\.yaml:26: /);
      assert.match(first.replace('panelkeeper.yaml:26: ', ''), rule);
    });
  }
});
