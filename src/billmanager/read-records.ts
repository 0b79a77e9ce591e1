import type { AnswerNode } from './answer-node.js';
import type { Call } from './call.js';
import { LicenseServerError } from './errors.js';
import { readWholeList, type WholeList } from './read-whole-list.js';
import { Unreadable } from './unreadable.js';

/** What could be read of a list, and everything that keeps the list from being trusted. */
export interface Records<Item> {
  readonly records: readonly Item[];
  readonly rows: readonly AnswerNode[];
  readonly problems: readonly string[];
}

/**
 * Reads every row of a list. What is wrong with the list or with a row is a problem, and the other
 * rows are still read; a server that cannot be reached, or refuses, is a failure.
 */
export async function readRecords<Item>(
  call: Call,
  func: string,
  pageSize: number,
  read: (row: AnswerNode) => Item,
): Promise<Records<Item>> {
  const { rows, problem } = await readTolerantly(call, func, pageSize);
  const records: Item[] = [];
  const problems = problem === undefined ? [] : [problem];
  for (const row of rows) {
    try {
      records.push(read(row));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      problems.push(`it has ${error.message}`);
    }
  }
  return { records, rows, problems: problems.map((each) => `the list ${func} cannot be trusted: ${each}`) };
}

async function readTolerantly(call: Call, func: string, pageSize: number): Promise<WholeList> {
  try {
    return await readWholeList(call, func, pageSize);
  } catch (error) {
    if (!(error instanceof LicenseServerError) || error.failure !== 'UnreadableAnswer') throw error;
    return { rows: [], problem: error.message };
  }
}
