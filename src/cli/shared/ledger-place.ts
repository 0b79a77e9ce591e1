import { join } from 'node:path';

import type { Config } from '../../config.js';
import { lazyLedger } from '../../ledger/lazy-ledger.js';
import type { Ledger } from '../../ledger/ledger.js';
import { openLedger } from '../../ledger/open-ledger.js';
import { dataFolder, readSecret } from './environment.js';

/**
 * Gives the ledger where the configuration says that it is, or in the data folder; it is opened
 * when it is used.
 */
export function configuredLedger({ ledger }: Pick<Config, 'ledger'>): Ledger {
  const place = ledger ? { url: readSecret(ledger.url) } : { file: join(dataFolder(), 'ledger.db') };
  return lazyLedger(() => openLedger(place));
}
