/** What each call does at the license server, the ledger and the pool when nothing goes wrong. */
import { addMonths } from '../../src/domain/base/calendar.js';
import { boundTo, FREE_IP, FREE_NAME, licenseNameOf, markerIn } from '../../src/domain/base/marker.js';
import type { Call } from '../../src/domain/life/call.js';
import type { MetFailure } from '../../src/domain/base/failures.js';
import type { CallOf, Results } from '../../src/domain/life/results.js';
import { PoolBooks } from '../../src/domain/pool/pool-books.js';
import { created, freeAs, heldAs, isFree, isOccupied, itemOf, rivalsOf, termsOf, written } from './world.js';
import type { Item, World } from './world.js';

/** What a call has come to: its result, or the failure with which the server answers by itself. */
export type Came =
  | { readonly world: World; readonly result: unknown }
  | { readonly world: World; readonly failure: MetFailure };

type Done<K extends Call['kind']> = { world: World; result: Results[K] };

/** Executes a call; one that is past its line pays whatever it would see now. */
export function execute(world: World, serviceId: string, call: Call): Came {
  switch (call.kind) {
    case 'resolveTerms': {
      const terms = termsOf(world.setting, call.question);
      return { world, result: { kind: 'terms', terms } } satisfies Done<'resolveTerms'>;
    }
    case 'askStatus': {
      const seat = world.seats.find(({ life }) => life.wish.service.serviceId === serviceId);
      return { world, result: seat?.life.wish.status ?? 'closed' } satisfies Done<'askStatus'>;
    }
    case 'vacate': {
      const item = itemOf(world, call.license.licenseId);
      if (!item || !isFree(item)) return { world, result: null };
      const left = { ...item, ip: FREE_IP };
      return { world: written(world, left), result: freeAs(left, call.license.lastHolder) };
    }
    case 'bind':
      return binds(world, call);
    case 'order':
      return orders(world, call);
    case 'find':
    case 'lookBack': {
      const sign = call.kind === 'find' ? call.marker : call.markers;
      const item = world.items.find((each) => markerIn({ name: each.name })?.startsWith(sign));
      return { world, result: item ? heldAs(item, 'ordered') : null };
    }
    case 'prolong':
      return prolongs(world, call);
    case 'readdress':
      return readdresses(world, serviceId, call);
    case 'changePriceList':
      return changes(world, call);
    case 'reread': {
      const item = itemOf(world, call.license.licenseId);
      if (!item || isGivenAway(item, serviceId)) return { world, result: null };
      const license = heldAs(item, call.license.source);
      return { world, result: { license, ip: item.ip } } satisfies Done<'reread'>;
    }
    case 'giveBack': {
      const item = itemOf(world, call.license.licenseId);
      const holder = item && boundTo({ name: item.name });
      if (!item || (holder !== undefined && holder !== serviceId)) return { world, result: { kind: 'gone' } };
      const back = { ...item, name: FREE_NAME };
      return { world: written(world, back), result: { kind: 'returned', license: freeAs(back, serviceId) } };
    }
    case 'accept': {
      const item = itemOf(world, call.licenseId);
      return item ? { world, result: heldAs(item, call.source) } : { world, failure: 'LicenseNotFound' };
    }
    case 'redate':
      return { world, result: call.license };
    case 'readFunds':
      return { world, result: { reaches: true, amountMinor: 1 } };
    case 'compareOffers':
      return { world, result: call.toEnd.aligned } satisfies Done<'compareOffers'>;
    case 'joinWatch':
      return { world, result: undefined };
    default:
      return tells(world, call);
  }
}

type PoolCall = CallOf<'claim' | 'releaseClaim' | 'tellVacated' | 'reject' | 'confirm' | 'tellPool' | 'park'>;

function tells(world: World, call: PoolCall): Came {
  if (call.kind === 'tellPool') {
    if (world.returns.includes(call.key)) return { world, result: undefined };
  }
  const isReturn = call.kind === 'tellPool';
  const returns = isReturn ? [...world.returns, call.key] : world.returns;
  const books = new PoolBooks(world.pool);
  const result = toldTo(books, call, world.now);
  return { world: { ...world, returns, pool: books.state() }, result };
}

function toldTo(books: PoolBooks, call: PoolCall, now: number): unknown {
  switch (call.kind) {
    case 'claim':
      return books.claim(call.marker, { ...call.need, siblings: rivalsOf(call.need.priceList) }, now);
    case 'releaseClaim': {
      books.reject(call.marker, books.claims.get(call.marker)?.license ?? null);
      return books.vacated(call.marker, books.vacating.get(call.marker)?.license ?? null);
    }
    case 'tellVacated':
      return books.vacated(call.marker, call.license);
    case 'reject':
      return books.reject(call.marker, call.license);
    case 'confirm':
      return books.confirm(call.marker);
    case 'tellPool':
      return books.add(call.license);
    case 'park':
      return books.park(call.parked);
  }
}

