/** Lives as policies see them, each with the step that it leads to. */
import { date, DAY_MS } from '../../../src/domain/base/calendar.js';
import type { PriceListCode } from '../../../src/domain/base/license.js';
import { FREE_IP } from '../../../src/domain/base/marker.js';
import { TRIAL } from '../../../src/domain/base/period.js';
import { planRenewal } from '../../../src/domain/base/renewal.js';
import type { CallKind } from '../../../src/domain/life/call.js';
import type { PolicyName } from '../../../src/domain/life/decide.js';
import { goesOut } from '../../../src/domain/life/changes.js';
import type { Life } from '../../../src/domain/life/life.js';
import type { Met } from '../../../src/domain/life/trouble.js';
import {
  OBTAINING,
  sampleClaimed,
  sampleFree,
  sampleHeld,
  sampleHolding,
  sampleLife,
  sampleOrdering,
  sampleService,
  sampleTerms,
  sampleTrouble,
  YEARLY,
} from '../../support/samples.js';

const plan = planRenewal(sampleHeld(), sampleTerms().lead, '7');
export const early = Date.UTC(2030, 1, 1);
export const { renewAtMs, emergencyAtMs } = plan;

export interface DecideCase {
  readonly name: string;
  readonly life: Life;
  readonly now?: number;
  readonly policy: PolicyName;
  /** The call that is made, or `wait`, or `end`. */
  readonly step: CallKind | 'wait' | 'end';
  /** Where a license is moved to. */
  readonly ip?: string;
}

const wished = (changes: Partial<Life['wish']>, more: Partial<Life> = {}): Life => {
  const life = sampleLife(more);
  return sampleLife({ ...more, wish: { ...life.wish, ...changes } });
};
const failed = (by: CallKind, failure: Met['failure'], now = early) => sampleTrouble(by, failure, now);
const refused = { refusal: 'panel x is not configured', held: null };
const inDoubt = {
  kind: 'inDoubt',
  ...OBTAINING,
  made: {
    priceList: sampleTerms().priceList,
    periodMonths: 1,
    ip: '192.0.2.7',
    served: { panel: 'billmanager6' },
  },
  untilMs: early + 600_000,
} as const;
const moved = { service: sampleService({ ip: '192.0.2.70' }) };
const ends = { endsAtMs: sampleHeld().expiresAtMs + 45 * DAY_MS };
const asked = { poolAskedFor: sampleHeld().expiresOn };
const toCompare = { aligned: { priceList: YEARLY, periodMonths: 12 }, offers: [] };
const confirmed = sampleTerms({ confirmsDaysBefore: 20 });
const asksAtMs = sampleHeld().expiresAtMs - 20 * DAY_MS;
const trial = sampleHeld({ periodMonths: TRIAL });
const trialEndsAtMs = planRenewal(trial, sampleTerms().lead, '7').emergencyAtMs;
const leftover = sampleHolding({ ownList: YEARLY });

