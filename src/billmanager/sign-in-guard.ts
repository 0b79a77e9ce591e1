import { LicenseServerError } from './errors.js';

/**
 * A license server blocks an account after some wrong passwords in a row, so that a refused one is
 * tried no sooner again than this.
 */
const ASKED_AGAIN_MS = 6 * 60_000;

/**
 * Keeps a refused password from being sent again and again: one call tries it, and all others wait
 * for what comes of that. Another password is tried at once.
 */
export class SignInGuard {
  readonly #now: () => number;
  /** The password that was accepted last; a wrong one after it was changed at the server. */
  #accepted: string | undefined;
  #refused: { readonly password: string; readonly untilMs: number; readonly words: string } | undefined;
  #trial: Promise<unknown> | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Makes a call that signs in; after a refusal it sends nothing, and fails the same. */
  async signIn<T>(password: string, send: () => Promise<T>): Promise<T> {
    // Once: where the trial did not reach the server, nothing speaks against a password.
    if (this.#accepted !== password && this.#trial) await this.#trial;
    if (this.#accepted === password) return await this.#sent(password, send);
    this.#requireUntried(password);
    const sent = this.#sent(password, send);
    const trial = sent.catch(() => undefined);
    this.#trial = trial;
    try {
      return await sent;
    } finally {
      if (this.#trial === trial) this.#trial = undefined;
    }
  }

  #requireUntried(password: string): void {
    const refused = this.#refused;
    if (refused?.password !== password || this.#now() >= refused.untilMs) return;
    const again = new Date(refused.untilMs).toISOString().slice(11, 16);
    throw new LicenseServerError(
      'BadCredentials',
      'refused',
      `${refused.words} (not sent again before ${again} UTC, as wrong passwords block an account)`,
    );
  }

  async #sent<T>(password: string, send: () => Promise<T>): Promise<T> {
    try {
      const answer = await send();
      this.#accepted = password;
      this.#refused = undefined;
      return answer;
    } catch (error) {
      if (error instanceof LicenseServerError && error.failure === 'BadCredentials') {
        this.#accepted = undefined;
        this.#refused = { password, untilMs: this.#now() + ASKED_AGAIN_MS, words: error.message };
      }
      throw error;
    }
  }
}