function isGivenAway(item: Item, serviceId: string): boolean {
  const holder = boundTo({ name: item.name });
  return isFree(item) || (holder !== undefined && holder !== serviceId);
}

function binds(world: World, call: CallOf<'bind'>): Came {
  const { license, service, marker } = call;
  const item = itemOf(world, license.licenseId);
  if (!item) return { world, result: { kind: 'gone' } };
  const name = licenseNameOf(service, marker);
  if (!isFree(item) && item.name !== name && item.ip !== service.ip)
    return { world, result: { kind: 'taken' } };
  if (isOccupied(world, service.ip, item.list, item.id)) return refusedBind(world, call, 'IpAlreadyLicensed');
  const bound = { ...item, name, ip: service.ip };
  const result = { kind: 'reassigned', license: heldAs(bound, 'pool') } satisfies Results['bind'];
  return { world: written(world, bound), result };
}

/** Refuses a license for a service: it is put back, as it stood there before. */
export function refusedBind(
  world: World,
  { license }: CallOf<'bind'>,
  failure: 'IpAlreadyLicensed' | 'IpChangeTooSoon' | 'Refused',
): Came {
  const item = itemOf(world, license.licenseId);
  if (!item) return { world, result: { kind: 'gone' } };
  const back = { ...item, name: FREE_NAME, ip: item.ip === license.ip ? item.ip : FREE_IP };
  const result = {
    kind: 'refused',
    failure,
    message: 'no',
    license: freeAs(back, license.lastHolder),
  } satisfies Results['bind'];
  return { world: written(world, back), result };
}

function orders(world: World, { marker, service, priceList }: CallOf<'order'>): Came {
  if (isOccupied(world, service.ip, priceList)) return { world, failure: 'IpAlreadyLicensed' };
  const name = licenseNameOf(service, marker);
  const made = created(world, { list: priceList, name, ip: service.ip });
  return { world: made.world, result: heldAs(made.item, 'ordered') };
}

function prolongs(world: World, { license, periodMonths }: CallOf<'prolong'>): Came {
  const item = itemOf(world, license.licenseId);
  if (!item) return { world, result: { kind: 'gone' } };
  const paid = { ...item, expiresOn: addMonths(item.expiresOn, periodMonths) };
  return {
    world: written(world, paid),
    result: { kind: 'prolonged', license: heldAs(paid, license.source) },
  };
}

function readdresses(world: World, serviceId: string, { license, ip }: CallOf<'readdress'>): Came {
  const item = itemOf(world, license.licenseId);
  if (!item || isGivenAway(item, serviceId)) return { world, result: { kind: 'gone' } };
  if (item.ip !== ip && world.now < item.fixedUntilMs)
    return { world, result: { kind: 'tooSoon', ip: item.ip, usableAtMs: item.fixedUntilMs } };
  if (ip !== FREE_IP && isOccupied(world, ip, item.list, item.id))
    return { world, result: { kind: 'occupied', ip: item.ip } };
  return { world: written(world, { ...item, ip }), result: { kind: 'moved' } };
}

function changes(world: World, { license, priceList }: CallOf<'changePriceList'>): Came {
  const item = itemOf(world, license.licenseId);
  const refuses = (failure: 'LicenseNotFound' | 'IpAlreadyLicensed'): Came => ({
    world,
    result: { kind: 'refused', failure, message: 'no' } satisfies Results['changePriceList'],
  });
  if (!item) return refuses('LicenseNotFound');
  if (isOccupied(world, item.ip, priceList, item.id)) return refuses('IpAlreadyLicensed');
  const changed = { ...item, list: priceList };
  return {
    world: written(world, changed),
    result: { kind: 'changed', license: heldAs(changed, license.source) },
  };
}

/** Looks before a payment: gives what makes it needless, else `undefined`. */
export function lookedUp(world: World, serviceId: string, call: Call): Came | undefined {
  switch (call.kind) {
    case 'order': {
      const item = world.items.find((each) => markerIn({ name: each.name }) === call.marker);
      return item && { world, result: heldAs(item, 'ordered') };
    }
    case 'prolong': {
      const item = itemOf(world, call.license.licenseId);
      if (!item || isGivenAway(item, serviceId)) return { world, result: { kind: 'gone' } };
      if (item.expiresOn === call.license.expiresOn) return undefined;
      const kind = item.expiresOn > call.license.expiresOn ? 'alreadyPaid' : 'differs';
      return { world, result: { kind, license: heldAs(item, call.license.source) } };
    }
    case 'changePriceList': {
      const item = itemOf(world, call.license.licenseId);
      if (item?.list !== call.priceList) return undefined;
      return { world, result: { kind: 'changed', license: heldAs(item, call.license.source) } };
    }
    default:
      return undefined;
  }
}
