import { Command } from 'commander';

import { missingSearchAttributes, registerSearchAttributes } from '../../setup.js';
import { withConnection } from '../shared/connection.js';

/**
 * Builds `panelkeeper setup`: registers the search attributes that a namespace lacks; may be
 * repeated.
 */
export function setupCommand(): Command {
  return new Command('setup')
    .description('register the search attributes in the namespace; may be repeated')
    .action(async () => {
      await withConnection(async ({ connection, namespace }) => {
        const missing = await missingSearchAttributes(connection, namespace);
        if (missing.length > 0) await registerSearchAttributes(connection, namespace, missing);
        console.log(
          missing.length > 0
            ? `namespace ${namespace}: registered ${missing.join(', ')}`
            : `namespace ${namespace}: all search attributes are there`,
        );
      });
    });
}
