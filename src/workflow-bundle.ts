/**
 * The Workflows' code as a worker loads it: bundled once, and kept until something in it changes.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundleWorkflowCode } from '@temporalio/worker';

/** Where a bundle is made of, and where it is kept. */
export interface BundlePlaces {
  /** The package, which paths in stack traces start from. */
  readonly root: string;
  /** The folder that holds `workflows` and all that these may import. */
  readonly sources: string;
  /** The folder where bundles are kept; it is made when needed. */
  readonly kept: string;
}

/** What runs inside a Workflow; types from elsewhere leave no trace at run time. */
const BUNDLED = ['workflows', 'domain', 'contract'];
const SELF = fileURLToPath(import.meta.url);
/** Compiled code is bundled from compiled code, and TypeScript from TypeScript. */
const LANGUAGE = extname(SELF);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HERE: BundlePlaces = {
  root: ROOT,
  sources: fileURLToPath(new URL('.', import.meta.url)),
  kept: join(ROOT, 'dist', 'workflow-bundle'),
};

/**
 * The engine that the Workflows run on: one that skips time does not bear that Activities are
 * cancelled.
 */
export type Engine = 'runs' | 'skipsTime';

/**
 * Gives the bundle of the Workflows; it takes seconds to make, and is made only when none is kept
 * of the same sources.
 */
export async function workflowBundle(
  engine: Engine = 'runs',
  places: BundlePlaces = HERE,
): Promise<{ code: string }> {
  const file = bundleFile(engine, places);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return { code: kept };
  const code = await bundle(engine, places);
  try {
    await keep(file, code);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.warn(`the bundle of the Workflows is made again at each start, as it cannot be kept: ${reason}`);
  }
  return { code };
}

/** Names the file of the bundle after everything that it is made of. */
export function bundleFile(engine: Engine, { sources, kept }: BundlePlaces): string {
  const hash = createHash('sha256');
  // The SDK is in the bundle as well, and this file says how it is made.
  for (const name of ['worker', 'workflow', 'common']) hash.update(versionOf(`@temporalio/${name}`));
  hash.update(readFileSync(SELF));
  for (const folder of BUNDLED) {
    const files = readdirSync(join(sources, folder), { recursive: true }) as string[];
    for (const file of files.filter(isCode).sort()) {
      hash.update(`\0${folder}/${file}\0`).update(readFileSync(join(sources, folder, file)));
    }
  }
  return join(kept, `${hash.digest('hex').slice(0, 16)}.${engine}${LANGUAGE}.js`);
}

function versionOf(name: string): string {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string };
  return `${name}@${version} `;
}

function isCode(file: string): boolean {
  return file.endsWith(LANGUAGE) && !file.endsWith('.d.ts');
}

async function bundle(engine: Engine, { root, sources }: BundlePlaces): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(sources, 'workflows'),
    workflowInterceptorModules: engine === 'skipsTime' ? [join(sources, 'workflows', 'finishes-calls')] : [],
    logger: QUIET,
    // Names are relative to the package: a bundle is the same from wherever it is made, and tells
    // nothing of the machine.
    webpackConfigHook: (config) => ({
      ...config,
      context: root,
      devtool: 'inline-nosources-source-map',
      output: { ...config.output, devtoolModuleFilenameTemplate: '[resource-path]' },
    }),
  });
  return code.replaceAll(join(root, relative(root, sources)), relative(root, sources));
}

/** Writes under another name first, so that nobody reads half of it, and removes stale bundles. */
async function keep(file: string, code: string): Promise<void> {
  const folder = join(file, '..');
  const unfinished = `${file}.${randomUUID()}`;
  await mkdir(folder, { recursive: true });
  await writeFile(unfinished, code);
  await rename(unfinished, file);
  const [, ...kind] = basename(file).split('.');
  const stale = (await readdir(folder)).filter(
    (name) => name.includes(kind.join('.')) && !name.startsWith(basename(file)),
  );
  for (const name of stale) await rm(join(folder, name), { force: true });
}

const nothing = () => undefined;
const QUIET = {
  log: nothing,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: console.warn,
  error: console.error,
};
