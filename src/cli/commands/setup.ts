import { Command } from 'commander';

import { missingSearchAttributes, registerSearchAttributes } from '../../setup.js';
import { withConnection } from '../shared/connection.js';
import { configFile, currentConfig, SIMULATED_CONFIG } from '../shared/environment.js';
import { scheduleReconciliations } from '../shared/reconcile-schedule.js';

/**
 * Builds `panelkeeper setup`: registers the search attributes that a namespace lacks, and the
 * Schedules of the comparisons; may be repeated.
 */
export function setupCommand(): Command {
  return new Command('setup')
    .description(
      'register the search attributes in the namespace, and the Schedules of the comparisons; may be repeated',
    )
    .action(async () => {
      const isConfigured = configFile() !== SIMULATED_CONFIG;
      const config = isConfigured ? currentConfig() : undefined;
      await withConnection(async ({ connection, namespace, temporal }) => {
        const missing = await missingSearchAttributes(connection, namespace);
        if (missing.length > 0) await registerSearchAttributes(connection, namespace, missing);
        console.log(
          missing.length > 0
            ? `namespace ${namespace}: registered ${missing.join(', ')}`
            : `namespace ${namespace}: all search attributes are there`,
        );
        console.log(
          config
            ? (await scheduleReconciliations(temporal, config)).join('\n')
            : 'no configuration is here, so that no comparison is scheduled: run it again where one is',
        );
      });
    });
}
