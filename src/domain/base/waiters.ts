/** A service that waits for a license server, or for its balance. */
export interface Waiter {
  readonly workflowId: string;
  /** What the balance has to reach, in minor units; 0 where the server only has to answer. */
  readonly amountMinor: number;
  /** When it must have paid (epoch ms). */
  readonly neededAtMs: number;
}

/**
 * Chooses who goes on now that the license server answers and its balance is so high: the most
 * urgent first, as far as it reaches. A cheaper one behind an expensive one that cannot be paid is
 * not let past: it would eat what the urgent one waits for.
 */
export function released(waiters: readonly Waiter[], balanceMinor: number): Waiter[] {
  const queue = [...waiters].sort(
    (a, b) => a.neededAtMs - b.neededAtMs || (a.workflowId < b.workflowId ? -1 : 1),
  );
  let left = balanceMinor;
  let isBlocked = false;
  return queue.filter(({ amountMinor }) => {
    if (amountMinor === 0) return true;
    isBlocked ||= (left -= amountMinor) < 0;
    return !isBlocked;
  });
}
