import { unusableAnswer, type CallKind } from './call-kind.js';
import { Unreadable } from './unreadable.js';

/**
 * Reads something out of an answer; what turns out `Unreadable` becomes the failure that fits the
 * kind of the call.
 */
export function understand<Result>(kind: CallKind, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) throw unusableAnswer(kind, error.message);
    throw error;
  }
}
