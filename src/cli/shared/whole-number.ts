import { InvalidArgumentError } from 'commander';

/** Reads the value of a flag that is a whole number. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
}
