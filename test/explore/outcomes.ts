/** What may come of a call: what the server answers by itself, and what goes wrong. */
import { DAY_MS } from '../../src/domain/base/calendar.js';
import { licenseNameOf, FREE_IP, FREE_NAME } from '../../src/domain/base/marker.js';
import type { Call, CallKind } from '../../src/domain/life/call.js';
import type { MetFailure } from '../../src/domain/base/failures.js';
import { LOST_FOR_MS } from '../../src/domain/life/learn-failed.js';
import type { CallOf, Done, Outcome } from '../../src/domain/life/results.js';
import { execute, lookedUp, refusedBind, type Came } from './license-server.js';
import type { Rules } from './rules.js';
import { isOccupied, itemOf, written, type Intent, type World } from './world.js';

/** One thing that may come of a call. */
export interface Coming {
  readonly label: string;
  readonly world: World;
  /** What is learned; `null` where the call has only passed its line. */
  readonly fact: Outcome | null;
  readonly isFault: boolean;
}

/** All calls that change something at the license server. */
export const LINED: readonly CallKind[] = [
  'vacate',
  'bind',
  'order',
  'prolong',
  'readdress',
  'changePriceList',
  'giveBack',
];
const POOLED: readonly CallKind[] = [
  'claim',
  'releaseClaim',
  'tellVacated',
  'reject',
  'confirm',
  'tellPool',
  'park',
];
const EDITS: readonly CallKind[] = ['vacate', 'bind', 'readdress', 'giveBack'];

/** Says whether a call changes something at the license server, so that it has a line. */
export function hasLine({ kind }: Call): boolean {
  return LINED.includes(kind);
}

/** Gives the key of a payment; `undefined` for what pays nothing. */
export function intentOf(call: Call): string | undefined {
  if (call.kind === 'order') return call.marker;
  if (call.kind === 'prolong') return `${call.license.licenseId}/${call.license.expiresOn}`;
  return call.kind === 'changePriceList' ? `${call.license.licenseId}/${call.changeId}` : undefined;
}

/**
 * Lists what may come next of a call that is in the queue or, with `hasPassedLine`, on its way to
 * the server.
 */
export function comingOf(
  world: World,
  serviceId: string,
  { call, hasPassedLine }: { call: Call; hasPassedLine: boolean },
  rules: Rules,
): Coming[] {
  if (hasLine(call) && !hasPassedLine) return [...atLine(world, serviceId, call, rules)];
  const moody = ofMood(world, call);
  if (moody) return [moody];
  const open = rules.looks && call.kind === 'find' ? stillOpen(world, serviceId, call) : undefined;
  if (open) return [open];
  const natural = ended('done', settled(world, serviceId, call), call);
  if (world.faults === 0) return [natural];
  return [natural, ...faultsOf(world, serviceId, call)];
}

/** The last question before a payment or an edit: it may turn out to be needless. */
function* atLine(world: World, serviceId: string, call: Call, rules: Rules): Iterable<Coming> {
  const id = intentOf(call);
  if (id === undefined) {
    yield { label: 'line', world, fact: null, isFault: false };
    return;
  }
  const seen = rules.looks ? lookedUp(world, serviceId, call) : undefined;
  if (seen) {
    yield ended('seen', seen, call);
    return;
  }
  const openUntilMs = world.intents[id]?.openUntilMs ?? 0;
  if (rules.looks && openUntilMs > world.now) {
    const retryAfterMs = openUntilMs - world.now;
    yield { label: 'open', world, fact: failed(call, 'OutcomeUnknown', retryAfterMs), isFault: false };
    return;
  }
  const intent: Intent = { executed: world.intents[id]?.executed ?? 0, openUntilMs: Infinity };
  yield { label: 'line', world: withIntent(world, id, intent), fact: null, isFault: false };
  if (world.faults > 0) yield fault('held back', world, failed(call, 'SpendingLimitReached'));
}

/**
 * An order that is not there is not ruled out while it may be on its way, as the ledger knows since
 * when; nor while its address has a license, which may be this one.
 */
function stillOpen(world: World, serviceId: string, call: CallOf<'find'>): Coming | undefined {
  const { openUntilMs = 0 } = world.intents[call.marker] ?? {};
  const came = execute(world, serviceId, call);
  if (openUntilMs === 0 || !('result' in came) || came.result !== null) return undefined;
  const openMs = openUntilMs - world.now;
  if (openMs > 0)
    return { label: 'open', world, fact: failed(call, 'OutcomeUnknown', openMs), isFault: false };
  const { ip, priceList } = call.made;
  const isAnother = world.items.some((item) => item.ip === ip && item.list === priceList);
  if (isAnother || !isOccupied(world, ip, priceList)) return undefined;
  return { label: 'taken', world, fact: failed(call, 'IpAlreadyLicensed'), isFault: false };
}

function withIntent(world: World, id: string, intent: Intent): World {
  return { ...world, intents: { ...world.intents, [id]: intent } };
}

/** Executes a call, and counts how often its payment was made. */
function settled(world: World, serviceId: string, call: Call): Came {
  const came = execute(world, serviceId, call);
  return { ...came, world: counted(came.world, call, { isPaid: 'result' in came, openUntilMs: 0 }) };
}

function counted(world: World, call: Call, made: { isPaid: boolean; openUntilMs: number }): World {
  const id = intentOf(call);
  if (id === undefined) return world;
  const executed = (world.intents[id]?.executed ?? 0) + (made.isPaid ? 1 : 0);
  return withIntent(world, id, { executed, openUntilMs: made.openUntilMs });
}

