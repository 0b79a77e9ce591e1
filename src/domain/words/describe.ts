import { DAY_MS, utcDateOf } from '../base/calendar.js';
import { traitsOf } from '../base/failures.js';
import type { Life } from '../life/life.js';
import { resolutionsOf } from '../life/resolution.js';
import { stateOf } from '../life/state-of.js';
import type { Step } from '../life/step.js';
import type { Trouble } from '../life/trouble.js';

/** Says in words what happens next and why. */
export function nextInWords({ why }: Step): string {
  return why;
}

/**
 * Gives the failure that counts now: what the step waits for or tries again, else what waits behind
 * it.
 */
export function troubleOf({ trouble }: Life, step: Step): Trouble | undefined {
  return (step.kind === 'end' ? undefined : step.trouble) ?? Object.values(trouble)[0];
}

/** Says what a human can do about the state of a service. */
export function adviceOf(life: Life, step: Step, now: number): string {
  const actions = resolutionsOf(life, now);
  const update = actions.length > 0 ? `; the Update \`resolve\` takes ${actions.join(', ')}` : '';
  const trouble = troubleOf(life, step);
  if (trouble) return traitsOf(trouble.failure).advice + update;
  const isAsked = step.kind !== 'end' && step.asksHuman;
  return (isAsked ? 'confirm it, or schedule the end of the service' : 'nothing to do') + update;
}

/**
 * Draws the state of a service as a short markdown table for the Temporal UI; the license key is
 * not in it.
 */
export function detailsOf(life: Life, step: Step, now: number): string {
  const license = life.held?.license;
  const trouble = troubleOf(life, step);
  const days = license && Math.floor((license.expiresAtMs - now) / DAY_MS);
  const rows: readonly (readonly [string, string])[] = [
    ['State', stateOf(life, step)],
    [
      'License',
      license ? `${license.licenseId} of ${license.licenseServer}, price list ${license.priceList}` : 'none',
    ],
    ['Expires', license ? `${license.expiresOn} (in ${days ?? 0} days)` : '-'],
    ['Next', nextInWords(step)],
    [
      'Last error',
      trouble ? `${trouble.failure} since ${utcDateOf(trouble.sinceMs)}: ${trouble.message}` : 'none',
    ],
    ['What you can do', adviceOf(life, step, now)],
  ];
  return ['| | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${name} | ${cell(value)} |`)].join(
    '\n',
  );
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').slice(0, 500);
}
