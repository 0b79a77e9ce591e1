import type { Unfinished } from '../contract/service-license.js';

export interface CallOptions {
  /** How long to wait for what is asked for, in milliseconds; 30 seconds unless told. */
  readonly patienceMs?: number;
}

/** How long a caller still waits. */
export interface Patience {
  /** Milliseconds left; 0 when it is over. */
  leftMs(): number;
}

const DEFAULT_PATIENCE_MS = 30_000;

/** Why a call has no answer whose deadline has passed; it may not have arrived. */
export const NOT_ANSWERED = 'no worker has answered yet';

/** What a caller is told whom no worker has answered. */
export const UNANSWERED: Unfinished = { reason: NOT_ANSWERED, needsHuman: false, mayResolve: [] };

/**
 * The Workflow answers within the caller's patience; the call itself may take so much longer, and
 * then is over.
 */
export const ANSWER_MS = 2_000;

export function patienceOf({ patienceMs = DEFAULT_PATIENCE_MS }: CallOptions): Patience {
  const endsAt = Date.now() + patienceMs;
  return { leftMs: () => Math.max(0, endsAt - Date.now()) };
}