export const cases: readonly DecideCase[] = [
  {
    name: 'ends where the panel is not configured',
    life: sampleLife(refused),
    policy: 'refusedServiceEnds',
    step: 'end',
  },
  {
    name: 'looks up the terms first',
    life: { ...sampleLife(), termsAnswer: null },
    policy: 'termsAreLookedUp',
    step: 'resolveTerms',
  },
  {
    name: 'obtains nothing by terms that may be of another panel',
    life: {
      ...sampleLife({
        held: null,
        acquiring: sampleOrdering(),
        trouble: { terms: failed('resolveTerms', 'WorkerFailure') },
      }),
      termsAnswer: null,
    },
    policy: 'termsAreLookedUp',
    step: 'wait',
  },
  {
    name: 'looks for an order in doubt before anything is claimed',
    life: sampleLife({ held: null, acquiring: inDoubt }),
    policy: 'orderInDoubtIsLookedFor',
    step: 'find',
  },
  {
    name: 'waits before it looks for an order that was lost just now',
    life: sampleLife({
      held: null,
      acquiring: inDoubt,
      trouble: { acquire: failed('order', 'OutcomeUnknown') },
    }),
    policy: 'orderInDoubtIsLookedFor',
    step: 'wait',
  },
  {
    name: 'reads the license that a human accepts',
    life: sampleLife({ decision: { action: 'accept' } }),
    policy: 'decisionIsDone',
    step: 'accept',
  },
  {
    name: 'takes the date that a human says',
    life: sampleLife({ decision: { action: 'setExpiry', expiresOn: sampleHeld().expiresOn } }),
    policy: 'decisionIsDone',
    step: 'redate',
  },
  {
    name: 'prolongs in the emergency',
    life: sampleLife(),
    now: emergencyAtMs,
    policy: 'emergencyIsPaid',
    step: 'prolong',
  },
  {
    name: 'prolongs in the emergency though moving waits for a human',
    life: wished(moved, { trouble: { move: failed('readdress', 'Refused', emergencyAtMs) } }),
    now: emergencyAtMs,
    policy: 'emergencyIsPaid',
    step: 'prolong',
  },
  {
    name: 'prolongs in the emergency though what was replaced is refused',
    life: sampleLife({
      outgoing: [goesOut(sampleHolding({ license: sampleHeld({ licenseId: '1' as never }) }))],
      trouble: { return: failed('giveBack', 'WorkerFailure', emergencyAtMs) },
    }),
    now: emergencyAtMs,
    policy: 'emergencyIsPaid',
    step: 'prolong',
  },
  {
    name: 'reads again what was found to differ',
    life: sampleLife({ rereads: true }),
    policy: 'heldIsReadAgain',
    step: 'reread',
  },
  {
    name: 'tells the pool of what is bound',
    life: sampleLife({ acquiring: { kind: 'bound', ...OBTAINING } }),
    policy: 'poolIsTold',
    step: 'confirm',
  },
  {
    name: 'tells the pool of what was refused',
    life: sampleLife({ acquiring: { kind: 'refused', ...OBTAINING, license: sampleFree() } }),
    policy: 'poolIsTold',
    step: 'reject',
  },
  {
    name: 'tells the pool of what has left the address',
    life: sampleLife({
      held: null,
      acquiring: { kind: 'vacated', ...OBTAINING, vacated: null, claimed: null, hadNone: '' },
    }),
    policy: 'poolIsTold',
    step: 'tellVacated',
  },
  {
    name: 'takes back a claim that nobody wants any more',
    life: wished({ status: 'closed' }, { held: null, acquiring: { kind: 'asking', ...OBTAINING } }),
    policy: 'poolIsTold',
    step: 'releaseClaim',
  },
  {
    name: 'gives back what was replaced',
    life: sampleLife({ outgoing: [goesOut(sampleHolding())] }),
    policy: 'outgoingGoes',
    step: 'giveBack',
  },
  {
    name: 'waits to give back while a payment may arrive',
    life: wished(
      { status: 'closed' },
      { held: null, outgoing: [goesOut(sampleHolding({ paymentUntilMs: early + 1 }))] },
    ),
    policy: 'outgoingGoes',
    step: 'wait',
  },
  {
    name: 'ends when closed and empty',
    life: wished({ status: 'closed' }, { held: null }),
    policy: 'closedEnds',
    step: 'end',
  },
  {
    name: 'looks back before it ends, where it was reset',
    life: wished({ status: 'closed' }, { held: null, lookBack: 'due' }),
    policy: 'closedEnds',
    step: 'lookBack',
  },
  {
    name: 'looks back before it obtains another license, where it was reset',
    life: sampleLife({ held: null, lookBack: 'due' }),
    policy: 'acquisitionGoesOn',
    step: 'lookBack',
  },
  {
    name: 'does not look for what it has forgotten while it returns something',
    life: sampleLife({
      held: null,
      lookBack: 'due',
      outgoing: [{ ...goesOut(sampleHolding()), paymentUntilMs: early + 600_000 }],
    }),
    policy: 'acquisitionGoesOn',
    step: 'claim',
  },
  {
    name: 'lets a suspended one lapse',
    life: wished({ status: 'suspended' }, { terms: sampleTerms({ whileSuspended: 'lapse' }) }),
    now: emergencyAtMs,
    policy: 'suspendedMayLapse',
    step: 'wait',
  },
  {
    name: 'buys nothing for a suspended one',
    life: wished({ status: 'suspended' }, { held: null }),
    policy: 'suspendedMayLapse',
    step: 'wait',
  },
  {
    name: 'has the server watched',
    life: sampleLife({
      held: null,
      acquiring: sampleOrdering(),
      trouble: { acquire: failed('order', 'InsufficientFunds') },
    }),
    policy: 'serverIsWatched',
    step: 'joinWatch',
  },
  { name: 'asks the pool', life: sampleLife({ held: null }), policy: 'acquisitionGoesOn', step: 'claim' },
  {
    name: 'orders what the pool has not',
    life: sampleLife({ held: null, acquiring: sampleOrdering() }),
    policy: 'acquisitionGoesOn',
    step: 'order',
  },
  {
    name: 'binds what is promised',
    life: sampleLife({
      held: null,
      acquiring: sampleClaimed(),
    }),
    policy: 'acquisitionGoesOn',
    step: 'bind',
  },
  {
    name: 'takes a free license off the address',
    life: sampleLife({
      held: null,
      acquiring: { kind: 'vacating', ...OBTAINING, vacate: sampleFree(), claimed: null, hadNone: '' },
    }),
    policy: 'acquisitionGoesOn',
    step: 'vacate',
  },
  {
    name: 'asks the pool before a payment',
    life: sampleLife({ terms: sampleTerms({ swapAtRenewal: 'always' }) }),
    now: renewAtMs,
    policy: 'acquisitionGoesOn',
    step: 'claim',
  },
  {
    name: 'moves the license to the other price list',
    life: wished(
      { insteadOf: { panel: '55227' } },
      { terms: sampleTerms({ priceList: '99' as PriceListCode }) },
    ),
    policy: 'panelIsChanged',
    step: 'changePriceList',
  },
  { name: 'follows the service', life: wished(moved), policy: 'licenseFollows', step: 'readdress' },
  {
    name: 'tries whether the wished address is free by now, where it may not leave its own',
    life: wished(moved, {
      trouble: {
        move: { ...failed('readdress', 'IpAlreadyLicensed'), tries: 3, poolWasAsked: true, untilMs: early },
        acquire: failed('readdress', 'Refused'),
      },
    }),
    policy: 'licenseFollows',
    step: 'readdress',
    ip: '192.0.2.70',
  },
  {
    name: 'leaves its address, whichever that is after a lost edit, where the wished one stays taken',
    life: wished(moved, {
      held: sampleHolding({ ip: null }),
      trouble: {
        move: { ...failed('readdress', 'IpAlreadyLicensed'), tries: 3, poolWasAsked: true, untilMs: early },
      },
    }),
    policy: 'licenseFollows',
    step: 'readdress',
    ip: FREE_IP,
  },
  {
    name: 'replaces a trial though it may not come back to the address that it has left',
    life: sampleLife({
      held: sampleHolding({
        license: sampleHeld({ periodMonths: TRIAL }),
        ip: FREE_IP,
        movesFromMs: renewAtMs + 30 * DAY_MS,
      }),
      trouble: { move: { ...failed('readdress', 'IpChangeTooSoon'), poolWasAsked: true } },
    }),
    now: trialEndsAtMs,
    policy: 'acquisitionGoesOn',
    step: 'claim',
  },
  ...([0, trialEndsAtMs + 1] as const).map((editUntilMs) => ({
    name: `has a trial off its address before an order, wherever a lost edit left it: ${editUntilMs > 0 ? 'waits for it' : 'moves it'}`,
    life: sampleLife({
      held: sampleHolding({ license: sampleHeld({ periodMonths: TRIAL }), ip: null, editUntilMs }),
      acquiring: sampleOrdering({ isFunded: true }),
      ...asked,
    }),
    now: trialEndsAtMs,
    policy: 'acquisitionGoesOn' as const,
    step: editUntilMs > 0 ? ('wait' as const) : ('readdress' as const),
    ...(editUntilMs === 0 && { ip: FREE_IP }),
  })),
  ...(['1', YEARLY] as const).map((list) => ({
    name: `follows while an order there is in doubt, only where it could be told from it: list ${list}`,
    life: wished(moved, {
      held: sampleHolding({ license: sampleHeld({ priceList: list as PriceListCode }) }),
      acquiring: { ...inDoubt, made: { ...inDoubt.made, priceList: YEARLY, ip: moved.service.ip } },
      trouble: { acquire: { ...failed('order', 'OutcomeUnknown'), untilMs: early + 1000 } },
    }),
    policy: list === YEARLY ? ('licenseFollows' as const) : ('orderInDoubtIsLookedFor' as const),
    step: list === YEARLY ? ('readdress' as const) : ('wait' as const),
  })),
  {
    name: 'has a trial off its address before an order: not before its server allows it',
    life: sampleLife({
      held: sampleHolding({ license: trial, movesFromMs: trialEndsAtMs + DAY_MS }),
      acquiring: sampleOrdering({ isFunded: true }),
      ...asked,
    }),
    now: trialEndsAtMs,
    policy: 'acquisitionGoesOn',
    step: 'wait',
  },
  {
    name: 'obtains another one where its own has stepped aside and may not come back',
    life: sampleLife({
      held: sampleHolding({ ip: FREE_IP, movesFromMs: renewAtMs + 30 * DAY_MS }),
      trouble: { move: { ...failed('readdress', 'IpChangeTooSoon'), poolWasAsked: true } },
    }),
    policy: 'acquisitionGoesOn',
    step: 'claim',
  },
  {
    name: 'does not prolong while a change of its panel may be in flight, though the last try may be too',
    life: sampleLife({
      held: sampleHolding({ paymentUntilMs: renewAtMs + 600_000 }),
      trouble: {
        prolong: failed('prolong', 'OutcomeUnknown', renewAtMs - 600_000),
        panel: failed('changePriceList', 'WorkerFailure', renewAtMs),
      },
    }),
    now: renewAtMs,
    policy: 'expiringIsProlonged',
    step: 'wait',
  },
  {
    name: 'pays nothing past the known end',
    life: wished({ endsAtMs: renewAtMs + DAY_MS }),
    now: renewAtMs,
    policy: 'paidPastItsEndSleeps',
    step: 'wait',
  },
  {
    name: 'uses up a leftover',
    life: sampleLife({ held: leftover }),
    policy: 'leftoverServes',
    step: 'wait',
  },
  {
    name: 'asks a human to confirm a payment',
    life: sampleLife({ terms: confirmed }),
    now: asksAtMs,
    policy: 'renewalIsConfirmed',
    step: 'wait',
  },
  {
    name: 'sleeps until a human is to be asked',
    life: sampleLife({ terms: confirmed }),
    now: asksAtMs - 1,
    policy: 'paidSleeps',
    step: 'wait',
  },
  {
    name: 'pays at once what a human has confirmed',
    life: sampleLife({ terms: confirmed, confirmedFor: sampleHeld().expiresOn }),
    now: asksAtMs,
    policy: 'expiringIsProlonged',
    step: 'prolong',
  },
  {
    name: 'does not take the word for one payment as the word for the next',
    life: sampleLife({ terms: confirmed, confirmedFor: date('2030-02-01') }),
    now: asksAtMs,
    policy: 'renewalIsConfirmed',
    step: 'wait',
  },
  {
    name: 'pays in the emergency what nobody has confirmed',
    life: sampleLife({ terms: confirmed }),
    now: emergencyAtMs,
    policy: 'emergencyIsPaid',
    step: 'prolong',
  },
  {
    name: 'asks nobody about what is paid past the end of its service',
    life: wished({ endsAtMs: sampleHeld().expiresAtMs }, { terms: confirmed }),
    now: asksAtMs,
    policy: 'paidPastItsEndSleeps',
    step: 'wait',
  },
  {
    name: 'prolongs in time',
    life: sampleLife(),
    now: renewAtMs,
    policy: 'expiringIsProlonged',
    step: 'prolong',
  },
  {
    name: 'compares prices before it pays until a known end',
    life: wished(ends, { ...asked, terms: sampleTerms({ toCompare }) }),
    now: renewAtMs,
    policy: 'expiringIsProlonged',
    step: 'compareOffers',
  },
  {
    name: 'pays though prices cannot be compared',
    life: wished(ends, {
      ...asked,
      terms: sampleTerms({ toCompare }),
      trouble: { prices: failed('compareOffers', 'UnreadableAnswer', renewAtMs) },
    }),
    now: renewAtMs,
    policy: 'expiringIsProlonged',
    step: 'prolong',
  },
  {
    name: 'asks the provider before it pays',
    life: sampleLife({ terms: sampleTerms({ asksStatus: 'pay' }) }),
    now: renewAtMs,
    policy: 'expiringIsProlonged',
    step: 'askStatus',
  },
  { name: 'sleeps while it is paid', life: sampleLife(), policy: 'paidSleeps', step: 'wait' },
];
