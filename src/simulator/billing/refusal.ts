import { BillError } from '../bill-error.js';
import type { World } from '../call.js';
import type { Refusal } from '../rules.js';

/** Builds a refusal in the words that the rules give it, as the vendor publishes none. */
export function refusal({ rules }: World, kind: Refusal, value = ''): BillError {
  const { type, object } = rules.errors[kind];
  return new BillError(type, object, value);
}
