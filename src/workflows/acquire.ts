import { DAY_MS } from '../domain/base/calendar.js';
import { beginObtaining, hold, isOnItsWay, type Life, type Obtaining } from '../domain/life/life.js';
import { needOf, whyPoolHadNone, whyPoolIsNotAsked } from '../domain/life/pool-need.js';
import { notBefore } from '../domain/pool/pool.js';
import { MOST_REFUSALS } from '../domain/life/refused-license.js';
import type { Terms } from '../domain/terms/terms.js';
import { licenseServer, pool } from './activities.js';

/**
 * Takes a license from the pool in three steps: claim, bind at the license server, confirm. Says whether the pool had one;
 * one that the license server refused is back in the pool, and asking again tries the next.
 */
export async function acquire(life: Life, terms: Terms): Promise<boolean> {
  const obtaining = beginObtaining(life, terms);
  const notAsked = isOnItsWay(obtaining) ? undefined : whyPoolIsNotAsked(terms);
  if (notAsked !== undefined) {
    obtaining.poolHadNone = notAsked;
    return false;
  }
  if (!obtaining.claimed && (obtaining.refusals ?? 0) < MOST_REFUSALS) await claim(life, terms);
  if (obtaining.vacate) await vacate(life, terms);
  if (!obtaining.claimed) return false;
  await bindClaimed(life, terms);
  return true;
}

/** Asks the pool for a license, and keeps why it had none for whoever wonders about the order that follows. */
export async function claim(life: Life, terms: Terms): Promise<void> {
  const obtaining = beginObtaining(life, terms);
  const { licenseServer: server } = obtaining;
  const choice = await pool.claimLicense.executeWithOptions({ summary: `pool of ${server}` }, [
    server,
    obtaining.marker,
    needOf(life, terms),
  ]);
  if (choice.kind === 'granted') obtaining.claimed = choice.license;
  else obtaining.poolHadNone = whyPoolHadNone(terms, choice);
  if (choice.vacate) obtaining.vacate = choice.vacate;
}

/** Moves a free license away from the address where another one is wanted. */
async function vacate(life: Life, terms: Terms): Promise<void> {
  const { marker, licenseServer: server, vacate: license } = beginObtaining(life, terms);
  if (!license) return;
  const vacated = await licenseServer(server).vacateLicense.executeWithOptions(
    { summary: `take free license ${license.licenseId} off ${license.ip}` },
    [license],
  );
  await pool.tellVacated(server, marker, vacated);
  delete life.obtaining?.vacate;
}

/** Leaves a free license where it is, whose address is not wanted any more. */
export async function leaveAtItsAddress({ licenseServer: server, marker, vacate }: Obtaining): Promise<void> {
  if (vacate) await pool.tellVacated(server, marker, vacate);
}

async function bindClaimed(life: Life, terms: Terms): Promise<void> {
  const obtaining = beginObtaining(life, terms);
  const { marker, licenseServer: server, claimed: license } = obtaining;
  if (!license) return;
  const { service } = life;
  const { periodMonths } = terms;
  const request = { license, service, marker, priceList: license.priceList, periodMonths };
  const result = await licenseServer(server).reassignLicense.executeWithOptions(
    { summary: `reassign license ${license.licenseId} to ${service.ip}` },
    [request],
  );
  if (result.kind === 'reassigned') {
    const isLeftover = result.license.priceList !== terms.priceList;
    hold(life, isLeftover ? { ...result.license, isLeftover } : result.license);
    await pool.confirmClaim(server, marker);
    return;
  }
  const refused = result.kind === 'refused' ? notBefore(result.license, Date.now() + DAY_MS) : null;
  await pool.rejectClaim(server, marker, refused);
  obtaining.refusals = (obtaining.refusals ?? 0) + 1;
  delete obtaining.claimed;
}
