import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { FAILURES, isFailureName } from '../../../src/domain/base/failures.js';

const LIMIT = { timeout: 30_000 };

describe('isFailureName', () => {
  it('knows each row and nothing else', LIMIT, () => {
    assert.ok(Object.keys(FAILURES).every(isFailureName));
    for (const other of ['Contradiction', 'toString', '', null, undefined])
      assert.equal(isFailureName(other), false);
  });
});
