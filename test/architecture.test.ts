import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { FAILURES } from '../src/domain/base/failures.js';
import { POLICIES } from '../src/domain/life/decide.js';
import { workflowBundle } from '../src/workflow-bundle.js';
import { temporaryFolder } from './engine/temporary-folder.js';

const LIMIT = { timeout: 120_000 };
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/**
 * Runs dependency-cruiser over the `src` of a folder, and gives each violation as `rule: from ->
 * to`.
 */
async function violationsIn(folder: string): Promise<string[]> {
  const cruiser = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [cruiser, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const { stdout } = await run(process.execPath, args, { cwd: folder, maxBuffer: 1 << 28 }).catch(
    // It ends with the number of violations.
    (error: unknown) => error as { stdout: string },
  );
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[]; totalCruised: number };
  };
  assert.ok(summary.totalCruised > 0, 'something was read');
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

/** Files that each break the table in one way, and the rule that must notice. */
const planted: readonly (readonly [file: string, code: string, rule: string])[] = [
  ['domain/a.ts', "import { z } from 'zod'; export const a = z;", 'domain/ imports no other package'],
  [
    'domain/b.ts',
    "import { readFileSync } from 'node:fs'; export const b = readFileSync;",
    'domain/ imports no other package',
  ],
  ['domain/c.ts', "export { x } from '../contract/x.js';", 'domain/ imports only what the table allows'],
  ['contract/d.ts', "export { x } from '../domain/x.js';", 'contract/ imports domain as types only'],
  [
    'workflows/e.ts',
    "export { x } from '../activities/x.js';",
    'workflows/ imports activities as types only',
  ],
  [
    'workflows/f.ts',
    "import { request } from 'undici'; export const f = request;",
    'workflows/ imports no other package',
  ],
  [
    'workflows/g.ts',
    "export { x } from '../billmanager/x.js';",
    'workflows/ imports only what the table allows',
  ],
  [
    'billmanager/h.ts',
    "export { x } from '../activities/x.js';",
    'billmanager/ imports only what the table allows',
  ],
  [
    'simulator/i.ts',
    "export { x } from '../billmanager/x.js';",
    'simulator/ imports only what the table allows',
  ],
  ['cli/j.ts', "export { x } from '../workflows/x.js';", 'cli imports workflows as types only'],
  [
    'cli/k.ts',
    "export { x } from '../billmanager/x.js';",
    'cli stays outside the protocol and the Workflows',
  ],
  ['engine/l.ts', "export { x } from '../cli/x.js';", 'nobody imports the command line'],
  ['domain/base/o.ts', "export { x } from '../life/x.js';", 'domain/base/ imports only the rooms below it'],
  ['domain/pool/p.ts', "export { x } from '../life/x.js';", 'domain/pool/ imports only the rooms below it'],
  ['domain/m.ts', "import { n } from './n.js'; export const m = () => n;", 'no cycles'],
];

// That src keeps it is what `npm run check:imports` says.
describe('the table of imports', () => {
  it('notices each way to break it', LIMIT, async (t) => {
    const folder = temporaryFolder(t);
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
      copyFileSync(join(ROOT, file), join(folder, file));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const write = (file: string, code: string) => {
      const path = join(folder, 'src', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, code);
    };
    for (const layer of [
      'domain',
      'domain/life',
      'contract',
      'activities',
      'billmanager',
      'workflows',
      'cli',
      'engine',
    ])
      write(`${layer}/x.ts`, 'export const x = 1;');
    for (const [file, code] of planted) write(file, code);
    write('domain/n.ts', "import { m } from './m.js'; export const n = () => m;");
    const violations = await violationsIn(folder);
    for (const [file, , rule] of planted) {
      assert.ok(
        violations.some((violation) => violation.startsWith(`${rule}: src/${file} -> `)),
        `${rule}: src/${file}; found: ${violations.join('\n')}`,
      );
    }
  });
});

