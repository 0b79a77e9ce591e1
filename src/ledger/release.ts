import { exclusively, type LedgerDatabase, type Store } from './database.js';
import { checkInstant } from './intent.js';
import { shortText } from './short-text.js';

/**
 * A human's word that spending may go on: for one service's limit, or for the license server's own.
 */
export interface Release {
  readonly licenseServer: string;
  readonly serviceId?: string;
  readonly by: string;
  readonly reason: string;
}

export type RecordedRelease = Release & { readonly atMs: number };

/** Appends a release, which ends at the last attempt written before it. */
export async function release(
  store: Store,
  { licenseServer, serviceId, by, reason }: Release,
  nowMs: number,
): Promise<void> {
  checkInstant(nowMs);
  await exclusively(store, licenseServer, async (transaction) => {
    const last = await transaction
      .selectFrom('ledger_attempts')
      .select('seq')
      .where('license_server', '=', licenseServer)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    await transaction
      .insertInto('ledger_releases')
      .values({
        license_server: licenseServer,
        service_id: serviceId ?? null,
        released_by: shortText(by),
        reason: shortText(reason),
        through_seq: last?.seq ?? 0,
        at_ms: nowMs,
      })
      .execute();
  });
}

/** Reads all releases of a license server, oldest first. */
export async function readReleases(db: LedgerDatabase, licenseServer: string): Promise<RecordedRelease[]> {
  const rows = await db
    .selectFrom('ledger_releases')
    .selectAll()
    .where('license_server', '=', licenseServer)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({
    licenseServer: row.license_server,
    ...(row.service_id !== null && { serviceId: row.service_id }),
    by: row.released_by,
    reason: row.reason,
    atMs: row.at_ms,
  }));
}
