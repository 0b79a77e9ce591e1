import { outlastsService } from '../purpose.js';
import { waitsOnly, type Policy } from './policy.js';

/** Nothing more is paid for a license that outlasts its service. */
export const paidPastItsEndSleeps: Policy = (life) =>
  outlastsService(life)
    ? waitsOnly(Infinity, 'pays nothing more: the license outlasts the service, whose end is known')
    : null;
