import { exitCodeOf } from './exit-codes.js';

/** Prints what became of a request, and ends the command with the code that says the same. */
export function printAnswer<T extends Parameters<typeof exitCodeOf>[0]>(
  flags: { readonly json?: boolean },
  answer: T,
  inWords: (answer: T) => string,
): void {
  print(flags, answer, inWords);
  process.exitCode = exitCodeOf(answer);
}

/** Prints an answer for a person, or as JSON alone for a program. */
export function print<T>(
  { json }: { readonly json?: boolean },
  value: T,
  inWords: (value: T) => string,
): void {
  console.log(json ? JSON.stringify(value, null, 2) : inWords(value));
}