function ended(label: string, came: Came, call: Call): Coming {
  const { world } = came;
  const fact: Outcome =
    'failure' in came
      ? failed(call, came.failure)
      : ({ kind: 'done', call, result: came.result } as { kind: 'done' } & Done);
  return { label: 'failure' in came ? came.failure : label, world, fact, isFault: false };
}

function failed(call: Call, failure: MetFailure, retryAfterMs?: number): Outcome {
  const met = { failure, message: '', ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return { kind: 'failed', call, met };
}

function fault(label: string, world: World, fact: Outcome): Coming {
  return { label, world: { ...world, faults: world.faults - 1 }, fact, isFault: true };
}

/** While something is broken it refuses every call alike, until it is repaired. */
function ofMood(world: World, call: Call): Coming | undefined {
  const failure =
    world.mood === 'edits' && EDITS.includes(call.kind)
      ? 'Refused'
      : world.mood === 'payments' && intentOf(call) !== undefined
        ? 'InsufficientFunds'
        : undefined;
  if (!failure) return undefined;
  const closed = counted(world, call, { isPaid: false, openUntilMs: 0 });
  return { label: failure, world: closed, fact: failed(call, failure), isFault: false };
}

function* faultsOf(world: World, serviceId: string, call: Call): Iterable<Coming> {
  const { setting } = world;
  const isPooled = POOLED.includes(call.kind);
  if ((isPooled || call.kind === 'resolveTerms' || call.kind === 'joinWatch') && !setting.isThorough) return;
  yield* lostOf(world, serviceId, call);
  const closed = counted(world, call, { isPaid: false, openUntilMs: 0 });
  if (!isPooled) yield fault('not done', closed, failed(call, 'LicenseServerUnreachable'));
  for (const failure of refusalsOf(call)) yield fault(failure, closed, failed(call, failure));
  yield* refusedResults(closed, call);
}

/** An answer is lost: the call was executed, or may still arrive. */
function* lostOf(world: World, serviceId: string, call: Call): Iterable<Coming> {
  const openUntilMs = world.now + LOST_FOR_MS;
  const came = execute(world, serviceId, call);
  if ('result' in came) {
    const made = counted(came.world, call, { isPaid: true, openUntilMs });
    yield fault('lost', made, failed(call, 'WorkerFailure'));
  }
  if (!hasLine(call) && !POOLED.includes(call.kind)) return;
  const open = counted(world, call, { isPaid: false, openUntilMs });
  const late = { ...open, late: [...world.late, { serviceId, call, untilMs: openUntilMs }] };
  yield fault('late', late, failed(call, 'WorkerFailure'));
  if (hasLine(call)) yield fault('late, unknown', late, failed(call, 'OutcomeUnknown'));
}

function refusalsOf({ kind }: Call): readonly MetFailure[] {
  switch (kind) {
    case 'order':
    case 'prolong':
      return ['InsufficientFunds', 'Refused'];
    case 'vacate':
      return ['IpChangeTooSoon'];
    case 'readdress':
    case 'giveBack':
      return ['Refused'];
    case 'bind':
      return ['BadCredentials'];
    default:
      return [];
  }
}

/** Some refusals are results, as the machine knows what to do about them. */
function* refusedResults(world: World, call: Call): Iterable<Coming> {
  const as = (label: string, came: Came) => {
    const { fact } = ended(label, came, call);
    return fault(label, came.world, fact!);
  };
  switch (call.kind) {
    case 'bind':
      yield as('bind refused', refusedBind(world, call, 'Refused'));
      return;
    case 'readdress': {
      const usableAtMs = world.now + DAY_MS;
      const item = itemOf(world, call.license.licenseId);
      if (!item) return;
      const fixed = written(world, { ...item, fixedUntilMs: usableAtMs });
      yield as('too soon', { world: fixed, result: { kind: 'tooSoon', ip: item.ip, usableAtMs } });
      return;
    }
    case 'changePriceList':
      yield as('change refused', { world, result: { kind: 'refused', failure: 'Refused', message: '' } });
      return;
    case 'askStatus':
      yield as('unreachable', { world, result: 'unreachable' });
      return;
    case 'resolveTerms':
      yield as('not configured', { world, result: { kind: 'refused', field: 'panel', message: '' } });
      return;
    case 'readFunds':
      yield as('no funds', { world, result: { reaches: false, amountMinor: 1 } });
      return;
    default:
      return;
  }
}

/** Lets a lost call arrive: what it has asked before its line is not asked again. */
export function arrived(world: World, serviceId: string, call: Call): World {
  switch (call.kind) {
    case 'vacate':
    case 'readdress': {
      const item = itemOf(world, call.license.licenseId);
      const ip = call.kind === 'vacate' ? FREE_IP : call.ip;
      if (!item || (ip !== FREE_IP && isOccupied(world, ip, item.list, item.id))) return world;
      return written(world, { ...item, ip });
    }
    case 'bind': {
      const { service, marker } = call;
      const item = itemOf(world, call.license.licenseId);
      if (!item || isOccupied(world, service.ip, item.list, item.id)) return world;
      return written(world, { ...item, name: licenseNameOf(service, marker), ip: service.ip });
    }
    case 'giveBack': {
      const item = itemOf(world, call.license.licenseId);
      return item ? written(world, { ...item, name: FREE_NAME }) : world;
    }
    default: {
      const came = execute(world, serviceId, call);
      const openUntilMs = world.intents[intentOf(call) ?? '']?.openUntilMs ?? 0;
      return counted(came.world, call, { isPaid: 'result' in came, openUntilMs });
    }
  }
}
