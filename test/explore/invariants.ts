/** What must never be seen, each with the number by which it is spoken of. */
import { FREE_IP, markerIn } from '../../src/domain/base/marker.js';
import { isSameCall, type Call } from '../../src/domain/life/call.js';
import { traitsOf } from '../../src/domain/base/failures.js';
import type { Life } from '../../src/domain/life/life.js';
import { isToBePaid, planOf } from '../../src/domain/life/purpose.js';
import type { Step } from '../../src/domain/life/step.js';
import { intentOf, type Coming } from './outcomes.js';
import type { Rules } from './rules.js';
import { deletionMs, expiryMs, isFree, LISTS, rivalsOf, type Item, type Seat, type World } from './world.js';

const HOUR_MS = 3_600_000;

/** Checks a call that passes its line: the last moment at which it can be taken back. */
export function onLine(world: World, { life }: Seat, call: Call): string[] {
  const { wish, acquiring } = life;
  if (call.kind === 'readdress' && call.ip === FREE_IP) {
    const isElsewhere = life.held?.ip !== wish.service.ip;
    const hasNext = isElsewhere || acquiring.kind === 'claimed' || acquiring.kind === 'ordering';
    return hasNext ? [] : ['4 a license leaves its address with none to follow it'];
  }
  if (intentOf(call) === undefined) return [];
  const isPaidFor = call.kind === 'order' ? call.marker : 'license' in call ? call.license?.licenseId : '';
  const rivals = world.late.filter(({ call: late }) => intentOf(late) !== undefined);
  return [
    ...(wish.status === 'closed' ? [`1 ${call.kind} for a closed service`] : []),
    ...(wish.status === 'suspended' && (call.kind === 'order' || life.terms?.whileSuspended === 'lapse')
      ? life.held && call.kind === 'order'
        ? []
        : [`1 ${call.kind} for a suspended service`]
      : []),
    ...(call.kind === 'prolong' && wish.endsAtMs !== null && call.license.expiresAtMs >= wish.endsAtMs
      ? ['1 it is paid past its known end']
      : []),
    ...(rivals.some(({ call: late }) => JSON.stringify(late).includes(`"${isPaidFor ?? ''}"`))
      ? [`2 ${call.kind} while another payment may be in flight`]
      : []),
  ];
}

interface Learned {
  readonly world: World;
  readonly coming: Coming;
  readonly before: Life;
  readonly after: Life;
}

/** Checks what a service makes of what has come of its call. */
export function onLearned({ world, coming, before, after }: Learned, rules: Rules): string[] {
  const { fact } = coming;
  const found: string[] = [];
  if (!fact) return found;
  const { call } = fact;
  const { held, trouble } = after;
  const step = rules.decide(after, world.now);
  const isLongWait = step.kind === 'wait' && step.untilMs - world.now > HOUR_MS;
  if (
    isLongWait &&
    !coming.isFault &&
    ['claim', 'bind', 'order', 'readdress'].includes(call.kind) &&
    isOursInTheWay(world, after)
  )
    found.push('5c waits though what is in the way is ours');
  if (
    call.kind === 'find' &&
    trouble.find?.failure === 'IpAlreadyLicensed' &&
    isAt(world, held, call.made.ip)
  )
    found.push('5d an order in doubt is not ruled out as the license before it is at its address');
  if (call.kind === 'giveBack' && fact.kind === 'done' && isKept(before) && isTooEarly(world, before, call))
    found.push('4 a license is given back while nothing else is held');
  const isSame = step.kind === 'call' && isSameCall(step.call, call);
  if (isSame && JSON.stringify({ ...before, calling: null }) === JSON.stringify(after))
    found.push(`7 ${call.kind} is called again though nothing has changed`);
  return found;
}

function isAt({ items }: World, held: Life['held'], ip: string): boolean {
  return items.some((item) => item.id === held?.license.licenseId && item.ip === ip);
}

function isKept({ wish, terms }: Life): boolean {
  return wish.status === 'active' || (wish.status === 'suspended' && terms?.whileSuspended !== 'lapse');
}

function isTooEarly({ now, forfeited, items }: World, life: Life, call: Call): boolean {
  if (call.kind !== 'giveBack') return false;
  const going = life.outgoing.find(({ license }) => license.licenseId === call.license.licenseId);
  const isPaid = items.some((item) => item.id === call.license.licenseId && now < expiryMs(item));
  if (!going?.hasServed || !isPaid || forfeited.length > 0) return false;
  return !life.held || life.held.license.expiresAtMs <= now;
}

/** Checks what holds in every world: nothing is paid twice or lost, and nobody has two owners. */
export function onWorld(world: World): string[] {
  const paidTwice = Object.values(world.intents).some(({ executed }) => executed > 1);
  return [
    ...(paidTwice ? ['2 an intent is paid twice'] : []),
    ...world.items
      .filter((item) => item.isOurs && world.now < expiryMs(item))
      .flatMap((item) => possession(world, item)),
  ];
}

