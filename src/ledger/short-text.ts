const CHARACTERS_KEPT = 1_000;

/**
 * Cuts a text to 1,000 characters and replaces what PostgreSQL cannot store, as a paid answer must
 * never be lost for it.
 */
export function shortText(text: string): string {
  return Array.from(text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD'))
    .slice(0, CHARACTERS_KEPT)
    .join('');
}
