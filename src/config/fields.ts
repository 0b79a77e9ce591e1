import { z } from 'zod';

import type { PriceListCode } from '../domain/base/license.js';
import { TRIAL } from '../domain/base/period.js';

export const name = z
  .string()
  .regex(/^[\w.-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, ".", "_" or "-"' });

export const months = z.int().min(1).max(120);

/** A number of months, or the license servers' word for a trial. */
export const monthsOrTrial = z.union([months, z.literal(TRIAL)], {
  error: `must be 1 to 120 months, or ${TRIAL} for a trial`,
});

export const code = z
  .union([z.string(), z.number()])
  .transform((value) => String(value) as PriceListCode)
  .refine((value) => /^\d+$/.test(value), { error: 'must be the number of a price list' });

/** An amount as people write it, `1500` or `99.50`, read into minor units. */
export const amount = z
  .number()
  .min(0)
  .max(1_000_000_000)
  .transform((value) => Math.round(value * 100));

/** A name that people read: one text, or one for each language. */
export const displayName = z
  .union(
    [
      z.string().min(1),
      z
        .record(z.string().regex(/^[a-z]{2}$/), z.string().min(1))
        .refine((texts) => Object.keys(texts).length > 0),
    ],
    { error: 'must be a text, or texts by two-letter languages, as { en: TEXT, ru: TEXT }' },
  )
  .transform((text): Readonly<Record<string, string>> => (typeof text === 'string' ? { en: text } : text));
