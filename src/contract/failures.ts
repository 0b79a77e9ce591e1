/**
 * The failures that reach a caller of panelkeeper: the `type` of an ApplicationFailure, which never
 * changes.
 */
export const REJECTIONS = {
  /** The service is open with other data; the message names the field. */
  ServiceDiffers: 'ServiceDiffers',
  /** The service is being closed; it can be opened again once that is done. */
  ServiceClosing: 'ServiceClosing',
  /**
   * The service was closed while the call waited for its license; opening it again is for its
   * caller to decide.
   */
  ServiceClosed: 'ServiceClosed',
  /** The service's data do not fit the configuration: an unknown panel or processing module. */
  ServiceRefused: 'ServiceRefused',
  /** No service of this id is open. */
  ServiceUnknown: 'ServiceUnknown',
  /** The request breaks a rule of its own: the message names the field. */
  InvalidRequest: 'InvalidRequest',
  /** What is asked for cannot be done as the service stands now: the message says why. */
  NotPossible: 'NotPossible',
} as const;

export type Rejection = keyof typeof REJECTIONS;

/** What an Activity's failure tells the Workflow beside its type. */
export interface FailureDetails {
  /** How long to wait before the next try, in ms. */
  readonly retryAfterMs?: number;
  /** What could not be paid, in minor units of the license server's currency. */
  readonly amountMinor?: number;
}