function possession({ seats, pool, forfeited }: World, item: Item): string[] {
  const { id, name } = item;
  const marker = markerIn({ name });
  const writers: string[] = [];
  let isKnown = forfeited.includes(id) || (marker !== undefined && forfeited.includes(marker));
  for (const { life, hasEnded } of seats) {
    if (hasEnded) continue;
    const { held, outgoing, acquiring } = life;
    if (held?.license.licenseId === id) writers.push('held');
    for (const { license, stage } of outgoing) {
      if (license.licenseId !== id) continue;
      if (stage.kind === 'atServer') writers.push('going out');
      isKnown = true;
    }
    if (acquiring.kind === 'claimed' && acquiring.license.licenseId === id) writers.push('claimed');
    if (acquiring.kind !== 'none' && acquiring.marker === marker) isKnown = true;
  }
  if (pool.free.some(({ licenseId }) => licenseId === id)) writers.push('free');
  const promised = [...Object.values(pool.claims), ...Object.values(pool.vacating)];
  isKnown ||= promised.some(({ license }) => license.licenseId === id);
  isKnown ||= pool.parked.some(({ licenseId }) => licenseId === id);
  if (writers.length > 1) return [`3b a license is ${writers.join(' and ')} at once`];
  return writers.length === 0 && !isKnown ? ['3 a license is lost'] : [];
}

/** Checks a wait as it begins. */
export function onSleep(world: World, life: Life, sleep: Extract<Step, { kind: 'wait' }>): string[] {
  const { now } = world;
  const { held } = life;
  const found: string[] = [];
  if (held && isToBePaid(life, now) && now < held.license.expiresAtMs) {
    const { emergencyAtMs } = planOf(life);
    const isExcused =
      held.paymentUntilMs > now || ['prolong', 'ask', 'terms'].some((each) => each in life.trouble);
    const isEmergency = now >= emergencyAtMs;
    if (!isEmergency && sleep.untilMs > emergencyAtMs) found.push('6 a wait outlasts the emergency');
    if (isEmergency && !isExcused) found.push(`6 waits in the emergency: ${sleep.why}`);
    const { trouble } = sleep;
    if (isEmergency && trouble && sleep.untilMs - now > HOUR_MS && !traitsOf(trouble.failure).isUnhurried)
      found.push('6 a long wait in the emergency');
  }
  return found;
}

function isOursInTheWay({ items, pool }: World, { wish, held, trouble }: Life): boolean {
  if (wish.status !== 'active' || held?.ip === wish.service.ip) return false;
  const failures = [trouble.acquire?.failure, trouble.move?.failure];
  if (!failures.includes('IpAlreadyLicensed')) return false;
  const { ip, panel } = wish.service;
  const here = items.find((item) => item.ip === ip && rivalsOf(LISTS[panel]!).includes(item.list));
  return here !== undefined && pool.free.some(({ licenseId }) => licenseId === here.id);
}

/** Checks that nothing that is to be kept goes dark unless its payment itself has failed. */
export function onTick(before: World, after: World): string[] {
  return before.seats.flatMap(({ life, hasEnded, underWay }, index) => {
    const { held } = life;
    if (hasEnded || !held || !isToBePaid(life, before.now) || life.wish.status !== 'active') return [];
    const { licenseId, expiresAtMs } = held.license;
    if (before.now >= expiresAtMs || after.now < expiresAtMs) return [];
    if (!before.items.some((item) => item.id === licenseId && expiryMs(item) === expiresAtMs)) return [];
    // What a human has decided is done before, and a queue may be busy for any length of time.
    const isPaying = underWay && ['prolong', 'askStatus', 'accept', 'redate'].includes(underWay.call.kind);
    const isExcused = life.trouble.prolong ?? life.trouble.ask ?? life.trouble.terms;
    const isClosed = after.seats[index]?.life.wish.status === 'closed';
    return isPaying || isExcused || isClosed ? [] : ['5b a license goes dark though it could be paid'];
  });
}

/** Says whether all is well: who is active is served, and who has closed has ended. */
export function isGood(world: World): boolean {
  return world.seats.every(({ life, hasEnded }) => {
    const { status } = life.wish;
    if (hasEnded || status === 'suspended') return true;
    return status === 'active' && isServed(world, life);
  });
}

function isServed({ items, now }: World, { wish, held, acquiring }: Life): boolean {
  const { ip, panel } = wish.service;
  const item = items.find(({ id }) => id === held?.license.licenseId);
  if (!item || isFree(item) || acquiring.kind !== 'none') return false;
  return (
    item.ip === ip &&
    rivalsOf(LISTS[panel]!).includes(item.list) &&
    now < expiryMs(item) &&
    now < deletionMs(item)
  );
}

/**
 * Says whether two services that live wish one address, or what a human gave up stands there: only
 * he can settle that.
 */
export function isContested({ seats, items, forfeited }: World): boolean {
  const isGivenUp = ({ id, name }: Item) =>
    forfeited.includes(id) || forfeited.includes(markerIn({ name }) ?? '');
  const wanted = seats.map(({ life }) => life.wish.service.ip);
  if (items.some((item) => wanted.includes(item.ip) && isGivenUp(item))) return true;
  const wished = seats
    .filter(({ hasEnded, life }) => !hasEnded && life.wish.status !== 'closed')
    .map(({ life }) => `${life.wish.service.ip} ${life.wish.service.panel}`);
  return new Set(wished).size < wished.length;
}
