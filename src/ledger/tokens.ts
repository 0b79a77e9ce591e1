import { createHash, randomBytes } from 'node:crypto';

import type { LedgerDatabase } from './database.js';

/**
 * What a caller of the HTTP API may do: read services; open, change and close them; decide as a
 * human; read license keys.
 */
export const SCOPES = ['read', 'provision', 'operate', 'key'] as const;
export type Scope = (typeof SCOPES)[number];

/** A caller of the HTTP API, as it is kept; the token itself is nowhere. */
export interface Token {
  readonly tokenId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  readonly revokedAtMs?: number;
}

/** The tokens of the HTTP API. Each method fails as those of the ledger do. */
export interface Tokens {
  /** Makes a token and gives its text, which nobody can read again. */
  create(name: string, scopes: readonly Scope[], nowMs: number): Promise<Token & { readonly token: string }>;
  /** Gives all that were ever made, the oldest first. */
  list(): Promise<readonly Token[]>;
  /** Ends a token at once; says whether there was one that was not ended yet. */
  revoke(tokenId: string, nowMs: number): Promise<boolean>;
  /** Finds whose token it is; nothing for one that was never made or is ended. */
  find(token: string): Promise<Token | undefined>;
}

interface Row {
  readonly token_id: string;
  readonly name: string;
  readonly scopes: string;
  readonly created_at_ms: number;
  readonly revoked_at_ms: number | null;
}

/** Makes the methods over a database; `reading` and `writing` name what has failed. */
export function tokensIn(
  db: LedgerDatabase,
  reading: <T>(work: () => Promise<T>) => Promise<T>,
  writing: <T>(work: () => Promise<T>) => Promise<T>,
): Tokens {
  return {
    create: (name, scopes, nowMs) =>
      writing(async () => {
        const token = `pk_${randomBytes(32).toString('base64url')}`;
        const tokenId = randomBytes(6).toString('hex');
        const row = { token_id: tokenId, name, digest: digestOf(token), scopes: scopes.join(' ') };
        await db
          .insertInto('gateway_tokens')
          .values({ ...row, created_at_ms: nowMs, revoked_at_ms: null })
          .execute();
        return { tokenId, name, scopes, createdAtMs: nowMs, token };
      }),
    list: () =>
      reading(async () => {
        const rows = await db.selectFrom('gateway_tokens').selectAll().orderBy('created_at_ms').execute();
        return rows.map(tokenOf);
      }),
    revoke: (tokenId, nowMs) =>
      writing(async () => {
        const { numUpdatedRows } = await db
          .updateTable('gateway_tokens')
          .set({ revoked_at_ms: nowMs })
          .where('token_id', '=', tokenId)
          .where('revoked_at_ms', 'is', null)
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
    // Looked for by its digest, so that how long that takes says nothing of any token.
    find: (token) =>
      reading(async () => {
        const row = await db
          .selectFrom('gateway_tokens')
          .selectAll()
          .where('digest', '=', digestOf(token))
          .where('revoked_at_ms', 'is', null)
          .executeTakeFirst();
        return row && tokenOf(row);
      }),
  };
}

/** A token has more than enough chance in it, so that its digest needs no salt. */
function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function tokenOf({ token_id, name, scopes, created_at_ms, revoked_at_ms }: Row): Token {
  return {
    tokenId: token_id,
    name,
    scopes: SCOPES.filter((scope) => scopes.split(' ').includes(scope)),
    createdAtMs: created_at_ms,
    ...(revoked_at_ms !== null && { revokedAtMs: revoked_at_ms }),
  };
}
