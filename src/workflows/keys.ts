import { CancellationScope } from '@temporalio/workflow';

import type { LicenseAnswer } from '../contract/service-license.js';
import { leavesDoubt } from '../domain/base/failures.js';
import type { HeldLicense } from '../domain/life/holding.js';
import { keyReader, keyRenewer } from './activities.js';
import { messageOf, metOf } from './failures.js';
import type { Messages } from './service-messages.js';
import { answerOf } from './view.js';

/** A license with its key, or why that cannot be told. */
type WithKey = { readonly license: LicenseAnswer } | { readonly reason: string };

/** Reads the key of a license for a caller who waits until an instant (epoch ms). */
export async function withKey(messages: Messages, license: HeldLicense, untilMs: number): Promise<WithKey> {
  const { licenseId, licenseServer, priceList } = license;
  const leftMs = untilMs - Date.now();
  if (leftMs < 1) return { reason: `no time was left to read the key of license ${licenseId}` };
  try {
    const summary = `read the key of license ${licenseId}`;
    const reader = keyReader(licenseServer, leftMs);
    const key = await counted(messages, () =>
      reader.readLicenseKey.executeWithOptions({ summary }, [licenseId, priceList]),
    );
    return { license: { ...answerOf(license), key } };
  } catch (error) {
    return { reason: `the key of license ${licenseId} cannot be read: ${messageOf(error)}` };
  }
}

/** Says whether the key of a license was renewed, or may have been, and why not. */
export interface Renewal {
  readonly isChanged: boolean;
  readonly reason?: string;
}

/** Renews the key of a license, once: the old one stops working. */
export async function renewKey(messages: Messages, license: HeldLicense): Promise<Renewal> {
  const { licenseId, licenseServer, priceList } = license;
  try {
    const summary = `renew the key of license ${licenseId}`;
    await counted(messages, () =>
      keyRenewer(licenseServer).renewLicenseKey.executeWithOptions({ summary }, [licenseId, priceList]),
    );
    return { isChanged: true };
  } catch (error) {
    const { failure, message } = metOf(error);
    return { isChanged: leavesDoubt(failure), reason: `${failure}: ${message}` };
  }
}

/** Calls for a caller who waits: nothing cuts that off, and the end of the service waits for it. */
async function counted<T>(messages: Messages, call: () => Promise<T>): Promise<T> {
  messages.keysBeingRead += 1;
  try {
    return await CancellationScope.nonCancellable(call);
  } finally {
    messages.keysBeingRead -= 1;
  }
}
