import { sql } from 'kysely';

import type { LedgerDatabase } from './database.js';
import { WINDOW_MS, type LimitRule, type Tally } from './limits.js';
import { NOTHING_PAID } from './outcome.js';

export interface SpentBy {
  readonly licenseServer: string;
  /** Only this service; without it all of them together. */
  readonly serviceId?: string | undefined;
}

/** A tally of one service, or of the license server. */
export interface TallyOf extends Tally {
  readonly serviceId: string | null;
}

/**
 * Counts what was or may have been spent in the window of a limit, without what a human released.
 * An attempt counts from the moment it is written; one that is sure to have paid nothing counts
 * neither as money nor as a payment, since a loop that is refused spends nothing.
 */
export async function countSpending(
  db: LedgerDatabase,
  { scope, window }: Pick<LimitRule, 'scope' | 'window'>,
  { licenseServer, serviceId }: SpentBy,
  nowMs: number,
): Promise<TallyOf[]> {
  const service = scope === 'service' ? sql<string | null>`a.service_id` : sql<string | null>`null`;
  const released =
    scope === 'service' ? sql<boolean>`r.service_id = a.service_id` : sql<boolean>`r.service_id is null`;
  let spent = db
    .selectFrom('ledger_attempts as a')
    .select(service.as('serviceId'))
    .select('a.currency')
    .select((e) => e.fn.countAll<number>().as('payments'))
    // The sum of a bigint is a numeric in PostgreSQL, which would arrive as text.
    .select(sql<number>`cast(sum(a.amount_minor) as bigint)`.as('amountMinor'))
    .where('a.license_server', '=', licenseServer)
    .where('a.at_ms', '>', nowMs - WINDOW_MS[window])
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('ledger_outcomes as o')
            .select('o.seq')
            .whereRef('o.intent_id', '=', 'a.intent_id')
            .whereRef('o.attempt', '=', 'a.attempt')
            .where('o.kind', 'in', NOTHING_PAID),
        ),
      ),
    )
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('ledger_releases as r')
            .select('r.seq')
            .whereRef('r.license_server', '=', 'a.license_server')
            .where(released)
            .whereRef('r.through_seq', '>=', 'a.seq'),
        ),
      ),
    );
  if (serviceId !== undefined) spent = spent.where('a.service_id', '=', serviceId);
  return spent
    .groupBy(scope === 'service' ? ['a.service_id', 'a.currency'] : ['a.currency'])
    .orderBy('serviceId')
    .orderBy('a.currency')
    .execute();
}
