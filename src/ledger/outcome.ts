import type { CalendarDate } from '../domain/base/calendar.js';
import type { LicenseServerFailure } from '../domain/base/failures.js';
import type { LicenseId } from '../domain/base/license.js';
import { LedgerError } from './ledger-error.js';

/** How an attempt to pay ended, as far as is known. */
export type AttemptOutcome = Done | Failed;

export interface Done {
  readonly kind: 'done';
  readonly licenseId: LicenseId;
  /** Until when it is paid; absent where the answer did not say. */
  readonly expiresOn?: CalendarDate;
  /**
   * What the license server answered, with secrets masked by the caller; kept up to 1,000
   * characters.
   */
  readonly answer: string;
}

export interface Failed {
  readonly kind: 'refused' | 'notDone' | 'unknown';
  readonly failure: LicenseServerFailure;
  /** The words of whoever refused, without secrets; kept up to 1,000 characters. */
  readonly message: string;
}

/**
 * The outcomes that prove that nothing was paid: another attempt is allowed, and no limit counts
 * this one.
 */
export const NOTHING_PAID = ['refused', 'notDone'] as const;

/**
 * Where an attempt stands: `open` means that its outcome was never told, e.g. since the worker
 * died.
 */
export type AttemptState = 'open' | AttemptOutcome['kind'];

/** Gives where an attempt stands by its outcomes, oldest first. */
export function stateOf(outcomes: readonly AttemptOutcome[]): AttemptState {
  return outcomes.at(-1)?.kind ?? 'open';
}

/**
 * Decides whether an outcome is new to an attempt or says again what is known; the words may
 * differ. Throws a LedgerError `Contradiction` when it denies a final outcome, or refuses what was
 * already found to be in doubt.
 */
export function isNews(known: readonly AttemptOutcome[], told: AttemptOutcome): boolean {
  const last = known.at(-1);
  if (!last) return true;
  if (isSame(last, told)) return false;
  // A read-back cannot hear a refusal, it can only find that nothing was done.
  if (last.kind === 'unknown' && (told.kind === 'done' || told.kind === 'notDone')) return true;
  throw new LedgerError('Contradiction', `it ended as ${inWords(last)} and cannot end as ${inWords(told)}`);
}

function isSame(last: AttemptOutcome, told: AttemptOutcome): boolean {
  if (last.kind !== 'done' || told.kind !== 'done') return last.kind === told.kind;
  if (last.licenseId !== told.licenseId) return false;
  return last.expiresOn === undefined || told.expiresOn === undefined || last.expiresOn === told.expiresOn;
}

function inWords(outcome: AttemptOutcome): string {
  return outcome.kind === 'done'
    ? `done (license ${outcome.licenseId}, expires ${outcome.expiresOn ?? 'unknown'})`
    : outcome.kind;
}
