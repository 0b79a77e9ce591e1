import { Command } from 'commander';

import { fieldOf, inspectConfig, type Breach, type Config } from '../../config.js';
import { unreachablePartsIn } from '../../domain/terms/unreachable-parts.js';
import { unsellableAt } from '../../domain/terms/unsellable.js';
import { configFile, readTextFile } from '../shared/environment.js';
import { readPriceLists } from './price-lists.js';

type Inspected = ReturnType<typeof inspectConfig>;

interface Fault {
  readonly line: number;
  readonly field: string;
  /** `Invalid` where a value is none that the field may have. */
  readonly kind: string;
  readonly message: string;
}

/** Builds `panelkeeper config check`: names everything in a configuration that cannot work. */
export function configCheckCommand(): Command {
  return new Command('check')
    .description('name all that cannot work in a configuration, with line and field')
    .argument('[file]', 'the configuration file', configFile())
    .option('--online', 'ask the license servers too whether they sell what is configured')
    .option('--json', 'print JSON alone on stdout')
    .action(async (file: string, { online, json }: { online?: boolean; json?: boolean }) => {
      const inspected = inspectConfig(readTextFile(file), file);
      const faults = await faultsIn(inspected, online);
      const notes = notesOn(inspected);
      console.log(json ? JSON.stringify({ file, faults, notes }, null, 2) : inWords(file, faults, notes));
      if (faults.length > 0) process.exitCode = 1;
    });
}

/**
 * Finds the faults of a configuration file in the order of its lines; throws a FileError where it
 * is no YAML.
 */
export async function checkConfig(
  file: string,
  { online }: { readonly online?: boolean } = {},
): Promise<Fault[]> {
  return await faultsIn(inspectConfig(readTextFile(file), file), online);
}

async function faultsIn({ source, config, breaches }: Inspected, online = false): Promise<Fault[]> {
  const found = config
    ? [...unreachablePartsIn(config), ...(online ? await askServers(config) : [])]
    : breaches;
  return placed(source, found);
}

/** Says what choices of a configuration that works cost. */
function notesOn({ source, config }: Inspected): Fault[] {
  const notes = config?.licenseServers.map(({ name, pool }, at): Breach => {
    const message = `${name} is ${pool}: ${POOL_COSTS[pool]}`;
    return { kind: 'PoolCosts', path: ['licenseServers', at, 'pool'], message };
  });
  return placed(source, notes ?? []);
}

const POOL_COSTS = {
  lazy: 'a free license keeps its address, so that a service which closes and opens there again pays nothing; a BILLmanager that shares the account does not take it for free (pool: eager)',
  eager:
    'a free license rests after its return as long as changeLimit says, so that a service which closes and opens again pays anew meanwhile (pool: lazy does not)',
} as const;

function placed(source: Inspected['source'], breaches: readonly Breach[]): Fault[] {
  return breaches
    .map(({ path, kind = 'Invalid', message }) => ({
      line: source.lineOf(path),
      field: fieldOf(path),
      kind,
      message,
    }))
    .sort((a, b) => a.line - b.line);
}

async function askServers(config: Config): Promise<Breach[]> {
  const answers = config.licenseServers.map(async (server, at): Promise<Breach[]> => {
    try {
      return unsellableAt(config, server.name, await readPriceLists(server));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [{ kind: 'NotAnswered', path: ['licenseServers', at], message: `cannot be asked: ${message}` }];
    }
  });
  return (await Promise.all(answers)).flat();
}

function inWords(file: string, faults: readonly Fault[], notes: readonly Fault[]): string {
  const found = faults.map(({ line, field, message }) => `${file}:${line}: ${field}: ${message}`);
  const costs = notes.map(({ message }) => `note: ${message}`);
  return [...(faults.length === 0 ? [`${file}: all of it can work`] : found), ...costs].join('\n');
}
