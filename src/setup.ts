import { temporal } from '@temporalio/proto';
import { SearchAttributeType } from '@temporalio/common';
import type { Connection } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';

import { SEARCH_ATTRIBUTES } from './contract/search-attributes.js';

const { IndexedValueType } = temporal.api.enums.v1;

const INDEXED_TYPES = {
  [SearchAttributeType.KEYWORD]: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  [SearchAttributeType.DATETIME]: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
} as const;

/**
 * Names the search attributes that a namespace lacks, or knows by another type.
 * A Workflow Task that writes an unknown one fails again and again, so a worker asks before it starts.
 */
export async function missingSearchAttributes(
  connection: Connection | NativeConnection,
  namespace: string,
): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return SEARCH_ATTRIBUTES.filter(({ name, type }) => customAttributes[name] !== INDEXED_TYPES[type]).map(
    ({ name }) => name,
  );
}

/** Registers the search attributes that a namespace lacks; gives their names. */
export async function registerSearchAttributes(
  connection: Connection | NativeConnection,
  namespace: string,
): Promise<string[]> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length === 0) return missing;
  const searchAttributes = Object.fromEntries(
    SEARCH_ATTRIBUTES.filter(({ name }) => missing.includes(name)).map(({ name, type }) => [
      name,
      INDEXED_TYPES[type],
    ]),
  );
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  return missing;
}
