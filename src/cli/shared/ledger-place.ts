import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { FileError, type Config } from '../../config.js';
import { lazyLedger } from '../../ledger/lazy-ledger.js';
import type { Ledger } from '../../ledger/ledger.js';
import { openLedger, type LedgerPlace } from '../../ledger/open-ledger.js';
import { dataFolder, readSecret } from './environment.js';

/** Says where the ledger is: where the configuration says so, or in the data folder. */
export function ledgerPlace({ ledger }: Pick<Config, 'ledger'>): LedgerPlace {
  return ledger ? { url: readSecret(ledger.url) } : { file: join(dataFolder(), 'ledger.db') };
}

/** Gives the ledger for whoever pays: opened when it is used, and made where there is none. */
export function configuredLedger(config: Pick<Config, 'ledger'>): Ledger {
  const place = ledgerPlace(config);
  return lazyLedger(() => openLedger(place));
}

/**
 * Gives the ledger for whoever looks at it, and names its file on stderr; throws a FileError where
 * there is none, as an empty one would say that nothing was ever paid.
 */
export function presentLedger(config: Pick<Config, 'ledger'>): Ledger {
  const place = ledgerPlace(config);
  if ('file' in place) {
    if (!existsSync(place.file))
      throw new FileError(
        `${place.file}: there is no ledger; PANELKEEPER_DATA names the data folder, and \`ledger\` in the configuration a database`,
      );
    console.error(`ledger: ${place.file}`);
  }
  return lazyLedger(() => openLedger(place));
}

/** Does something with a ledger, and closes it behind it. */
export async function withLedger<T>(ledger: Ledger, fn: (ledger: Ledger) => Promise<T>): Promise<T> {
  try {
    return await fn(ledger);
  } finally {
    await ledger.close();
  }
}
