import { z } from 'zod';

const changeLimit = z.enum(['none', 'calendar-month', '31-days', 'month-ago']);
const singleElement = z.enum(['object', 'array']);
const errorWords = z.strictObject({ type: z.string().min(1), object: z.string().default('') });

/**
 * Everything about a BILLmanager that no public page settles. docs/simulator.md says where each
 * default comes from.
 */
export const rulesSchema = z.strictObject({
  /**
   * How months are added at the end of a month: 31 Jan, 28 Feb, then 31 Mar, 28 Mar, or (from 31
   * Jan) 3 Mar.
   */
  monthEnd: z.enum(['anchored', 'drifting', 'overflow']).default('anchored'),
  /** How soon an address may change again. */
  ipChangeLimit: changeLimit.default('calendar-month'),
  /** How soon a key may change again. */
  keyChangeLimit: changeLimit.default('calendar-month'),
  /**
   * Setting 0.0.0.0: an ordinary change, one that is written down but never refused, or no change
   * at all.
   */
  zeroAddress: z.enum(['limited', 'recorded', 'free']).default('recorded'),
  /** Whether the order counts as the first change of address and key. */
  orderCountsAsChange: z.boolean().default(false),
  /** Which licenses keep another one of the same product off their address. */
  addressHeldBy: z.enum(['not-deleted', 'active', 'nobody']).default('not-deleted'),
  /** Where prolonging a suspended license counts from. */
  prolongSuspendedFrom: z.enum(['today', 'later-of-both']).default('today'),
  /** Whether a license stops as its expiry date begins or ends. */
  stopsAt: z.enum(['start-of-day', 'end-of-day']).default('start-of-day'),
  /** Days from the expiry of an unpaid license to its deletion. */
  deletedAfterDays: z.int().min(0).max(3650).default(30),
  /** Days before expiry on which the vendor's own autoprolong charges. */
  autoprolongDaysBefore: z.int().min(0).max(60).default(1),
  /** How long a new license, or a resumed one, has no key. */
  keyDelayMs: z.int().min(0).max(86_400_000).default(0),
  /** Whether the key reads as empty while the license is suspended. */
  keyHiddenWhileSuspended: z.boolean().default(false),
  /** Where the reseller's own id can be read: not at all, in `soft.edit`, or in the list too. */
  remoteidShown: z.enum(['nowhere', 'form', 'list']).default('form'),
  /** Whether a deleted license can still be read by its id, with status 4. */
  deletedReadable: z.boolean().default(true),
  /** After how many wrong passwords in a row an account is blocked, and how long; 0 is never. */
  signInLock: z
    .strictObject({
      afterFailures: z.int().min(0).max(1000).default(0),
      minutes: z.int().min(1).max(10_080).default(10),
    })
    .prefault({}),
  /** How a list of one row looks. */
  singleElement: z
    .strictObject({ json: singleElement.default('array'), sjson: singleElement.default('array') })
    .prefault({}),
  /** Rows of a list when `p_cnt` does not say; 0 is all. */
  pageSize: z.int().min(0).max(10_000).default(0),
  /** The offset of the license server's calendar from UTC. */
  utcOffsetMinutes: z.int().min(-840).max(840).default(0),
  /** The words of the refusals that the vendor does not publish. */
  errors: z
    .strictObject({
      notEnoughMoney: errorWords.default({ type: 'no_money', object: 'balance' }),
      addressHasLicense: errorWords.default({ type: 'exists', object: 'ip' }),
      ipChangeTooSoon: errorWords.default({ type: 'limit', object: 'ip' }),
      keyChangeTooSoon: errorWords.default({ type: 'limit', object: 'lickey' }),
      priceListUnavailable: errorWords.default({ type: 'missed', object: 'pricelist' }),
      periodNotSold: errorWords.default({ type: 'value', object: 'period' }),
      unpaid: errorWords.default({ type: 'expired', object: 'elid' }),
    })
    .prefault({}),
});

export type Rules = z.output<typeof rulesSchema>;
export type RulesInput = z.input<typeof rulesSchema>;
export type ChangeLimit = z.output<typeof changeLimit>;
export type Refusal = keyof Rules['errors'];
