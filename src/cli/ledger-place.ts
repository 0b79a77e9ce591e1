import { join } from 'node:path';

import type { Config } from '../config.js';
import type { Ledger } from '../ledger/ledger.js';
import { openLedger } from '../ledger/open-ledger.js';
import { dataFolder, readSecret } from './environment.js';

/** Opens the ledger where the configuration says that it is, or in the data folder. */
export async function openConfiguredLedger({ ledger }: Pick<Config, 'ledger'>): Promise<Ledger> {
  return await openLedger(
    ledger ? { url: readSecret(ledger.url) } : { file: join(dataFolder(), 'ledger.db') },
  );
}
