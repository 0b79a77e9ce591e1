import type { Call, Subject } from './call.js';
import type { Trouble } from './trouble.js';

/** Why a step is as it is, in words for people. */
interface Reasons {
  readonly policy: string;
  readonly why: string;
  /** What failed and is waited out, or tried again, where that is the reason. */
  readonly trouble?: { readonly subject: Subject } & Trouble;
  /** Whether a human is asked, by a failure or by a policy. */
  readonly asksHuman?: true;
}

/**
 * What a life does next, and by which policy: one call, a wait until an instant (epoch ms), or the
 * end.
 */
export type Step =
  | ({ readonly kind: 'call'; readonly call: Call } & Reasons)
  | ({ readonly kind: 'wait'; readonly untilMs: number } & Reasons)
  | ({ readonly kind: 'end' } & Pick<Reasons, 'policy' | 'why'>);

/**
 * What one policy says: nothing, a step, or a wait that leaves the word to the next ones unless it
 * is `final`.
 */
export type Opinion =
  | null
  | Omit<Extract<Step, { kind: 'call' }>, 'policy'>
  | Omit<Extract<Step, { kind: 'end' }>, 'policy'>
  | (Omit<Extract<Step, { kind: 'wait' }>, 'policy'> & { readonly final?: true });
