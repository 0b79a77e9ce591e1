/**
 * Why the ledger does not answer. `Unavailable`: it cannot be opened, read or written.
 * `Contradiction`: what is asked contradicts what is recorded. `Invalid`: what is asked is not a
 * record that can be kept.
 */
export type LedgerErrorReason = 'Unavailable' | 'Contradiction' | 'Invalid';

/**
 * Means that nothing may be paid; its message never holds credentials, and it carries no cause that
 * could.
 */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';

  constructor(
    readonly reason: LedgerErrorReason,
    message: string,
  ) {
    super(message);
  }
}

/** Runs work on the store; throws a LedgerError `Unavailable` for whatever the database throws. */
export async function failingAsLedger<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    throw new LedgerError('Unavailable', `the ledger cannot ${doing}: ${withoutCredentials(wordsOf(error))}`);
  }
}

function wordsOf(error: unknown): string {
  // Node reports a refused connection to several addresses as an AggregateError without words of
  // its own.
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/\s]*@/g, '//***@').replace(/(password=)[^&\s]*/gi, '$1***');
}
