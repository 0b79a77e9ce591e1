import { beginObtaining, hold, type Life } from '../domain/life.js';
import { monthsInWords } from '../domain/period.js';
import type { Terms } from '../domain/terms.js';
import { isInDoubt } from '../domain/trouble.js';
import { licenseServer } from './activities.js';
import { mayPay } from './ask-status.js';
import { metOf } from './failures.js';

/** From the call on the order may be executed; only an answer that surely says "no" takes that back. */
export async function order(life: Life, terms: Terms): Promise<void> {
  const obtaining = beginObtaining(life);
  const { service } = life;
  const { licenseServer: server, priceList, periodMonths, addons } = terms;
  if (!obtaining.mayBeOrdered && !(await mayPay(life, terms))) return;
  const isInDoubtAlready = obtaining.mayBeOrdered === true;
  obtaining.mayBeOrdered = true;
  try {
    const license = await licenseServer(server).orderLicense.executeWithOptions(
      {
        summary: `order price list ${priceList} for ${monthsInWords(periodMonths)}: ${obtaining.poolHadNone ?? 'ordered before'}`,
      },
      [{ service, marker: obtaining.marker, priceList, periodMonths, ...(addons && { addons }) }],
    );
    life.orders += 1;
    hold(life, license);
  } catch (error) {
    const { failure, amountMinor } = metOf(error);
    // The payment itself was refused; a try that failed before it says nothing of an earlier one.
    const isRefused = amountMinor !== undefined;
    if (isRefused || !(isInDoubtAlready || isInDoubt(failure))) delete obtaining.mayBeOrdered;
    throw error;
  }
}
