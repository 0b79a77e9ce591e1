import { membersOf, rawValue, type AnswerNode } from './answer-node.js';
import type { Call } from './call.js';

/** No account has that many pages; a server that always sends one more would be read for ever. */
const MAX_PAGES = 1_000;

export interface WholeList {
  readonly rows: readonly AnswerNode[];
  /** Why the list may hold more, or less, than these rows. */
  readonly problem?: string;
}

/**
 * Reads every page of a list; says what is wrong when the pages do not add up to the count that
 * they state.
 */
export async function readWholeList(call: Call, func: string, pageSize: number): Promise<WholeList> {
  const rows = new Map<string, AnswerNode>();
  const finish = (problem?: string): WholeList => ({
    rows: [...rows.values()],
    ...(problem ? { problem } : {}),
  });
  let stated: number | undefined;

  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await call('read', func, { p_num: String(page), p_cnt: String(pageSize) });
    const found = membersOf(answer, 'elem');
    const count = countIn(answer);
    // Beyond its last page a list may state anything.
    const beyond = page > 1 && found.length === 0;
    if (page > 1 && !beyond && count !== stated) return finish('its pages state different numbers of rows');
    if (!beyond) stated = count;

    const before = rows.size;
    for (const row of found) {
      const id = rawValue(row, 'id');
      if (!id) return finish('it has a row without an id');
      rows.set(id, row);
    }
    const grew = rows.size > before;
    if (stated === undefined) {
      // Without a count only an empty page shows the end, and an empty first page shows nothing.
      if (found.length === 0) return finish(page === 1 && !answer.members.has('elem') ? NO_COUNT : undefined);
      if (!grew) return finish(NO_COUNT);
      continue;
    }
    if (rows.size > stated) return finish(`it states ${stated} rows and has ${rows.size}`);
    // A full page may be followed by another even if the count is met: some servers may count the
    // page only.
    const ended = rows.size === stated && found.length < pageSize;
    if (ended || !grew)
      return finish(rows.size === stated ? undefined : `it states ${stated} rows and has ${rows.size}`);
  }
  return finish('it does not end');
}

const NO_COUNT = 'it does not state its number of rows';

function countIn(answer: AnswerNode): number | undefined {
  const text = rawValue(answer, 'p_elems');
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
