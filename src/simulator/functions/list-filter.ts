import type { Call, FunctionHandler } from '../call.js';
import { element, elements } from '../tree.js';

/** Column to the value that it must have; empty: every row is shown. */
export type ListFilter = Readonly<Record<string, string>>;

/** Free text, in which a part is looked for. */
const texts = new Set(['licname', 'name']);

/** Keeps a filter for one list of the caller, or takes it away when every column is empty. */
export function listFilter(list: string, columns: readonly string[]): FunctionHandler {
  return (call) => {
    if (call.parameters.get('sok') === '')
      return elements({ ...blank(columns), ...storedFilter(call, list) });
    const { store } = call.world;
    const { accountId } = call.account;
    store.filters.remove('accountId = ? AND func = ?', accountId, list);
    const filter = requestedFilter(call, columns);
    if (Object.keys(filter).length > 0) {
      store.filters.insert({ accountId, func: list, columns: JSON.stringify(filter) });
    }
    return [element('ok')];
  };
}

/**
 * Gives the filter of a call to a list: the call's own with `filter=on`, otherwise the one that was
 * kept.
 */
export function filterOf(call: Call, list: string, columns: readonly string[]): ListFilter {
  return call.parameters.get('filter') === 'on' ? requestedFilter(call, columns) : storedFilter(call, list);
}

export function passes(row: Readonly<Record<string, string>>, filter: ListFilter): boolean {
  return Object.entries(filter).every(([column, wanted]) =>
    texts.has(column) ? row[column]?.includes(wanted) : row[column] === wanted,
  );
}

function blank(columns: readonly string[]): ListFilter {
  return Object.fromEntries(columns.map((column) => [column, '']));
}

function storedFilter({ world, account }: Call, list: string): ListFilter {
  const [kept] = world.store.filters.where('accountId = ? AND func = ?', account.accountId, list);
  return kept ? (JSON.parse(kept.columns) as ListFilter) : {};
}

function requestedFilter({ parameters }: Call, columns: readonly string[]): ListFilter {
  const asked = columns.filter((column) => parameters.get(column) !== '');
  return Object.fromEntries(asked.map((column) => [column, parameters.get(column)]));
}
