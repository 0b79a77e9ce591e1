import { z } from 'zod';
import type { LicenseId } from '../domain/base/license.js';
import { parseMoney } from '../domain/base/money.js';
import { member, rawValue, type AnswerNode } from './answer-node.js';
import { calendarDate } from './calendar-date.js';
import type { Call } from './call.js';
import type { ChargeFields } from './charge-fields.js';
import type { ChargeList, ChargeRecord } from './license-server.js';
import type { ResolvedSettings } from './license-server-settings.js';
import { readRecords } from './read-records.js';
import { Unreadable } from './unreadable.js';

/**
 * Lists every charge of the account, in the license server's order. As with licenses, a list that
 * cannot be relied on is returned with the reason and whatever was read of it; a server that cannot
 * be reached, or refuses, is a failure.
 */
export async function listCharges(
  call: Call,
  {
    chargesFunction,
    chargeFields,
    pageSize,
  }: Pick<ResolvedSettings, 'chargesFunction' | 'chargeFields' | 'pageSize'>,
): Promise<ChargeList> {
  const list = await readRecords(call, chargesFunction, pageSize, (row) => chargeRecord(row, chargeFields));
  const { records: charges, rows } = list;
  const problems = [...list.problems];
  // One charge may be for no license. When none has the field, its name is not the one that this
  // server uses.
  if (rows.length > 0 && !rows.some((row) => member(row, chargeFields.license))) {
    problems.push(
      `the list ${chargesFunction} cannot be trusted: it shows licenses under another name than ${chargeFields.license}`,
    );
  }
  const [reason] = problems;
  return reason === undefined ? { trusted: true, charges } : { trusted: false, reason, charges };
}

const chargeSchema = z.object({
  chargeId: z.string().min(1),
  date: calendarDate,
  amount: z.string(),
  // A currency's number at the license server is no currency: only a code of three letters is.
  currency: z.string().transform((text, context) => {
    const code = /\b[A-Z]{3}\b/.exec(text)?.[0];
    if (code === undefined) context.addIssue('not a currency');
    return code ?? z.NEVER;
  }),
  license: z.string().regex(/^\d*$/).default(''),
  description: z.string().default(''),
});

/**
 * Reads a row by the configured names alone; throws `Unreadable` naming the fields that are wrong.
 */
function chargeRecord(row: AnswerNode, fields: ChargeFields): ChargeRecord {
  const shown = Object.entries({ chargeId: 'id', ...fields }).map(([ours, theirs]) => [
    ours,
    rawValue(row, theirs),
  ]);
  const parsed = chargeSchema.safeParse(Object.fromEntries(shown));
  if (!parsed.success)
    throw unusable(
      parsed.error.issues.map((issue) => issue.path.join('.')),
      fields,
    );
  const { chargeId, date: on, currency, license, description } = parsed.data;
  const amount = parseMoney(parsed.data.amount.replace(currency, ''), currency);
  if (!amount) throw unusable(['amount'], fields);
  return { chargeId, on, amount, description, ...(license !== '' && { licenseId: license as LicenseId }) };
}

/** Names the settings and their values, since a wrong name is the likely cause. */
function unusable(wrong: readonly string[], fields: ChargeFields): Unreadable {
  const named = [...new Set(wrong)].map((ours) => `${ours} (${fields[ours as keyof ChargeFields]})`);
  return new Unreadable(`a charge without a usable ${named.join(', ')}`);
}
