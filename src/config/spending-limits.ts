import { z } from 'zod';

import { amount } from './fields.js';

const allowance = z
  .strictObject({ payments: z.int().min(0).optional(), amount: amount.optional() })
  .transform(({ payments, amount: amountMinor }) => ({ payments, amountMinor }));

/**
 * Far above what a fleet of some thousand services needs, and far below what a runaway loop would
 * spend.
 */
export const spendingLimits = z.strictObject({
  perServicePerDay: allowance.prefault({ payments: 3, amount: 2000 }),
  perHour: allowance.prefault({ payments: 200, amount: 10_000 }),
  perDay: allowance.prefault({ payments: 1000, amount: 30_000 }),
});
