import { beginObtaining, hold, type Life, type OrderMade } from '../domain/life/life.js';
import { monthsInWords } from '../domain/base/period.js';
import type { Terms } from '../domain/terms/terms.js';
import { isInDoubt } from '../domain/life/trouble.js';
import { licenseServer } from './activities.js';
import { mayPay } from './ask-status.js';
import { metOf } from './failures.js';

/** From the call on the order may be executed; only an answer that surely says "no" takes that back. */
export async function order(life: Life, terms: Terms): Promise<void> {
  const obtaining = beginObtaining(life, terms);
  const { service } = life;
  const isInDoubtAlready = obtaining.mayBeOrdered !== undefined;
  if (!isInDoubtAlready && !(await mayPay(life, terms))) return;
  const { addons } = terms;
  const made: OrderMade = obtaining.mayBeOrdered ?? {
    priceList: terms.priceList,
    periodMonths: terms.periodMonths,
    ip: service.ip,
  };
  obtaining.mayBeOrdered = made;
  const { priceList, periodMonths } = made;
  try {
    const license = await licenseServer(obtaining.licenseServer).orderLicense.executeWithOptions(
      {
        summary: `order price list ${priceList} for ${monthsInWords(periodMonths)}: ${obtaining.poolHadNone ?? 'ordered before'}`,
      },
      [{ service, marker: obtaining.marker, priceList, periodMonths, ...(addons && { addons }) }],
    );
    life.orders += 1;
    hold(life, license);
    // The service may have moved while its order was in doubt.
    if (made.ip !== life.service.ip) life.readdress ??= { from: made.ip, sinceMs: Date.now() };
  } catch (error) {
    const { failure, amountMinor } = metOf(error);
    // The payment itself was refused; a try that failed before it says nothing of an earlier one.
    const isRefused = amountMinor !== undefined;
    if (isRefused || !(isInDoubtAlready || isInDoubt(failure))) delete obtaining.mayBeOrdered;
    throw error;
  }
}
