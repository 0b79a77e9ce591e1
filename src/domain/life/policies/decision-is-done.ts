import type { Call } from '../call.js';
import type { Life } from '../life.js';
import { calls, type Policy } from './policy.js';

/** What a human has decided is done. */
export const decisionIsDone: Policy = (life, now) => {
  const { decision: failed } = life.trouble;
  if (!life.decision && failed) {
    const why = `waits for a human: ${failed.failure}`;
    return {
      kind: 'wait',
      untilMs: Infinity,
      why,
      trouble: { subject: 'decision', ...failed },
      asksHuman: true,
    };
  }
  const call = decided(life);
  return call && calls(life, now, call, `does what a human has decided: ${life.decision?.action ?? ''}`);
};

function decided({ decision, held, acquiring, terms }: Life): Call | null {
  if (!decision) return null;
  if (decision.action === 'setExpiry')
    return held && { kind: 'redate', license: held.license, expiresOn: decision.expiresOn };
  const licenseId = decision.licenseId ?? held?.license.licenseId;
  if (licenseId === undefined) return null;
  const isHeld = held?.license.licenseId === licenseId;
  const made = acquiring.kind === 'inDoubt' ? acquiring.made : undefined;
  const like = (isHeld ? held.license : made) ?? held?.license ?? terms;
  const at = isHeld || acquiring.kind === 'none' ? (held?.license ?? terms) : acquiring;
  if (!like || !at) return null;
  return {
    kind: 'accept',
    licenseServer: at.licenseServer,
    licenseId,
    priceList: like.priceList,
    periodMonths: like.periodMonths,
    source: isHeld ? held.license.source : 'ordered',
    marker: isHeld || acquiring.kind === 'none' ? null : acquiring.marker,
    expiresOn: isHeld ? held.license.expiresOn : null,
  };
}
