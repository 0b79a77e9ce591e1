import { BillError } from './bill-error.js';

/**
 * Blocks an account after so many wrong passwords in a row, for a while. It is kept in memory: a
 * refusal undoes what its call has written.
 */
export class SignInLock {
  readonly #rule: { readonly afterFailures: number; readonly minutes: number };
  readonly #failures = new Map<string, { count: number; lastMs: number }>();

  constructor(rule: { readonly afterFailures: number; readonly minutes: number }) {
    this.#rule = rule;
  }

  /** Refuses whoever is blocked, with the right password too. */
  check(username: string, nowMs: number): void {
    const { afterFailures, minutes } = this.#rule;
    const failed = this.#failures.get(username);
    if (!failed || afterFailures === 0 || failed.count < afterFailures) return;
    if (nowMs >= failed.lastMs + minutes * 60_000) this.#failures.delete(username);
    else throw new BillError('captcha_verification_failed');
  }

  failed(username: string, nowMs: number): void {
    const count = (this.#failures.get(username)?.count ?? 0) + 1;
    this.#failures.set(username, { count, lastMs: nowMs });
  }

  succeeded(username: string): void {
    this.#failures.delete(username);
  }
}
