/**
 * What the provider answers when asked whether a service still lives, before its license is paid
 * for.
 */
export type AskedStatus = 'active' | 'suspended' | 'closed' | 'unreachable';

/**
 * What an unreachable provider means: pay, so that no customer suffers, or wait as long as that is
 * safe.
 */
export type WhenUnreachable = 'pay' | 'wait';

export type PaymentPermit =
  | {
      readonly kind: 'pay';
      readonly reason: 'ServiceActive' | 'KeptWhileSuspended' | 'ProviderUnreachable' | 'Emergency';
    }
  | { readonly kind: 'wait'; readonly reason: 'ProviderUnreachable'; readonly untilMs: number }
  /** A message was lost: the service is to be taken as its provider says. */
  | { readonly kind: 'believe'; readonly status: 'suspended' | 'closed' };

const ASK_AGAIN_MS = 3_600_000;

/** What of the terms decides about a payment, beside the provider's answer. */
export interface PermitRules {
  readonly whenUnreachable: WhenUnreachable;
  /** A suspended service is to keep the license that is paid for. */
  readonly keptWhileSuspended: boolean;
}

/**
 * Decides what the provider's answer means for a payment; from the emergency on silence never keeps
 * it back. Both instants are epoch ms.
 */
export function permitPayment(
  asked: AskedStatus,
  { whenUnreachable, keptWhileSuspended }: PermitRules,
  now: number,
  emergencyAtMs: number,
): PaymentPermit {
  if (asked === 'active') return { kind: 'pay', reason: 'ServiceActive' };
  if (asked === 'suspended' && keptWhileSuspended) return { kind: 'pay', reason: 'KeptWhileSuspended' };
  if (asked !== 'unreachable') return { kind: 'believe', status: asked };
  if (whenUnreachable === 'pay') return { kind: 'pay', reason: 'ProviderUnreachable' };
  if (now >= emergencyAtMs) return { kind: 'pay', reason: 'Emergency' };
  return {
    kind: 'wait',
    reason: 'ProviderUnreachable',
    untilMs: Math.min(now + ASK_AGAIN_MS, emergencyAtMs),
  };
}
