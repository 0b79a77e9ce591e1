import type { Call } from './call.js';
import type { Trouble } from './trouble.js';
import type { Subject } from './call.js';

/** What a life does next, and by which policy: one call, a wait until an instant (epoch ms), or the end. */
export type Step =
  | {
      readonly kind: 'call';
      readonly policy: string;
      readonly call: Call;
      readonly why: string;
      readonly trouble?: { readonly subject: Subject } & Trouble;
      readonly asksHuman?: true;
    }
  | {
      readonly kind: 'wait';
      readonly policy: string;
      readonly untilMs: number;
      readonly why: string;
      /** What failed and is waited out, where that is the reason. */
      readonly trouble?: { readonly subject: Subject } & Trouble;
      /** Whether a human is asked, by a failure or by a policy. */
      readonly asksHuman?: true;
    }
  | { readonly kind: 'end'; readonly policy: string; readonly why: string };

/** What one policy says: nothing, a step, or a wait that leaves the word to the next ones unless it is `final`. */
export type Opinion =
  | null
  | Omit<Extract<Step, { kind: 'call' }>, 'policy'>
  | Omit<Extract<Step, { kind: 'end' }>, 'policy'>
  | (Omit<Extract<Step, { kind: 'wait' }>, 'policy'> & { readonly final?: true });
