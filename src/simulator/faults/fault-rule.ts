import { z } from 'zod';

/** What can go wrong between a caller and a license server. */
export const faultKinds = [
  'refuse-connection',
  'drop-before',
  'drop-after',
  'delay',
  'http-500',
  'http-502',
  'http-503',
  'cut-body',
  'wrong-xml',
  'stale-list',
  'short-list',
  'session-expired',
  'captcha',
  'maintenance',
] as const;

export const faultRuleSchema = z
  .strictObject({
    kind: z.enum(faultKinds),
    /** A function, a family as `soft.*`, or every function. */
    func: z.string().default('*'),
    /** Only requests that read, or only those that change something. */
    only: z.enum(['read', 'write']).optional(),
    /** How likely it is at each matching request. */
    probability: z.number().min(0).max(1).default(1),
    /** How many matching requests are left alone at first. */
    skip: z.int().min(0).default(0),
    /** After how many faults the rule is used up; never when absent. */
    times: z.int().min(1).optional(),
    /**
     * For `delay`, `http-*` and `maintenance`: whether the request has been executed when the fault
     * comes.
     */
    executed: z.boolean().default(false),
    /** For `delay`: how long. */
    delayMs: z.int().min(0).max(3_600_000).default(1000),
    /**
     * For `short-list`: whether the count of rows is cut too, so that nothing in the answer betrays
     * it.
     */
    shortTotal: z.boolean().default(false),
  })
  .refine(({ kind, func }) => kind !== 'refuse-connection' || func === '*', {
    error: 'a connection is refused before it can be known which function is called',
    path: ['func'],
  });

export const faultRulesSchema = z.array(faultRuleSchema).max(100);

export type FaultRule = z.output<typeof faultRuleSchema>;
export type FaultRuleInput = z.input<typeof faultRuleSchema>;
export type FaultKind = FaultRule['kind'];
