import { z } from 'zod';

import { HARMLESS_ACTIONS, PROPOSED_ACTIONS } from '../domain/comparison/difference.js';
import { name } from './fields.js';
import { protocol } from './protocol.js';
import { ownLead } from './renewal.js';
import { secret } from './secret.js';
import { SIMULATED } from './simulated.js';
import { spendingLimits } from './spending-limits.js';

const URL_RULE = `must be an http or https URL, or "${SIMULATED}"`;

/** The fields that say how its paid, unused licenses are kept. */
const pool = {
  pool: z
    .enum(['eager', 'lazy'])
    .default('lazy')
    .describe('Whether a license that is free loses its address at once, or with the next hand-out.'),
  poolAcrossPeriods: z
    .boolean()
    .default(false)
    .describe('Whether what is left of one price list of a panel may serve another one of the same panel.'),
  swapAtRenewal: z
    .union([z.enum(['never', 'always']), z.strictObject({ atLeastDays: z.int().min(1).max(3660) })], {
      error: 'must be never, always or { atLeastDays: N }',
    })
    .default('never')
    .describe('Whether a pooled license is taken in place of a payment.'),
  onAddressLimit: z
    .enum(['wait', 'order'])
    .default('wait')
    .describe('What a moved service does whose license may not follow yet, when the pool has none.'),
};

const confirmedRenewal = z.strictObject({
  periodMonths: z.int().min(1).max(120).describe('The period that is to be paid.'),
  daysBefore: z.int().min(1).max(366).describe('How many days before the expiry a human is asked.'),
});

/** What the comparison of both sides may do by itself, and which lists it believes. */
const reconcile = z.strictObject({
  allow: z
    .array(z.enum(PROPOSED_ACTIONS))
    .default([...HARMLESS_ACTIONS])
    .describe(
      'What `panelkeeper reconcile --apply` and the schedule may do; what is left out is only proposed.',
    ),
  everyHours: z
    .int()
    .min(0)
    .max(744)
    .default(24)
    .describe('How often Temporal compares both sides by itself; 0 for never. `setup` and `start` write it.'),
  missingShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('Which share of our licenses may be missing in a list that is still believed.'),
});

export const licenseServer = z
  .strictObject({
    name: name.describe('Names the server in ids, queues and messages.'),
    productType: z
      .literal('ISPsystem Licenses', { error: 'must be "ISPsystem Licenses"' })
      .default('ISPsystem Licenses')
      .describe('Step 1 of the vendor: the product type.'),
    kind: z
      .literal('BILLmanager', { error: 'must be "BILLmanager"' })
      .default('BILLmanager')
      .describe('Step 2 of the vendor: the processing module.'),
    url: z
      .union([z.literal(SIMULATED), z.url({ protocol: /^https?$/, error: URL_RULE })], { error: URL_RULE })
      .describe('The address of its BILLmanager, or `simulated` for the one that panelkeeper brings.'),
    allowPlainHttp: z
      .boolean()
      .default(false)
      .describe('Whether a password may travel unencrypted to another machine.'),
    username: z
      .string()
      .regex(/^[^:]+$/, { error: 'must be there and hold no colon' })
      .describe('The account there; its price lists must be available for ordering.'),
    password: secret.describe('Where its password is kept.'),
    timeZone: z
      .string()
      .refine(isTimeZone, { error: 'must be an IANA time zone, or "unknown"' })
      .default('unknown')
      .describe('The zone of its dates; `unknown` takes each date in its least favorable reading.'),
    changeLimit: z
      .union([z.enum(['monthAgo', 'calendarMonth']), z.strictObject({ days: z.int().min(0).max(366) })], {
        error: 'must be monthAgo, calendarMonth or { days: N }',
      })
      .default('monthAgo')
      .describe("How often a license's address may change."),
    ...protocol,
    ...pool,
    confirmRenewals: z
      .array(confirmedRenewal)
      .default([])
      .describe('Which periods are paid early, once a human has confirmed.'),
    renewal: ownLead.optional().describe('What differs from the general `renewal`.'),
    reconcile: reconcile.prefault({}).describe('What a comparison with the license server may do.'),
    maxPriceIncreasePercent: z
      .int()
      .min(0)
      .max(10_000)
      .default(25)
      .describe('By how much a price may be above the one that was paid last before a human is asked.'),
    spendingLimits: spendingLimits.prefault({}).describe('What may be spent there before a human is asked.'),
  })
  .refine(({ url, allowPlainHttp }) => allowPlainHttp || !isPlainHttpElsewhere(url), {
    path: ['url'],
    error: 'must be https, or allowPlainHttp must be true: the password would travel unencrypted',
  });

function isPlainHttpElsewhere(url: string): boolean {
  if (url === SIMULATED) return false;
  const { protocol: scheme, hostname } = new URL(url);
  return scheme === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function isTimeZone(zone: string): boolean {
  if (zone === 'unknown') return true;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
