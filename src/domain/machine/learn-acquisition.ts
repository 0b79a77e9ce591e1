import { DAY_MS } from '../base/calendar.js';
import type { Marker } from '../base/marker.js';
import { passedOverInWords } from '../pool/passed-over.js';
import { notBefore } from '../pool/pool.js';
import type { Acquisition, Obtaining } from './acquisition.js';
import { goesOut, hold, isOf, without } from './changes.js';
import { holdingOf, isTrial, type HeldLicense, type Holding } from './holding.js';
import type { Learners } from './learn-done.js';
import type { Life } from './life.js';
import { buysFor, purposeOf } from './purpose.js';
import type { Results } from './results.js';
import { afterFailure } from './trouble.js';

const NONE: Acquisition = { kind: 'none' };

/** What happens to a license on its way: see the table of `docs/cycle.md`. */
export const learnAcquisition: Learners<
  'claim' | 'releaseClaim' | 'vacate' | 'tellVacated' | 'bind' | 'reject' | 'confirm' | 'order' | 'find'
> = {
  claim(life, { marker, licenseServer }, choice, now) {
    const isNew = life.acquiring.kind === 'none';
    const { tally } = life;
    const asked = poolWasAsked({
      ...life,
      tally: isNew ? { ...tally, markers: tally.markers + 1 } : tally,
    });
    const claimed = choice.kind === 'granted' ? choice.license : null;
    const hadNone = whyNone(life, choice);
    const at = { marker, licenseServer };
    if (choice.vacate)
      return { ...asked, acquiring: { kind: 'vacating', ...at, vacate: choice.vacate, claimed, hadNone } };
    return { ...asked, acquiring: promised(asked, at, { claimed, hadNone }, now) };
  },

  releaseClaim: (life, { marker }) => ended(life, marker),

  vacate(life, { marker }, vacated) {
    const { acquiring } = life;
    if (acquiring.kind !== 'vacating' || acquiring.marker !== marker) return life;
    const { vacate: _left, ...rest } = acquiring;
    return { ...life, acquiring: { ...rest, kind: 'vacated', vacated } };
  },

  tellVacated(life, { marker, licenseServer }, _result, now) {
    const { acquiring } = life;
    if (acquiring.kind !== 'vacated' || acquiring.marker !== marker) return life;
    return { ...life, acquiring: promised(life, { marker, licenseServer }, acquiring, now) };
  },

  bind(life, call, result, now) {
    const { marker, licenseServer, license } = call;
    const at = { marker, licenseServer };
    if (result.kind === 'reassigned') {
      const ownList = life.terms?.priceList ?? result.license.priceList;
      const holding = { ...holdingOf(result.license, call.service.ip), ownList };
      return obtained(life, marker, holding, { kind: 'bound', ...at });
    }
    const refusals = life.refusals + 1;
    if (result.kind !== 'refused')
      return { ...life, refusals, acquiring: { kind: 'refused', ...at, license: null } };
    if (result.failure === 'IpAlreadyLicensed') {
      // It is the address that is to blame, so that the license serves whoever comes next.
      const { failure, message } = result;
      const acquire = afterFailure(life.trouble.acquire, call.kind, { failure, message }, now);
      const acquiring: Acquisition = { kind: 'refused', ...at, license: result.license };
      return { ...life, acquiring, trouble: { ...life.trouble, acquire } };
    }
    const benched = notBefore(result.license, now + DAY_MS);
    const isRenamed = result.license.licenseId === license.licenseId;
    return { ...life, refusals, acquiring: { kind: 'refused', ...at, license: isRenamed ? benched : null } };
  },

  reject: (life, { marker }) => ended(life, marker),

  confirm: (life, { marker }) => ended(life, marker),

  order(life, { marker, service, licenseServer }, license) {
    const { tally } = life;
    const paid = { ...life, permit: null, tally: { ...tally, orders: tally.orders + 1 } };
    return ordered(paid, { marker, licenseServer }, { ip: service.ip, license });
  },

  find(life, { marker, licenseServer, made }, license) {
    const { acquiring, tally } = life;
    if (license) {
      const paid = { ...life, tally: { ...tally, orders: tally.orders + 1 } };
      return ordered(paid, { marker, licenseServer }, { ip: made.ip, license });
    }
    if (acquiring.kind !== 'inDoubt' || acquiring.marker !== marker) return life;
    const hadNone = 'the order before was not executed';
    return {
      ...life,
      acquiring: { kind: 'ordering', marker, licenseServer, hadNone, isFunded: true },
      trouble: without(life.trouble, 'acquire', 'find'),
    };
  },
};

function promised(
  life: Life,
  at: Obtaining,
  { claimed, hadNone }: Pick<Extract<Acquisition, { kind: 'vacating' }>, 'claimed' | 'hadNone'>,
  now: number,
): Acquisition {
  const { marker, licenseServer } = at;
  if (claimed) return { kind: 'claimed', marker, licenseServer, license: claimed, bindUntilMs: 0 };
  const purpose = purposeOf(life, now);
  if (purpose === null || !buysFor(life, purpose)) return NONE;
  return { kind: 'ordering', marker, licenseServer, hadNone, isFunded: false };
}

/** The pool is asked once for each expiry, and once for each time that an address was refused. */
function poolWasAsked(life: Life): Life {
  const { held, trouble } = life;
  const { move } = trouble;
  return {
    ...life,
    poolAskedFor: held?.license.expiresOn ?? null,
    trouble: move ? { ...trouble, move: { ...move, poolWasAsked: true } } : trouble,
  };
}

function whyNone({ terms }: Life, { passedOver }: Results['claim']): string {
  return terms && isTrial(terms) ? 'a trial is always a new one' : passedOverInWords(passedOver);
}

function ended(life: Life, marker: Obtaining['marker']): Life {
  return isOf(life.acquiring, marker) ? { ...life, acquiring: NONE } : life;
}

function ordered(life: Life, { marker }: Obtaining, got: { ip: string; license: HeldLicense }): Life {
  const acquiring = isOf(life.acquiring, marker) ? NONE : life.acquiring;
  return obtained(life, marker, holdingOf(got.license, got.ip), acquiring);
}

/** What comes when another license is held already, and nobody waits for it any more, goes straight out. */
function obtained(life: Life, marker: Marker, holding: Holding, acquiring: Acquisition): Life {
  const { held } = life;
  if (held?.license.licenseId === holding.license.licenseId) return { ...life, held: holding, acquiring };
  if (held && !isOf(life.acquiring, marker))
    return { ...life, outgoing: [...life.outgoing, goesOut(holding)], acquiring };
  return hold(life, holding, acquiring);
}
