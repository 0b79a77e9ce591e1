import type { Call } from './call.js';
import type { Outcome } from './results.js';
import type { Told } from './told.js';

/** Whatever a life comes to know: the only thing that changes it. */
export type Fact =
  /** A call goes out now. */
  | { readonly kind: 'calls'; readonly call: Call }
  | Outcome
  | { readonly kind: 'told'; readonly told: Told }
  /** A wait is over, so that the configuration is looked at again. */
  | { readonly kind: 'rested' }
  /** The Workflow was reset: what this life has done since is forgotten. */
  | { readonly kind: 'reset' };
