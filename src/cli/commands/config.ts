import { Command } from 'commander';

import { configJsonSchema } from '../../config.js';
import { configCheckCommand } from './config-check.js';
import { configDiffCommand } from './config-diff.js';

/** Builds `panelkeeper config`: what can be asked about a configuration before it is used. */
export function configCommand(): Command {
  return new Command('config')
    .description('ask about a configuration before it is used')
    .addCommand(schemaCommand())
    .addCommand(configCheckCommand())
    .addCommand(configDiffCommand());
}

function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON Schema of the configuration, from which editors complete')
    .option('--json', 'print JSON alone on stdout, as always')
    .action(() => console.log(JSON.stringify(configJsonSchema(), null, 2)));
}
