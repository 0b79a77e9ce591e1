import type { Ending } from '../base/closing-date.js';
import { isTrial, staysAtItsAddress, type Life } from './life.js';
import type { PriceListCode } from '../base/license.js';
import { endingOf, preferPool } from './scheduled-close.js';
import type { Service } from '../base/service.js';
import type { TermsAnswer } from '../terms/terms.js';
import { afterFailure } from './trouble.js';

/** What the terms of a running service depend on, beside the configuration: the arguments of `resolveTerms`. */
export type TermsQuestion = readonly [
  service: Service,
  held: PriceListCode | undefined,
  ending: Ending | undefined,
  hadTrial: true | undefined,
];

/** Asks for the terms of a service as it stands; `now` is epoch ms. */
export function termsQuestion(life: Life, now: number): TermsQuestion {
  const { service, license, hadTrial } = life;
  // What is left over of another price list decides nothing about what follows it, unless nothing can.
  const held = license?.isLeftover && !staysAtItsAddress(life) ? undefined : license?.priceList;
  const ending = staysAtItsAddress(life) ? undefined : endingOf(life, now);
  return [service, held, ending, hadTrial];
}

/**
 * Writes the terms in force into a service's state; what the configuration no longer knows goes on as it was. What it never
 * knew is refused, unless there is a license to keep: then somebody has to configure it. `now` is epoch ms.
 */
export function takeTerms(life: Life, [, , ending]: TermsQuestion, answer: TermsAnswer, now: number): void {
  if (answer.kind === 'refused') {
    if (life.terms) return;
    const { license, status, trouble } = life;
    if (!license) life.refusal = answer.message;
    else if (status !== 'closed')
      life.trouble = afterFailure(trouble, { failure: 'NotConfigured', message: answer.message }, now);
    return;
  }
  if (life.trouble?.failure === 'NotConfigured') delete life.trouble;
  const { givesUpHeld, ...terms } = answer.terms;
  life.terms = ending ? preferPool(terms) : terms;
  // A license that is given up serves until its end and is not prolonged.
  if (life.license && givesUpHeld) life.license = { ...life.license, isLeftover: true };
}

/**
 * Says whether the terms are to be asked for again after a step: a trial is had once, a leftover that stays is prolonged, and
 * what is not configured may be by now.
 */
export function asksForOtherTerms(life: Life): boolean {
  const { hadTrial, terms, license } = life;
  if (!terms) return license !== undefined;
  return (hadTrial && isTrial(terms)) || (staysAtItsAddress(life) && license?.priceList !== terms.priceList);
}
