/**
 * The parameters of a request, from its query and its body; where both have one, the body's counts.
 */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;

  constructor(pairs: Iterable<readonly [string, string]>) {
    this.#values = new Map(pairs);
  }

  /**
   * Gives a value, or an empty text when there is none: BILLmanager does not tell the two apart.
   */
  get(name: string): string {
    return this.#values.get(name) ?? '';
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  entries(): IterableIterator<[string, string]> {
    return this.#values.entries();
  }
}
