import { utcDateOf } from '../base/calendar.js';
import type { Ending } from '../base/closing-date.js';
import type { TermsQuestion } from '../terms/terms.js';
import { staysAtItsAddress } from './leftover.js';
import type { Life } from './life.js';

/** Asks for the terms of a service as it is to be; `now` is epoch ms. */
export function termsQuestion(life: Life, now: number): TermsQuestion {
  const { wish, held, hadTrial, realigns } = life;
  const stays = staysAtItsAddress(held, now);
  const kept = held && (stays ? held.license.priceList : held.ownList);
  return {
    service: wish.service,
    // Another panel is placed by the rules for a service that is opened anew.
    held: wish.insteadOf ? null : kept,
    ending: stays ? null : endingOf(life, now),
    hadTrial: hadTrial || held !== null,
    ...(realigns && held && !stays && !wish.insteadOf && { realigns: true }),
  };
}

function endingOf({ held, wish, compared }: Life, now: number): Ending | null {
  if (wish.endsAtMs === null) return null;
  const isPaid = held !== null && held.license.expiresAtMs > now;
  const paidUntil = isPaid ? held.license.expiresOn : utcDateOf(now);
  const closesOn = utcDateOf(wish.endsAtMs);
  const isCompared = compared?.paidUntil === paidUntil && compared.closesOn === closesOn;
  return { paidUntil, closesOn, chosen: isCompared ? compared.chosen : null };
}
