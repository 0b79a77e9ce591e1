import { DAY_MS } from '../base/calendar.js';
import type { Marker } from '../base/marker.js';
import { passedOverInWords } from '../pool/passed-over.js';
import { notBefore, type FreeLicense } from '../pool/pool.js';
import { vacatedAs, type Acquisition, type AcquisitionOf, type Obtaining } from './acquisition.js';
import {
  goesOut,
  goesOutClaimed,
  hold,
  isOf,
  looksAgain,
  notOrdered,
  without,
  type Served,
} from './changes.js';
import { holdingOf, isTrial, type HeldLicense, type Holding } from './holding.js';
import type { Learners } from './learn-done.js';
import type { Life } from './life.js';
import { buysFor, purposeOf } from './purpose.js';
import type { CallOf, Results } from './results.js';
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
    return { ...life, acquiring: vacatedAs(acquiring, vacated) };
  },

  tellVacated(life, { marker, licenseServer }, _result, now) {
    const { acquiring } = life;
    if (acquiring.kind !== 'vacated' || acquiring.marker !== marker) return life;
    return { ...life, acquiring: promised(life, { marker, licenseServer }, acquiring, now) };
  },

  bind(life, call, result, now) {
    const { marker, licenseServer } = call;
    const at = { marker, licenseServer };
    if (result.kind === 'reassigned') {
      const ownList = life.terms?.priceList ?? result.license.priceList;
      const { acquiring } = life;
      const editUntilMs = acquiring.kind === 'claimed' ? acquiring.bindUntilMs : 0;
      const holding = { ...holdingOf(result.license, call.service.ip), ownList, editUntilMs };
      // A bind that was lost before this one may still take it to the address of then.
      const next = { ...life, rereads: life.rereads || now < editUntilMs };
      return obtained(next, marker, { holding, served: call.service }, { kind: 'bound', ...at });
    }
    const refusals = life.refusals + 1;
    if (result.kind !== 'refused')
      return { ...life, refusals, acquiring: { kind: 'refused', ...at, license: null } };
    return refused(life, call, result, now);
  },

  reject: (life, { marker }) => ended(life, marker),

  confirm: (life, { marker }) => ended(life, marker),

  order(life, { marker, service, licenseServer }, license) {
    const { tally } = life;
    const paid = { ...life, permit: null, tally: { ...tally, orders: tally.orders + 1 } };
    return ordered(paid, { marker, licenseServer }, { ip: service.ip, served: service, license });
  },

  find(life, { marker, licenseServer, made }, license) {
    const { acquiring, tally } = life;
    if (license) {
      const paid = { ...life, tally: { ...tally, orders: tally.orders + 1 } };
      return ordered(paid, { marker, licenseServer }, { ...made, license });
    }
    if (acquiring.kind !== 'inDoubt' || acquiring.marker !== marker) return life;
    const hadNone = 'the order before was not executed';
    const again = { kind: 'ordering', marker, licenseServer, hadNone, isFunded: true } as const;
    return {
      ...life,
      acquiring: notOrdered(life, again),
      trouble: without(life.trouble, 'acquire', 'find'),
    };
  },
};

type BindRefusal = Extract<Results['bind'], { kind: 'refused' }>;

function refused(
  life: Life,
  call: CallOf<'bind'>,
  { failure, message, license }: BindRefusal,
  now: number,
): Life {
  const isRenamed = license.licenseId === call.license.licenseId;
  if (failure !== 'IpAlreadyLicensed') {
    const benched = isRenamed ? notBefore(license, now + DAY_MS) : null;
    return released({ ...life, refusals: life.refusals + 1 }, call, benched, now);
  }
  // It is the address that is to blame, so that the license serves whoever comes next.
  const acquire = afterFailure(life.trouble.acquire, call.kind, { failure, message }, now);
  const troubled = { ...looksAgain(life), trouble: { ...life.trouble, acquire } };
  return released(troubled, call, license, now);
}

/**
 * A bind that was lost before may still take the license: then its server is told as well, once it
 * cannot any more.
 */
function released(life: Life, call: CallOf<'bind'>, license: FreeLicense | null, now: number): Life {
  const { marker, licenseServer } = call;
  const { acquiring } = life;
  if (acquiring.kind !== 'claimed' || now >= acquiring.bindUntilMs)
    return { ...life, acquiring: { kind: 'refused', marker, licenseServer, license } };
  return goesOutClaimed(life, acquiring, call.periodMonths);
}

function promised(
  life: Life,
  at: Obtaining,
  { claimed, hadNone }: Pick<AcquisitionOf<'vacating'>, 'claimed' | 'hadNone'>,
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

interface Got {
  readonly ip: string;
  readonly served: Served;
  readonly license: HeldLicense;
}

function ordered(life: Life, { marker }: Obtaining, { ip, served, license }: Got): Life {
  const acquiring = isOf(life.acquiring, marker) ? NONE : life.acquiring;
  return obtained(life, marker, { holding: holdingOf(license, ip), served }, acquiring);
}

/**
 * What comes when another license is held already, and nobody waits for it any more, goes straight
 * out.
 */
function obtained(
  life: Life,
  marker: Marker,
  { holding, served }: { holding: Holding; served: Served },
  acquiring: Acquisition,
): Life {
  const { held } = life;
  if (held?.license.licenseId === holding.license.licenseId) return { ...life, held: holding, acquiring };
  if (held && !isOf(life.acquiring, marker))
    return { ...life, outgoing: [...life.outgoing, goesOut(holding)], acquiring };
  return hold(life, holding, acquiring, served);
}
