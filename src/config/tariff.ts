import { z } from 'zod';

import { DEFAULT_ENUMERATION } from './enumeration.js';
import { amount, displayName, monthsOrTrial, name } from './fields.js';

/** The vendor's "Control panel license" resource, whose value type is always Enumeration. */
const controlPanelLicense = z.strictObject(
  {
    valueType: z
      .literal('Enumeration', { error: 'must be Enumeration' })
      .default('Enumeration')
      .describe('The value type of the resource.'),
    restrictions: z
      .strictObject({
        enumeration: z.string().min(1).default(DEFAULT_ENUMERATION).describe('Where its panels stand.'),
        panels: z.array(name).optional().describe('Those that a client may choose; all unless given.'),
      })
      .prefault({})
      .describe('Which control panels a client may choose.'),
    prices: z
      .record(z.string(), z.record(z.string().regex(/^([1-9]\d{0,2}|-100)$/), amount))
      .default({})
      .describe('What a client pays: panel, then period in months (-100 for a trial), to the price.'),
  },
  { error: 'must be there: the "Control panel license" resource' },
);

export const tariff = z.strictObject({
  id: name.describe('As a service names it.'),
  displayName: displayName.optional().describe('What people read, in one language or in several.'),
  productType: z.string().min(1).describe('The type of product to which it belongs, e.g. VPS.'),
  processingModule: z.string().describe('The processing module that makes its services.'),
  periodsMonths: z
    .array(monthsOrTrial)
    .min(1)
    .describe('For how many months at a time a client may order; -100 for a trial.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'must be three capital letters, as EUR' })
    .describe('The currency of its prices.'),
  controlPanelLicense: controlPanelLicense.describe('The "Control panel license" resource.'),
});
