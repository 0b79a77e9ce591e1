import type { Life } from './life.js';
import type { Step } from './step.js';

/** One word for where a service stands, shown as the search attribute `LicenseState`. */
export type LifeState =
  'ordering' | 'active' | 'suspended' | 'retrying' | 'needs-human' | 'closing' | 'closed';

/**
 * Derives the state that is shown to operators, in order of precedence: what is said is what is
 * done.
 */
export function stateOf({ wish, held }: Life, step: Step): LifeState {
  if (step.kind === 'end') return 'closed';
  if (step.asksHuman) return 'needs-human';
  if (step.trouble) return 'retrying';
  if (wish.status === 'closed') return 'closing';
  if (wish.status === 'suspended') return 'suspended';
  return held ? 'active' : 'ordering';
}
