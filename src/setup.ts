import type { Connection } from '@temporalio/client';
import { SearchAttributeType } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { NativeConnection } from '@temporalio/worker';

import { SEARCH_ATTRIBUTES } from './contract/search-attributes.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;

const INDEXED_TYPES = {
  [SearchAttributeType.KEYWORD]: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  [SearchAttributeType.DATETIME]: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
} as const;

type Name = (typeof SEARCH_ATTRIBUTES)[number]['name'];

/**
 * Names the search attributes that a namespace lacks, or knows by another type. A Workflow Task
 * that writes an unknown one fails again and again, so a worker asks before it starts.
 */
export async function missingSearchAttributes(
  { operatorService }: Connection | NativeConnection,
  namespace: string,
): Promise<Name[]> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  return SEARCH_ATTRIBUTES.filter(({ name, type }) => customAttributes[name] !== INDEXED_TYPES[type]).map(
    ({ name }) => name,
  );
}

/** Registers search attributes that a namespace lacks; all of them unless told. */
export async function registerSearchAttributes(
  { operatorService }: Connection | NativeConnection,
  namespace: string,
  names: readonly Name[] = SEARCH_ATTRIBUTES.map(({ name }) => name),
): Promise<void> {
  const searchAttributes = Object.fromEntries(
    SEARCH_ATTRIBUTES.filter(({ name }) => names.includes(name)).map(({ name, type }) => [
      name,
      INDEXED_TYPES[type],
    ]),
  );
  await operatorService.addSearchAttributes({ namespace, searchAttributes });
}
