import { isDeepStrictEqual } from 'node:util';

import { packPool, unpackPool, type PackedPool } from '../src/contract/packed-pool.js';
import { emptyPool } from '../src/domain/pool/pool-state.js';
import type { BenchResult } from './result.js';
import { samplePool } from './sample-pool.js';

const SIZE = 10_000;
const GOAL_BYTES = 120;

/** G23: how many bytes a license takes in the state of a pool, against the state as plain JSON. */
export function poolSize(): BenchResult {
  const state = { ...emptyPool('licenses'), free: samplePool(SIZE) };
  const text = JSON.stringify(packPool(state));
  const isSame = isDeepStrictEqual(unpackPool(JSON.parse(text) as PackedPool), state);
  const bytes = Buffer.byteLength(text) / SIZE;
  const bare = Buffer.byteLength(JSON.stringify(state)) / SIZE;
  return {
    id: 'G23',
    value: Number(bytes.toFixed(1)),
    goal: `<= ${GOAL_BYTES} bytes a license, identical after JSON`,
    verdict: bytes <= GOAL_BYTES && isSame ? 'reached' : 'missed',
    how: `${SIZE} licenses, half of them with an address; plain JSON takes ${bare.toFixed(1)} bytes; ${isSame ? 'identical' : 'NOT identical'} after a round trip`,
  };
}
