/**
 * Who may import whom. Each layer lists what it may reach; all else is an error.
 * `typesOnly` layers may be named in an `import type`, which leaves no trace at run time.
 */
const layers = {
  domain: { may: [] },
  contract: { may: [], typesOnly: ['domain'], packages: ['@temporalio/(workflow|common)'] },
  workflows: {
    may: ['domain', 'contract'],
    typesOnly: ['activities'],
    packages: ['@temporalio/(workflow|common)'],
  },
  billmanager: { may: ['domain/base/(calendar|money)\\.ts'], typesOnly: ['domain'], packages: true },
  ledger: { may: [], typesOnly: ['domain'], packages: true },
  activities: { may: ['domain', 'contract', 'billmanager', 'ledger'], packages: true },
  simulator: { may: ['domain/base/(calendar|money)\\.ts'], packages: true },
  engine: { may: ['contract'], packages: true },
  gateway: {
    may: ['contract', 'client(.ts|/)', 'config\\.ts'],
    typesOnly: ['domain', 'ledger'],
    packages: true,
  },
  config: { may: ['domain'], packages: ['zod', 'yaml'] },
  'client(.ts|/)': {
    // A quote needs no engine, so that a shop can show a price without one.
    may: ['contract', 'config.ts', 'domain/terms/quote\\.ts'],
    typesOnly: ['domain', 'workflows'],
    packages: ['zod', '@temporalio/(client|common|envconfig)', 'node:', '(timers)'],
  },
};
/** The rooms of the domain, each with those that it may reach. */
const rooms = {
  base: [],
  catalogue: ['base'],
  pool: ['base'],
  terms: ['base', 'catalogue', 'pool'],
  life: ['base', 'catalogue', 'pool', 'terms'],
  comparison: ['base', 'catalogue', 'pool', 'terms', 'life'],
  words: ['base', 'catalogue', 'pool', 'terms', 'life'],
};
const files = {
  'config.ts': { may: ['config/'] },
  'worker.ts': {
    may: ['contract', 'billmanager', 'ledger', 'activities', 'config.ts', 'setup.ts', 'workflow-bundle.ts'],
    packages: true,
  },
  'setup.ts': { may: ['contract'], packages: true },
  'workflow-bundle.ts': { may: [], packages: true },
};

const anchored = (list) => `^src/(${list.join('|')})`;
const forbid = (from, { may, typesOnly = [], packages = false }, self) => {
  const reachable = [...self, ...may];
  const rules = [
    {
      name: `${from} imports only what the table allows`,
      severity: 'error',
      from: { path: `^src/${from}` },
      to: { path: '^src/', pathNot: anchored([...reachable, ...typesOnly]) },
    },
  ];
  if (typesOnly.length > 0) {
    rules.push({
      name: `${from} imports ${typesOnly.join(', ')} as types only`,
      severity: 'error',
      from: { path: `^src/${from}` },
      to: { path: anchored(typesOnly), pathNot: anchored(reachable), dependencyTypesNot: ['type-only'] },
    });
  }
  if (packages !== true) {
    const allowed = packages ? `^(node_modules/)?(${packages.join('|')})` : '^$';
    rules.push({
      name: `${from} imports no other package`,
      severity: 'error',
      from: { path: `^src/${from}` },
      to: { pathNot: ['^src/', allowed] },
    });
  }
  return rules;
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(layers).flatMap(([name, layer]) => forbid(`${name}/`, layer, [`${name}/`])),
    ...Object.entries(rooms).map(([room, reachable]) => ({
      name: `domain/${room}/ imports only the rooms below it`,
      severity: 'error',
      from: { path: `^src/domain/${room}/` },
      to: { path: '^src/domain/', pathNot: `^src/domain/(${[room, ...reachable].join('|')})/` },
    })),
    ...Object.entries(files).flatMap(([name, file]) =>
      forbid(name.replace('.', '\\.'), file, [name.replace('.', '\\.')]),
    ),
    {
      name: 'cli stays outside the protocol and the Workflows',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: anchored(['billmanager/', 'activities/']) },
    },
    {
      name: 'cli imports workflows as types only',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/workflows/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody imports the command line',
      severity: 'error',
      from: { pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
