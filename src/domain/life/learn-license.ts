import type { LicenseId } from '../base/license.js';
import { FREE_IP } from '../base/marker.js';
import { changeHolding, goesOut, hold, staged, without } from './changes.js';
import { holdingOf, type HeldLicense } from './holding.js';
import type { Learners } from './learn-done.js';
import type { Life } from './life.js';
import { afterFailure, type Met } from './trouble.js';

/** What happens to a license that is held, or is given back. */
export const learnLicense: Learners<
  | 'prolong'
  | 'readdress'
  | 'changePriceList'
  | 'reread'
  | 'giveBack'
  | 'tellPool'
  | 'park'
  | 'lookBack'
  | 'accept'
  | 'redate'
> = {
  prolong(life, { license: { licenseId } }, result) {
    const answered = { ...life, permit: null, trouble: without(life.trouble, 'prices') };
    if (result.kind === 'gone') return gone(answered, licenseId);
    const { tally } = life;
    const prolongs = result.kind === 'differs' ? tally.prolongs : tally.prolongs + 1;
    return paid({ ...answered, tally: { ...tally, prolongs } }, result.license);
  },

  readdress(life, call, result, now) {
    const { licenseId } = call.license;
    switch (result.kind) {
      case 'gone':
        return gone(life, licenseId);
      case 'moved':
        return changeHolding(life, licenseId, (holding) => ({
          ...holding,
          ip: call.ip,
          editUntilMs: 0,
          movesFromMs: 0,
        }));
      case 'occupied':
        return kept(
          standsAt(life, licenseId, result),
          { failure: 'IpAlreadyLicensed', message: `another license holds ${call.ip}` },
          now,
        );
      case 'tooSoon': {
        const { usableAtMs } = result;
        const stays = changeHolding(standsAt(life, licenseId, result), licenseId, (holding) => ({
          ...holding,
          movesFromMs: usableAtMs,
        }));
        if (call.ip === FREE_IP) return stays;
        const message = `its server lets license ${licenseId} be moved later`;
        return kept(stays, { failure: 'IpChangeTooSoon', message, retryAfterMs: usableAtMs - now }, now);
      }
    }
  },

  changePriceList(life, call, result, now) {
    if (result.kind === 'changed') return paid(life, result.license);
    const { failure, message } = result;
    const panel = afterFailure(life.trouble.panel, call.kind, { failure, message }, now);
    return { ...life, trouble: { ...life.trouble, panel } };
  },

  reread(life, { license: { licenseId } }, result) {
    const read = { ...life, rereads: false };
    if (!result) return gone(read, licenseId);
    const { license, ip } = result;
    return changeHolding(shown(read, license), licenseId, (holding) => ({
      ...holding,
      ip,
      editUntilMs: 0,
      paymentUntilMs: 0,
    }));
  },

  giveBack(life, { license: { licenseId } }, result) {
    if (result.kind === 'returned') {
      const { license, price = null } = result;
      // To come back to this service a license needs another marker, and its next return has
      // another key.
      const key = `${life.firstRunId}/${licenseId}/${life.tally.markers}`;
      return staged(life, licenseId, { kind: 'returned', license, price, key });
    }
    return leaves(life, licenseId);
  },

  tellPool: (life, { license }) => leaves(life, license.licenseId),

  park: (life, { parked }) => leaves(life, parked.licenseId),

  lookBack(life, _call, license) {
    if (!license) return { ...life, lookBack: 'done' };
    const found = holdingOf(license, null);
    const serves = life.wish.status !== 'closed' && license.priceList === life.terms?.priceList;
    if (serves && !life.held) return hold(life, found, life.acquiring);
    return { ...life, outgoing: [...life.outgoing, goesOut(found)] };
  },

  accept(life, { licenseId }, license) {
    const decided: Life = { ...life, decision: null };
    if (life.held?.license.licenseId === licenseId) return shown(decided, license);
    const { acquiring, wish } = life;
    const holding = holdingOf(license, null);
    const taken = acquiring.kind === 'claimed' ? wish.service.ip : null;
    const accepted = { ...holding, ip: taken };
    switch (acquiring.kind) {
      case 'claimed': {
        const { marker, licenseServer } = acquiring;
        return hold(decided, accepted, { kind: 'bound', marker, licenseServer });
      }
      case 'inDoubt':
      case 'ordering':
        return hold(decided, accepted, { kind: 'none' });
      default:
        return hold(decided, accepted, acquiring);
    }
  },

  redate: (life, _call, license) => shown({ ...life, decision: null }, license),
};

/** What a license server shows of a license is believed. */
function shown(life: Life, license: HeldLicense): Life {
  const { held, tally } = life;
  const next = changeHolding(life, license.licenseId, (holding) => ({ ...holding, license }));
  const isChanged = next.held !== held && held?.license.priceList !== license.priceList;
  // The next change of the panel is another one, and is paid by itself.
  return isChanged ? { ...next, tally: { ...tally, panels: tally.panels + 1 } } : next;
}

/** The answer to a payment says that none is on its way any more; a mere look does not. */
function paid(life: Life, license: HeldLicense): Life {
  return changeHolding(shown(life, license), license.licenseId, (holding) => ({
    ...holding,
    paymentUntilMs: 0,
  }));
}

function gone(life: Life, licenseId: LicenseId): Life {
  return changeHolding(life, licenseId, () => null);
}

function leaves(life: Life, licenseId: LicenseId): Life {
  return { ...life, outgoing: life.outgoing.filter(({ license }) => license.licenseId !== licenseId) };
}

/** An edit before, whose answer was lost, may have moved it. */
function standsAt(life: Life, licenseId: LicenseId, { ip }: { readonly ip: string }): Life {
  return changeHolding(life, licenseId, (holding) => ({ ...holding, ip }));
}

/** The address is the trouble: another license may serve there. */
function kept(life: Life, met: Met, now: number): Life {
  const move = afterFailure(life.trouble.move, 'readdress', met, now);
  return { ...life, trouble: { ...life.trouble, move } };
}