describe('the bundle of the Workflows', () => {
  it('holds our own pure folders and the SDK, and no zod, undici or Node builtin', LIMIT, async () => {
    const { code } = await workflowBundle();
    const modules = [...code.matchAll(/!\*\*\* (.+?) \*\*\*!/g)].map(([, path = '']) => path);
    const packages = new Set(
      modules.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
    );
    assert.deepEqual([...packages].sort(), [
      '@temporalio/common',
      '@temporalio/workflow',
      'long',
      'ms',
      'nexus-rpc',
    ]);
    const ours = new Set(modules.flatMap((path) => /^(?:\.\/)?src\/([^/]+)\//.exec(path)?.[1] ?? []));
    assert.deepEqual([...ours].sort(), ['contract', 'domain', 'workflows']);
    const others = modules.filter((path) => !/node_modules\/|^(\.\/)?src\//.test(path));
    assert.deepEqual(
      others.filter((path) => !/^(__temporal|.*autogenerated-entrypoint)/.test(path)),
      [],
    );
  });
});

describe('the sources', () => {
  const files = (readdirSync(join(ROOT, 'src'), { recursive: true }) as string[]).filter((file) =>
    file.endsWith('.ts'),
  );

  it('have no file of more than 300 lines, and a median under 80', LIMIT, () => {
    const lengths = files.map(
      (file) => [readFileSync(join(ROOT, 'src', file), 'utf8').split('\n').length - 1, file] as const,
    );
    assert.deepEqual(
      lengths.filter(([lines]) => lines > 300),
      [],
    );
    const sorted = lengths.map(([lines]) => lines).sort((a, b) => a - b);
    assert.ok(sorted[Math.floor(sorted.length / 2)]! < 80);
  });

  it('have no comment line of more than 100 columns', LIMIT, () => {
    assert.deepEqual(
      allLines().filter(
        ({ text }) =>
          text.length > 100 && /^ *(\/\/|\/?\*)/.test(text) && !/oxlint-disable|https?:/.test(text),
      ),
      [],
    );
  });

  it('take no boolean whose meaning a caller cannot see', LIMIT, () => {
    // An argument of a method or function of its own, not a field of an object that has a name.
    const taken = /\((?:[^(){}]*, )?\w+\??: boolean(?: \| \w+)*[,)]/;
    assert.deepEqual(
      allLines().filter(({ file, text }) => file.startsWith('src') && taken.test(text)),
      [],
    );
  });

  it('have no file named after nothing', LIMIT, () => {
    assert.deepEqual(
      files.filter((file) => /(^|\/)(utils?|helpers?|common|types|misc)(\/|\.ts$)/.test(file)),
      [],
    );
  });
});

function allLines(): { file: string; line: number; text: string }[] {
  return ['src', 'test', 'bench'].flatMap((room) =>
    (readdirSync(join(ROOT, room), { recursive: true }) as string[])
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        readFileSync(join(ROOT, room, file), 'utf8')
          .split('\n')
          .map((text, at) => ({ file: join(room, file), line: at + 1, text })),
      ),
  );
}

describe('the documentation', () => {
  const page = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');

  it('explains each policy of a life, in the order in which they count', LIMIT, () => {
    const rows = page('cycle.md').matchAll(/^\| `(\w+)` +\| [^\n]*\|$/gm);
    const explained = [...rows].map(([, name = '']) => name).filter((name) => Object.hasOwn(POLICIES, name));
    assert.deepEqual(explained, Object.keys(POLICIES));
  });

  it('names files that exist', LIMIT, () => {
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync(join(ROOT, 'docs')).map((page) => `docs/${page}`),
    ];
    const named = pages
      .filter((page) => page.endsWith('.md'))
      .flatMap(
        (page) =>
          readFileSync(join(ROOT, page), 'utf8').match(/(?<=`)(?:src|test|bench)\/[\w./-]+\.ts(?=`)/g) ?? [],
      );
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((file) => !existsSync(join(ROOT, file))),
      [],
    );
  });

  it('explains each failure', LIMIT, () => {
    const errors = page('errors.md');
    const failures = Object.keys(FAILURES);
    assert.deepEqual(
      failures.filter((failure) => !errors.includes(`\`${failure}\``)),
      [],
    );
  });
});
