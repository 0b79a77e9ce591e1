import { z } from 'zod';

import type { PriceListCode } from '../domain/base/license.js';
import { code, displayName, months, name } from './fields.js';

/** The enumeration that the vendor's BILLmanager comes with. */
export const DEFAULT_ENUMERATION = 'Server control panel';

const periodsMonths = z.array(months).min(1);

const priceList = z
  .strictObject({
    code: code.describe('Its number at the license server.'),
    periodsMonths: periodsMonths.optional().describe('The periods, in months, that it sells.'),
    trial: z.boolean().optional().describe('Whether it sells a trial.'),
  })
  .refine((list) => list.periodsMonths !== undefined || list.trial === true, {
    error: 'needs periodsMonths, or trial: true',
  })
  .transform(({ periodsMonths: sold = [], ...list }) => ({ ...list, periodsMonths: sold }));

const addon = z.strictObject({
  id: code.describe('Its number at the license server: the order says `addon_<id>`.'),
  displayName: displayName.optional(),
  max: z.int().min(1).max(9999).default(9999).describe('How many of it a license may have.'),
});

/**
 * A control panel: sold under several price lists, or, where none is given, under the one it is
 * named after.
 */
const panel = z
  .strictObject({
    internalName: z
      .union([z.string(), z.number()])
      .transform(String)
      .pipe(name)
      .describe('What a service names; the number of the price list unless `priceLists` are given.'),
    displayName: displayName.optional().describe('What people read, in one language or in several.'),
    priceLists: z
      .array(priceList)
      .min(1)
      .refine((lists) => lists.some(({ periodsMonths: sold }) => sold.length > 0), {
        error: 'needs one with periodsMonths: what follows a trial',
      })
      .optional()
      .describe('The price lists that sell it, e.g. one by the month and one by the year.'),
    periodsMonths: periodsMonths
      .optional()
      .describe(
        'The periods that the price list sells which the panel is named after; [1, 12] unless given.',
      ),
    addons: z.array(addon).default([]).describe('Options that a license may have.'),
  })
  .refine(({ internalName, priceLists }) => priceLists !== undefined || /^\d+$/.test(internalName), {
    error: 'needs priceLists, or an internalName that is the number of a price list',
  })
  .transform(({ internalName, displayName: texts, priceLists, periodsMonths: sold = [1, 12], addons }) => ({
    internalName,
    displayName: texts ?? { en: internalName },
    priceLists: priceLists ?? [{ code: internalName as PriceListCode, periodsMonths: sold }],
    addons,
  }));

export const enumeration = z.strictObject({
  name: z.string().min(1).default(DEFAULT_ENUMERATION).describe('As a tariff names it.'),
  values: z.array(panel).min(1).describe('The panels that a client may choose.'),
});
