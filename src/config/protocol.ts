import { z } from 'zod';

import { RULED_FAILURES } from '../domain/base/failures.js';
import { code } from './fields.js';

const seconds = z.number().positive().max(600);
const pattern = z.string().refine(isPattern, { error: 'must be a regular expression' });

/** A row of the table that names the vendor's errors, which the vendor does not publish. */
const errorRule = z
  .strictObject({
    failure: z.enum(RULED_FAILURES),
    type: pattern.optional(),
    object: pattern.optional(),
    message: pattern.optional(),
  })
  .refine(({ type, object, message }) => [type, object, message].some((part) => part !== undefined), {
    error: 'needs a type, an object or a message to match',
  });

/** The fields of a license server that say how it is spoken with. */
export const protocol = {
  callsPerSecond: z
    .number()
    .positive()
    .max(1000)
    .default(5)
    .describe('How many calls a second all workers together may begin.'),
  settleMinutes: z
    .number()
    .min(2)
    .max(1440)
    .default(10)
    .describe(
      'For how long a call whose outcome is unknown may still be on its way, or missing in the lists.',
    ),
  format: z.enum(['xml', 'bjson']).default('xml').describe('In which format it answers.'),
  caFile: z
    .string()
    .min(1)
    .optional()
    .describe('A file with the certificates of a private authority, in place of the public ones.'),
  connectSeconds: seconds.default(10).describe('Within which a connection must stand.'),
  answerSeconds: seconds
    .max(75, { error: 'must be at most 75: an Activity makes three calls' })
    .default(60)
    .describe('Within which a call must be answered whole.'),
  keyWaitSeconds: seconds.max(120).default(30).describe('How long a late license key is waited for at once.'),
  maxClockSkewSeconds: z
    .number()
    .min(1)
    .max(86_400)
    .default(300)
    .describe('How far its clock may be from ours for a payment.'),
  errorRules: z
    .array(errorRule)
    .default([])
    .describe("What its errors mean, tried before panelkeeper's own table."),
  platformPriceLists: z
    .array(code)
    .default([])
    .describe(
      'Price lists of version-6 platforms (VMmanager 6, DCImanager 6), which have functions of their own.',
    ),
  orderParameters: z
    .record(z.string().regex(/^\w+$/), z.string())
    .default({})
    .describe('Further parameters that it wants with each order.'),
  chargesFunction: z
    .string()
    .regex(/^[\w.]+$/)
    .default('expense')
    .describe('The list of what the account was charged; the vendor publishes neither it nor its fields.'),
  chargeFields: z
    .strictObject({
      date: field('realdate'),
      amount: field('amount'),
      currency: field('currency_str'),
      license: field('item'),
      description: field('name'),
    })
    .prefault({})
    .describe('Under which names that list shows what.'),
  subaccount: z.string().min(1).optional().describe("The id of the account's balance, where it has several."),
};

function field(name: string) {
  return z.string().regex(/^\w+$/).default(name);
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'iu');
    return true;
  } catch {
    return false;
  }
}
