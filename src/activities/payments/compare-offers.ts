import { ApplicationFailure } from '@temporalio/common';

import { cheapestToEnd, type Ending, type OffersToEnd } from '../../domain/base/closing-date.js';
import type { Failure } from '../../domain/base/failures.js';
import type { Offer } from '../../domain/base/period.js';
import type { Addons } from '../../domain/base/price.js';
import type { LicenseServerAccess } from '../license/license-server-access.js';

const UNSOLD: Failure = 'PriceListUnavailable';

/**
 * Says what to buy first of the cheapest way to a known end; `null` where the price of the aligned
 * period is not told.
 */
export function compareOffers({ priceOf }: LicenseServerAccess) {
  return async (toEnd: OffersToEnd, ending: Ending, addons?: Addons): Promise<Offer | null> => {
    const prices = new Map<Offer, number>();
    for (const offer of [toEnd.aligned, ...toEnd.offers]) {
      const price = await priceUnlessUnsold(offer);
      if (price !== undefined) prices.set(offer, price);
    }
    return cheapestToEnd(toEnd, ending, (offer) => prices.get(offer)) ?? null;

    async function priceUnlessUnsold({ priceList, periodMonths }: Offer): Promise<number | undefined> {
      try {
        return (await priceOf(priceList, periodMonths, addons)).amountMinor;
      } catch (error) {
        if (error instanceof ApplicationFailure && error.type === UNSOLD) return undefined;
        throw error;
      }
    }
  };
}
