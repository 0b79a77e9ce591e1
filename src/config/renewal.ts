import { z } from 'zod';

import { DEFAULT_LEAD } from '../domain/base/renewal.js';

const share = z.number().positive().max(0.5);
const leadMinDays = z.number().min(1).lt(28, { error: 'cannot be met in a month of 28 days' });
const leadMaxDays = z.number().min(1);

/**
 * How long before its expiry a license is prolonged, and what becomes of it while its service is
 * suspended.
 */
export const renewal = z
  .strictObject({
    leadShare: share
      .default(DEFAULT_LEAD.leadShare)
      .describe('How long before its expiry a license is prolonged, as a share of its period.'),
    leadMinDays: leadMinDays.default(DEFAULT_LEAD.leadMinDays).describe('The lead is never shorter.'),
    leadMaxDays: leadMaxDays.default(DEFAULT_LEAD.leadMaxDays).describe('The lead is never longer.'),
    emergencyShare: share
      .default(DEFAULT_LEAD.emergencyShare)
      .describe('From when before the expiry back-off no longer counts, as a share of the period.'),
    emergencyMinDays: z
      .number()
      .positive()
      .default(DEFAULT_LEAD.emergencyMinDays)
      .describe('The emergency is never shorter, but begins after half of the lead at the earliest.'),
    whileSuspended: z
      .enum(['prolong', 'lapse'])
      .default('prolong')
      .describe('Whether the license of a suspended service is kept paid.'),
  })
  .refine((lead) => lead.leadMinDays <= lead.leadMaxDays, {
    path: ['leadMinDays'],
    error: 'must not be above leadMaxDays',
  });

/** What differs at one license server. */
export const ownLead = z.strictObject({
  leadShare: share.optional(),
  leadMinDays: leadMinDays.optional(),
  leadMaxDays: leadMaxDays.optional(),
  emergencyShare: share.optional(),
  emergencyMinDays: z.number().positive().optional(),
});
