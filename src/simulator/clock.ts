import type { Store } from './store/store.js';

interface Moved {
  readonly offsetMs: number;
  /** Where the clock was stopped; absent while it runs. */
  readonly stoppedAtMs?: number;
}

/** The clock of the license server: the one given from outside, moved as far as was asked for. */
export class Clock {
  readonly #base: () => number | Promise<number>;
  readonly #store: Store;

  constructor(base: () => number | Promise<number>, store: Store) {
    this.#base = base;
    this.#store = store;
  }

  /** Gives the instant in epoch ms; throws when the clock it follows does, or tells nonsense. */
  async read(): Promise<number> {
    const { offsetMs, stoppedAtMs } = this.#moved();
    const instantMs = stoppedAtMs ?? (await this.#base()) + offsetMs;
    requireInstant(instantMs);
    return Math.trunc(instantMs);
  }

  /** Sets the clock to an instant, from which it runs on or at which it stands still. */
  async set(instantMs: number, then: 'runs' | 'stands'): Promise<void> {
    requireInstant(instantMs);
    const offsetMs = instantMs - (await this.#base());
    this.#keep(then === 'runs' ? { offsetMs } : { offsetMs, stoppedAtMs: instantMs });
  }

  /** Moves the clock forward; whether it runs or stands still stays as it was. */
  async advance(byMs: number): Promise<void> {
    const instantMs = (await this.read()) + byMs;
    await this.set(instantMs, this.#moved().stoppedAtMs === undefined ? 'runs' : 'stands');
  }

  // Kept in the store, so that a restarted simulator does not fall back in time.
  #moved(): Moved {
    const [kept] = this.#store.settings.where("name = 'clock'");
    return kept ? (JSON.parse(kept.content) as Moved) : { offsetMs: 0 };
  }

  #keep(moved: Moved): void {
    this.#store.inTransaction(() => {
      this.#store.settings.remove("name = 'clock'");
      this.#store.settings.insert({ name: 'clock', content: JSON.stringify(moved) });
    });
  }
}

/** Refuses what no calendar date can be made of: years are written with four digits. */
function requireInstant(instantMs: number): void {
  if (!(instantMs >= 0 && instantMs < Date.UTC(9000))) throw new RangeError(`not an instant: ${instantMs}`);
}
