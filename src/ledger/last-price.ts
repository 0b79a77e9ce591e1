import { sql } from 'kysely';

import type { Money } from '../domain/base/money.js';
import type { LedgerDatabase } from './database.js';

/** A price list for a period at a license server. */
export interface Priced {
  readonly licenseServer: string;
  readonly priceList: string;
  readonly periodMonths: number;
}

/**
 * Gives what was paid last for a price list and period, without addons where that is known; nothing
 * where none was. For a new payment of a service it is a measure, and what was paid before a human
 * let spending go on is none any more.
 */
export async function lastPrice(
  db: LedgerDatabase,
  { licenseServer, priceList, periodMonths }: Priced,
  forService?: string,
): Promise<Money | undefined> {
  let paid = db
    .selectFrom('ledger_attempts as a')
    .innerJoin('ledger_outcomes as o', (join) =>
      join
        .onRef('o.intent_id', '=', 'a.intent_id')
        .onRef('o.attempt', '=', 'a.attempt')
        .on('o.kind', '=', 'done'),
    )
    .select(['a.list_price_minor', 'a.amount_minor', 'a.currency'])
    .where('a.license_server', '=', licenseServer)
    .where('a.price_list', '=', priceList)
    .where('a.period_months', '=', periodMonths);
  if (forService !== undefined)
    paid = paid.where('a.list_price_minor', 'is not', null).where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('ledger_releases as r')
            .select('r.seq')
            .whereRef('r.license_server', '=', 'a.license_server')
            .where(sql<boolean>`(r.service_id is null or r.service_id = ${forService})`)
            .whereRef('r.through_seq', '>=', 'a.seq'),
        ),
      ),
    );
  const row = await paid.orderBy('a.seq', 'desc').limit(1).executeTakeFirst();
  return row && { amountMinor: row.list_price_minor ?? row.amount_minor, currency: row.currency };
}
