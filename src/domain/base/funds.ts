/** A service that waits for the balance of a license server. */
export interface FundsWaiter {
  readonly workflowId: string;
  readonly amountMinor: number;
  /** When it must have paid (epoch ms). */
  readonly neededAtMs: number;
}

/**
 * Chooses who goes on now that the balance is so high: the most urgent first, as far as it reaches.
 * A cheaper one behind an expensive one that cannot be paid is not let past: it would eat what the
 * urgent one waits for.
 */
export function affordable(waiters: readonly FundsWaiter[], balanceMinor: number): FundsWaiter[] {
  const queue = [...waiters].sort(
    (a, b) => a.neededAtMs - b.neededAtMs || (a.workflowId < b.workflowId ? -1 : 1),
  );
  let left = balanceMinor;
  const end = queue.findIndex(({ amountMinor }) => (left -= amountMinor) < 0);
  return end === -1 ? queue : queue.slice(0, end);
}
