import { BillError } from '../bill-error.js';
import type { Call } from '../call.js';
import { element, type Element } from '../tree.js';

/** Writes the page of a list that is asked for by `p_num` and `p_cnt`. */
export function listPage<Row>(call: Call, found: readonly Row[], write: (row: Row) => Element): Element[] {
  // The total, not the page: that is how a reader notices that there is more.
  return [...pageOf(call, found).map(write), element('p_elems', found.length)];
}

function pageOf<Row>({ parameters, world }: Call, found: readonly Row[]): readonly Row[] {
  const size = positive(parameters.get('p_cnt'), 'p_cnt') ?? world.rules.pageSize;
  const page = positive(parameters.get('p_num'), 'p_num') ?? 1;
  return size === 0 ? found : found.slice((page - 1) * size, page * size);
}

function positive(value: string, name: string): number | undefined {
  if (value === '') return undefined;
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new BillError('value', name, value);
  return Number(value);
}
