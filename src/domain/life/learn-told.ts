import { vacatedAs } from './acquisition.js';
import { isOnItsWay, without } from './changes.js';
import type { Life, Wish } from './life.js';
import { refusePanel } from './panel-refusal.js';
import { forfeited, type Resolution } from './resolution.js';
import type { ServiceChange } from '../terms/service-change.js';
import type { Told } from './told.js';
import { afterIntervention } from './trouble.js';

/** Writes what a service is told; the same again changes nothing. */
export function learnTold(life: Life, told: Told, now: number): Life {
  switch (told.kind) {
    case 'wake':
      return heard(life, now);
    case 'reread':
      return heard({ ...life, rereads: life.held !== null }, now);
    case 'status':
      return wished(life, { ...life.wish, status: told.status }, now);
    case 'ip': {
      const { service } = life.wish;
      return wished(life, { ...life.wish, service: { ...service, ip: told.ip } }, now);
    }
    case 'newKey':
      return life.held?.license.licenseId === told.licenseId ? { ...life, keySinceMs: now } : life;
    case 'order':
      return ordersOtherwise(life, told.change, now);
    case 'end':
      return wished(life, { ...life.wish, endsAtMs: told.closesAtMs }, now);
    case 'panel':
      return wantsPanel(life, told.request, now);
    case 'resolution':
      return resolved(life, told.resolution, now);
  }
}

function ordersOtherwise(life: Life, change: ServiceChange, now: number): Life {
  const next = wished(life, { ...life.wish, service: { ...life.wish.service, ...change } }, now);
  return next === life ? life : { ...next, realigns: true };
}

function wished(life: Life, wish: Wish, now: number): Life {
  if (JSON.stringify(wish) === JSON.stringify(life.wish)) return life;
  // What is paid for does not hang on whether the service runs.
  const isStatusAlone = wish.status !== life.wish.status;
  return heard({ ...life, wish, termsAnswer: isStatusAlone ? life.termsAnswer : null }, now);
}

/**
 * Who acts has a reason to: what is waited out is tried now, and what the provider said before is
 * not believed.
 */
function heard(life: Life, now: number): Life {
  // What became of a decision has been read by whoever acts next.
  const open = life.decision ? life.trouble : without(life.trouble, 'decision');
  return { ...life, trouble: afterIntervention(open, now), permit: null };
}

function wantsPanel(
  life: Life,
  request: { panel: string; addons?: Wish['service']['addons'] },
  now: number,
): Life {
  const { wish } = life;
  const { addons: _dropped, ...kept } = wish.service;
  const service = { ...kept, ...request };
  const { panel, addons } = wish.service;
  const insteadOf = wish.insteadOf ?? { panel, ...(addons && { addons }) };
  return wished({ ...life, panelRefusal: null }, { ...wish, service, insteadOf }, now);
}

function resolved(life: Life, resolution: Resolution, now: number): Life {
  switch (resolution.action) {
    case 'retry':
      return heard(life, now);
    case 'accept':
    case 'setExpiry':
      return heard({ ...life, decision: resolution }, now);
    case 'forfeit':
      return heard(forfeit(life), now);
    case 'confirm':
      return heard({ ...life, confirmedFor: life.held?.license.expiresOn ?? null }, now);
  }
}

function forfeit(life: Life): Life {
  const { acquiring } = life;
  switch (forfeited(life)) {
    case 'outgoing':
      return { ...life, outgoing: life.outgoing.slice(1) };
    case 'license':
      return { ...life, held: null };
    case 'panelChange':
      return refusePanel(life, 'the change was given up by a human');
    case 'acquisition':
      if (!isOnItsWay(acquiring)) return life;
      if (acquiring.kind === 'claimed') {
        const { marker, licenseServer } = acquiring;
        return { ...life, acquiring: { kind: 'refused', marker, licenseServer, license: null } };
      }
      if (acquiring.kind === 'vacating')
        return { ...life, acquiring: vacatedAs(acquiring, acquiring.vacate) };
      return acquiring.kind === 'inDoubt' ? { ...life, acquiring: { kind: 'none' } } : life;
  }
}
