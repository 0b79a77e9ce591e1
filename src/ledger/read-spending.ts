import { countSpending, type TallyOf } from './count-spending.js';
import type { LedgerDatabase } from './database.js';
import { checkInstant } from './intent.js';
import { rulesOf, usesOf, type Limits, type LimitUse } from './limits.js';

/**
 * Sets what is used against what is allowed, for an operator: services that spent nothing are left
 * out.
 */
export async function readSpending(
  db: LedgerDatabase,
  licenseServer: string,
  limits: Limits,
  nowMs: number,
): Promise<LimitUse[]> {
  checkInstant(nowMs);
  const uses: LimitUse[] = [];
  for (const rule of rulesOf(limits)) {
    const tallies = await countSpending(db, rule, { licenseServer }, nowMs);
    if (rule.scope === 'licenseServer') {
      const currencies = currenciesOf(tallies);
      uses.push(...usesOf(rule, tallies, currencies.length > 0 ? currencies : [undefined]));
      continue;
    }
    for (const serviceId of new Set(tallies.map((tally) => tally.serviceId ?? ''))) {
      const own = tallies.filter((tally) => tally.serviceId === serviceId);
      uses.push(...usesOf(rule, own, currenciesOf(own), serviceId));
    }
  }
  return uses;
}

function currenciesOf(tallies: readonly TallyOf[]): string[] {
  return tallies.map(({ currency }) => currency);
}
