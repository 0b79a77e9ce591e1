import { Command } from 'commander';

import { fieldOf, inspectConfig, type Breach, type Config } from '../../config.js';
import { soldBelowCost } from '../../domain/terms/below-cost.js';
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
      const { faults, notes } = await check(inspected, online);
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
  return (await check(inspectConfig(readTextFile(file), file), online)).faults;
}

/** What cannot work, and what works and may cost more than was meant. */
interface Found<What> {
  readonly faults: readonly What[];
  readonly notes: readonly What[];
}

async function check({ source, config, breaches }: Inspected, online = false) {
  if (!config) return { faults: placed(source, breaches), notes: [] };
  const asked = online ? await askServers(config) : { faults: [], notes: [] };
  return {
    faults: placed(source, [...unreachablePartsIn(config), ...asked.faults]),
    notes: placed(source, [...poolCosts(config), ...asked.notes]),
  };
}

/** Says what choices of a configuration that works cost. */
function poolCosts({ licenseServers }: Config): Breach[] {
  return licenseServers.map(({ name, pool }, at): Breach => {
    const message = `${name} is ${pool}: ${POOL_COSTS[pool]}`;
    return { kind: 'PoolCosts', path: ['licenseServers', at, 'pool'], message };
  });
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

async function askServers(config: Config): Promise<Found<Breach>> {
  const answers = await Promise.all(
    config.licenseServers.map(async (server, at): Promise<Found<Breach>> => {
      try {
        const sold = await readPriceLists(server);
        return {
          faults: unsellableAt(config, server.name, sold),
          notes: soldBelowCost(config, server.name, sold),
        };
      } catch (error) {
        const message = `cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
        return { faults: [{ kind: 'NotAnswered', path: ['licenseServers', at], message }], notes: [] };
      }
    }),
  );
  return {
    faults: answers.flatMap(({ faults }) => faults),
    notes: answers.flatMap(({ notes }) => notes),
  };
}

function inWords(file: string, faults: readonly Fault[], notes: readonly Fault[]): string {
  const found = faults.map(({ line, field, message }) => `${file}:${line}: ${field}: ${message}`);
  const costs = notes.map(({ message }) => `note: ${message}`);
  return [...(faults.length === 0 ? [`${file}: all of it can work`] : found), ...costs].join('\n');
}
