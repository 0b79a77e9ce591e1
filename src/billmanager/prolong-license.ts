import { parseDate, type CalendarDate } from '../domain/base/calendar.js';
import type { LicenseId } from '../domain/base/license.js';
import { member, rawValue } from './answer-node.js';
import { unusableAnswer } from './call-kind.js';
import type { Call } from './call.js';

/**
 * Prolongs a license, pays from the balance and gives the new expiry; the same call once more pays
 * once more.
 */
export async function prolongLicense(
  call: Call,
  licenseId: LicenseId,
  periodMonths: number,
): Promise<{ expiresOn: CalendarDate }> {
  const answer = await call('paying', 'service.prolong', {
    elid: licenseId,
    period: String(periodMonths),
    sok: 'ok',
  });
  // In XML the date stands in a `doc` inside the `doc`.
  const text = rawValue(answer, 'newexpiredate') ?? rawValue(member(answer, 'doc'), 'newexpiredate');
  const expiresOn = parseDate(text ?? '');
  if (expiresOn === undefined)
    throw unusableAnswer('paying', 'the prolongation was answered without a new expiry');
  return { expiresOn };
}
