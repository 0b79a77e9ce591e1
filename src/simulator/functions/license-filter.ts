import type { Call, FunctionHandler } from '../call.js';
import { element, elements } from '../tree.js';

/** The columns that a list can be narrowed by. */
export const filterColumns = [
  'id',
  'licname',
  'ip',
  'period',
  'pricelist',
  'status',
  'expiredate',
  'remoteid',
] as const;

/** Column to the value that it must have; empty: every row is shown. */
export type ListFilter = Readonly<Record<string, string>>;

/** Keeps a filter for the caller's list of one family, or takes it away when every column is empty. */
export function licenseFilter(itemtype: string): FunctionHandler {
  return (call) => {
    if (call.parameters.get('sok') === '') return elements(storedFilter(call, itemtype));
    const { store } = call.world;
    store.filters.remove('accountId = ? AND func = ?', call.account.accountId, itemtype);
    const columns = requestedFilter(call);
    if (Object.keys(columns).length > 0) {
      store.filters.insert({
        accountId: call.account.accountId,
        func: itemtype,
        columns: JSON.stringify(columns),
      });
    }
    return [element('ok')];
  };
}

export function storedFilter({ world, account }: Call, itemtype: string): ListFilter {
  const [kept] = world.store.filters.where('accountId = ? AND func = ?', account.accountId, itemtype);
  return kept ? (JSON.parse(kept.columns) as ListFilter) : {};
}

export function requestedFilter({ parameters }: Call): ListFilter {
  const asked = filterColumns.filter((column) => parameters.get(column) !== '');
  return Object.fromEntries(asked.map((column) => [column, parameters.get(column)]));
}
