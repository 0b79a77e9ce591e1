/** Prints an answer for a person, or as JSON alone for a program. */
export function print<T>(
  { json }: { readonly json?: boolean },
  value: T,
  inWords: (value: T) => string,
): void {
  console.log(json ? JSON.stringify(value, null, 2) : inWords(value));
}
