import { z } from 'zod';

/** Where a secret is kept; the configuration file never holds it in clear unless it says so. */
export const secret = z.union(
  [
    z.strictObject({ env: z.string().min(1) }),
    z.strictObject({ file: z.string().min(1) }),
    z.strictObject({ plain: z.string().min(1) }),
  ],
  { error: 'must be { env: NAME }, { file: PATH } or { plain: TEXT }' },
);

export type Secret = z.infer<typeof secret>;
