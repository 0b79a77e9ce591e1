import { Command } from 'commander';

import { fieldOf, inspectConfig, type Breach, type Config } from '../../config.js';
import { unreachablePartsIn } from '../../domain/terms/unreachable-parts.js';
import { unsellableAt } from '../../domain/terms/unsellable.js';
import { configFile, readTextFile } from '../shared/environment.js';
import { readPriceLists } from './price-lists.js';

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
      const faults = await checkConfig(file, { online });
      console.log(json ? JSON.stringify({ file, faults }, null, 2) : inWords(file, faults));
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
  const { source, config, breaches } = inspectConfig(readTextFile(file), file);
  const found = config
    ? [...unreachablePartsIn(config), ...(online ? await askServers(config) : [])]
    : breaches;
  return found
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

function inWords(file: string, faults: readonly Fault[]): string {
  if (faults.length === 0) return `${file}: all of it can work`;
  return faults.map(({ line, field, message }) => `${file}:${line}: ${field}: ${message}`).join('\n');
}
