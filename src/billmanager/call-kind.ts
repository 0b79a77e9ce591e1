import { LicenseServerError } from './errors.js';

/** What a call does there: nothing, a change that can be repeated, or a change that costs money. */
export type CallKind = 'read' | 'write' | 'paying';

/**
 * Names the failure of a call whose answer cannot be used: a read did nothing, a write may have
 * been executed.
 */
export function unusableAnswer(kind: CallKind, why: string): LicenseServerError {
  return kind === 'read'
    ? new LicenseServerError('UnreadableAnswer', 'notDone', why)
    : new LicenseServerError('OutcomeUnknown', 'unknown', why);
}
