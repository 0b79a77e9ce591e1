import type { Money } from '../domain/base/money.js';
import type { Entry, EntryFilter } from './entry.js';
import type { Intent } from './intent.js';
import type { Priced } from './last-price.js';
import type { Limits, LimitUse, PriceRise } from './limits.js';
import type { AttemptOutcome, Done } from './outcome.js';
import type { Release, RecordedRelease } from './release.js';
import type { Tokens } from './tokens.js';

/**
 * The durable, append-only record of every intent to pay and of its outcome, with the spending
 * guard inside. Each method throws a LedgerError when the store cannot be used: the caller then
 * pays nothing. Each takes the caller's `nowMs` (epoch ms).
 */
export interface Ledger {
  /**
   * Records the attempt to pay an intent, unless it was paid, may have been paid, or passes a
   * limit.
   */
  intend(intent: Intent, limits: Limits, nowMs: number): Promise<IntendAnswer>;

  /**
   * Appends how an attempt ended; saying the same again changes nothing. An `unknown` may later be
   * followed by `done` or `notDone`. Throws a LedgerError `Contradiction` against a final outcome,
   * or for an attempt nobody recorded.
   */
  conclude(intentId: string, attempt: number, outcome: AttemptOutcome, nowMs: number): Promise<void>;

  /**
   * Lets spending go on after a reached limit or a price that rose: attempts recorded before no
   * longer count for exactly this scope.
   */
  release(release: Release, nowMs: number): Promise<void>;

  /** Gives the attempts of an intent, oldest first; none where it was never recorded. */
  get(intentId: string): Promise<readonly Entry[]>;

  /** Reads all attempts that pass the filter, in the order in which they were recorded. */
  entries(filter?: EntryFilter): AsyncIterable<Entry>;

  /** Reads all releases of a license server, oldest first. */
  releases(licenseServer: string): Promise<readonly RecordedRelease[]>;

  /**
   * Sets what is used against what is allowed: for the license server, and for each service that
   * spent in the last day.
   */
  spending(licenseServer: string, limits: Limits, nowMs: number): Promise<readonly LimitUse[]>;

  /** Gives what was paid last for a price list and period, without addons. */
  lastPrice(priced: Priced): Promise<Money | undefined>;

  /** Who may call the HTTP API: kept in the same place. */
  readonly tokens: Tokens;

  /** Closes the store; what was answered before is kept. */
  close(): Promise<void>;
}

export type IntendAnswer =
  /** Written: now pay, then conclude this attempt. */
  | { readonly kind: 'recorded'; readonly attempt: number }
  /** Paid already: never again. */
  | { readonly kind: 'done'; readonly outcome: Done }
  /**
   * May have been paid, as it was asked for then: look at the license server and conclude this
   * attempt, counting any wait from `sinceMs`.
   */
  | { readonly kind: 'inDoubt'; readonly intent: Intent; readonly attempt: number; readonly sinceMs: number }
  /** Waits for a human: nothing was written. */
  | { readonly kind: 'overLimit'; readonly limit: LimitUse }
  /** Waits for one as well: it costs too much more than the last time. */
  | { readonly kind: 'dearer'; readonly rise: PriceRise };
