/**
 * `npm run test:run`: runs many files in one process, as starting one costs more than most of them
 * take. With names, only the files whose paths contain one of them; with `--long`, the long
 * ones.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { build, type Plugin } from 'esbuild';

import { TRANSLATED, translatedName } from './support/typescript.js';

/** So many files run in one process, one after the other. */
const TOGETHER = 12;
/** Two cores, and what waits for a process of its own leaves them to others. */
const PROCESSES = { short: 3, long: 2 };
/** Their files take long, or change what all of a process see. */
const ALONE = ['dev-server', 'chaos', 'explore', 'ledger', 'engine'];
/** What takes longest begins first. */
const FIRST = [...ALONE, 'workflows'];

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Beside the tests' own folder, so that imports are found. */
const MADE = fileURLToPath(new URL('../.test-rooms/', import.meta.url));

/** What tests start in processes of their own. */
const PROGRAMS = [
  '../src/cli/main.ts',
  'chaos/worker-program.ts',
  'engine/parent.ts',
  'gateway/serve-fakes.ts',
  'ledger/child-program.ts',
  'simulator/simulate-process.ts',
  'simulator/simulator-process.ts',
  'support/worker-process.ts',
].map((program) => join(HERE, program));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { long: { type: 'boolean', default: false } },
});
const files = (readdirSync(HERE, { recursive: true }) as string[])
  .filter((file) => file.endsWith('.test.ts') && file.endsWith('.long.test.ts') === values.long)
  .filter((file) => positionals.length === 0 || positionals.some((name) => file.includes(name)))
  .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
if (files.length === 0) throw new Error(`no test file has ${positionals.join(' or ')} in its path`);

rmSync(MADE, { recursive: true, force: true });
mkdirSync(MADE);
let failed = false;
const rooms = roomsOf(files).map(made);
await translate(rooms);
process.env[TRANSLATED] = MADE;
// Those of the loader of this process would be handed on.
process.execArgv = ['--enable-source-maps'];
const results = run({
  files: rooms.map((room) => room.replace(/\.ts$/, '.js')),
  concurrency: PROCESSES[values.long ? 'long' : 'short'],
});
results.on('test:fail', () => (failed = true));
results.on('end', () => {
  rmSync(MADE, { recursive: true });
  process.exitCode = failed ? 1 : 0;
});
const report = results.compose(process.stdout.isTTY ? new spec() : tap) as Readable;
report.pipe(process.stdout);

/**
 * Translates and joins all that the rooms and the programs that they start import, once for all:
 * loaded one by one, that takes each process longer than most of its tests. Each module still finds
 * files from where its source is.
 */
async function translate(rooms: readonly string[]): Promise<void> {
  const asAtItsSource: Plugin = {
    name: 'as-at-its-source',
    setup: (building) =>
      building.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const url = JSON.stringify(pathToFileURL(path).href);
        const contents = (await readFile(path, 'utf8')).replaceAll('import.meta.url', url);
        return { contents, loader: 'ts' };
      }),
  };
  await build({
    entryPoints: [
      ...rooms.map((room) => ({ in: room, out: basename(room, '.ts') })),
      ...PROGRAMS.map((program) => ({ in: program, out: translatedName(program) })),
    ],
    outdir: MADE,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    keepNames: true,
    logLevel: 'error',
    plugins: [asAtItsSource],
  });
}

function rank(file: string): number {
  const at = FIRST.indexOf(roomOf(file));
  return at < 0 ? FIRST.length : at;
}

function roomOf(file: string): string {
  return file.split(sep)[0]!;
}

/** Groups files, and keeps those apart that take long or change what all of a process see. */
function roomsOf(all: readonly string[]): string[][] {
  const alone = all.filter((file) => ALONE.includes(roomOf(file)));
  const others = all.filter((file) => !ALONE.includes(roomOf(file)));
  const count = Math.ceil(others.length / TOGETHER);
  // Dealt like cards, so that what takes long does not stand together.
  const dealt = Array.from({ length: count }, (_, at) => others.filter((_file, of) => of % count === at));
  return [...alone.map((file) => [file]), ...dealt];
}

function made(room: readonly string[], at: number): string {
  const file = join(MADE, `${String(at).padStart(2, '0')}.test.ts`);
  writeFileSync(file, room.map((test) => `import '../test/${test}';\n`).join(''));
  return file;
}
