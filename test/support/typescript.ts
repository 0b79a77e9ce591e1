/** Programs of ours that run in processes of their own. */
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The variable by which the runner of the tests says where it has translated programs. */
export const TRANSLATED = 'PANELKEEPER_TEST_PROGRAMS';

export interface Program {
  readonly file: string;
  /** What Node.js is told to run it. */
  readonly execArgv: string[];
}

/** Gives how a program is run: translated by the runner of the tests, else from its source. */
export function programOf(source: string): Program {
  const folder = process.env[TRANSLATED];
  const file = folder === undefined ? '' : join(folder, `${translatedName(source)}.js`);
  if (existsSync(file)) return { file, execArgv: ['--enable-source-maps'] };
  return { file: source, execArgv: ['--import', import.meta.resolve('tsx')] };
}

/** Names the translation of a program, without its ending. */
export function translatedName(source: string): string {
  return relative(ROOT, source).replace(/\.ts$/, '').replaceAll(sep, '-');
}
