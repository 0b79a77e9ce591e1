import { z } from 'zod';

import { months, name } from './fields.js';

const alignWithTariff = z
  .strictObject({
    productType: z.string().min(1).optional().describe('The type of product to which the tariff belongs.'),
    tariff: name.optional().describe('The tariff for which alone the rule works.'),
  })
  .refine(({ productType, tariff }) => productType !== undefined || tariff !== undefined, {
    error: 'needs a productType, a tariff, or both',
  });

/** The vendor's form of a parameter whose type is "Period alignment". */
const alignmentRule = z.strictObject({
  initialPeriodMonths: months.describe('Initial period: the one to be replaced.'),
  replaceByMonths: months.describe('Replace by: the period that is ordered in its place.'),
  alignWithTariff: alignWithTariff
    .optional()
    .describe('Align with tariff: limits the rule to a tariff, or to the tariffs of a product type.'),
});

/** Asked before each payment whether the service still lives. */
const serviceStatus = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }),
  whenUnreachable: z.enum(['pay', 'wait']).default('pay'),
});

export const processingModule = z.strictObject({
  name: name.describe('As a service or a tariff names it.'),
  kind: z.string().min(1).default('OpenStack (VPS)').describe('What makes the VPS.'),
  licenseServer: z
    .string({ error: 'must name a license server' })
    .describe('The license server that its licenses are ordered from.'),
  periodAlignment: z
    .array(alignmentRule)
    .default([])
    .describe('Which period is bought in place of which; without a rule the same one, else one month.'),
  serviceStatus: serviceStatus
    .optional()
    .describe('Whom to ask before each payment whether the service still lives.'),
});
