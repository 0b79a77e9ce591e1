import { z } from 'zod';
import type { LicenseId, LicenseRecord, LicenseStatus, PriceListCode } from '../domain/base/license.js';
import { rawValue, type AnswerNode } from './answer-node.js';
import { calendarDate } from './calendar-date.js';
import { Unreadable } from './unreadable.js';

const statuses: Readonly<Record<string, LicenseStatus>> = {
  1: 'ordered',
  2: 'active',
  3: 'suspended',
  4: 'deleted',
  5: 'processing',
};

const digits = z.string().regex(/^\d+$/);

const licenseSchema = z.object({
  licenseId: digits.transform((text) => text as LicenseId),
  priceList: digits.transform((text) => text as PriceListCode),
  // Required even if empty: a list without names would be silent about a license that it holds.
  name: z.string(),
  ip: z.string(),
  status: z.string().transform((code, context) => {
    const status = statuses[code];
    if (status === undefined) context.addIssue('not a status');
    return status ?? z.NEVER;
  }),
  expiresOn: calendarDate,
  orderedOn: calendarDate.optional(),
  remoteId: z.string().optional(),
  ipChangedOn: calendarDate.optional(),
  keyChangedOn: calendarDate.optional(),
  autoprolong: z.boolean().optional(),
  addons: z.record(z.string(), z.number()).optional(),
});

/**
 * Reads a row of a list, or the form of one license; throws `Unreadable` naming the fields that are
 * wrong.
 */
export function licenseRecord(node: AnswerNode, requestedId?: LicenseId): LicenseRecord {
  const status = firstMatch(/^\d+$/, node, 'item_status', 'status');
  const orderedOn = dateIn(node, 'createdate');
  const parsed = licenseSchema.safeParse(
    shown({
      licenseId: rawValue(node, 'id', 'elid') ?? requestedId,
      priceList: firstMatch(/^\d+$/, node, 'pricelist_id', 'pricelist'),
      name: rawValue(node, 'licname'),
      ip: rawValue(node, 'ip'),
      status,
      // What was never opened, or is gone, has no paid time: its day of order stands for an expiry
      // that is not shown.
      expiresOn:
        dateIn(node, 'real_expiredate', 'expiredate') ??
        (status === '1' || status === '4' ? orderedOn : undefined),
      orderedOn,
      remoteId: rawValue(node, 'remoteid'),
      ipChangedOn: dateIn(node, 'real_ipchange', 'ip_change_date'),
      keyChangedOn: dateIn(node, 'real_keychange', 'lickey_change_date'),
      autoprolong: autoprolong(rawValue(node, 'autoprolong')),
      addons: addonsIn(node),
    }),
  );
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
  throw new Unreadable(`a license without a usable ${fields.join(', ')}`);
}

/**
 * Finds a date under several names, one that looks like a date first: a list may show words in
 * place of an expiry.
 */
function dateIn(node: AnswerNode, ...names: string[]): string | undefined {
  const value = firstMatch(/^\d{4}-/, node, ...names) ?? rawValue(node, ...names);
  return value === '' || value?.startsWith('0000-') ? undefined : value;
}

function firstMatch(pattern: RegExp, node: AnswerNode, ...names: string[]): string | undefined {
  return names
    .map((name) => rawValue(node, name))
    .find((value) => value !== undefined && pattern.test(value));
}

function autoprolong(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (/^(|null|off|0)$/i.test(value)) return false;
  // Words in the user's language, without the raw value, say nothing that could be relied on.
  return /^(on|\d+)$/i.test(value) ? true : undefined;
}

/** Reads the fields `addon_<id>` that are amounts. */
function addonsIn(node: AnswerNode): Readonly<Record<string, number>> | undefined {
  const found = [...node.members.keys()].flatMap((name): [string, number][] => {
    const id = /^addon_(\d+)$/.exec(name)?.[1];
    const amount = rawValue(node, name) ?? '';
    return id !== undefined && /^\d{1,6}$/.test(amount) ? [[id, Number(amount)]] : [];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function shown(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
