import type { PoolBooks } from '../domain/pool/pool-books.js';
import { keptForItsAddress, type FreeLicense } from '../domain/pool/pool.js';
import { licenseServer as callsTo, pool } from './activities.js';
import { metOf } from './failures.js';

/**
 * Looks into a claim that nobody has confirmed for long. Only when its holder's Workflow has ended,
 * the license server says what became of the license; what may serve a customer is kept for the
 * address that it carries.
 */
export async function lookIntoClaim(licenseServer: string, books: PoolBooks, key: string): Promise<void> {
  if (await pool.isClaimHeld.executeWithOptions({ summary: `who claimed as ${key}` }, [key])) return;
  const license = books.claims.get(key)?.license;
  const vacate = books.vacating.get(key)?.license;
  try {
    if (license) books.reject(key, await inspect(licenseServer, license));
    if (vacate) books.vacated(key, await inspect(licenseServer, vacate));
  } catch (error) {
    // The license server does not answer: the claim is as old in an hour as it is now.
    metOf(error);
  }
}

async function inspect(licenseServer: string, license: FreeLicense): Promise<FreeLicense | null> {
  const { licenseId } = license;
  const found = await callsTo(licenseServer).inspectLicense.executeWithOptions(
    { summary: `look at license ${licenseId}, whose claim was left behind` },
    [license],
  );
  if (found.kind === 'gone') return null;
  return found.kind === 'free' ? found.license : keptForItsAddress(found.license);
}
