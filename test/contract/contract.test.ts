import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { SearchAttributeType } from '@temporalio/common';

import { REJECTIONS } from '../../src/contract/failures.js';
import {
  licensePoolId,
  licenseServerTaskQueue,
  MAIN_TASK_QUEUE,
  serviceLicenseId,
} from '../../src/contract/ids.js';
import { SEARCH_ATTRIBUTES } from '../../src/contract/search-attributes.js';
import { FAILURES } from '../../src/domain/base/failures.js';

const LIMIT = { timeout: 30_000 };

// A running Workflow of years ago knows these words: a changed one would be another thing.
describe('what crosses a process boundary', () => {
  it('has ids and Task Queues that never change', LIMIT, () => {
    assert.equal(serviceLicenseId('7'), 'service-license/7');
    assert.equal(licensePoolId('licenses'), 'license-pool/licenses');
    assert.equal(MAIN_TASK_QUEUE, 'panelkeeper');
    assert.equal(licenseServerTaskQueue('licenses'), 'license-server/licenses');
  });

  it('has search attributes that PostgreSQL has columns for', LIMIT, () => {
    assert.deepEqual(
      SEARCH_ATTRIBUTES.map(({ name, type }) => `${name} ${type}`),
      [
        'LicenseState KEYWORD',
        'LicensePanel KEYWORD',
        'LicenseServer KEYWORD',
        'LicenseId KEYWORD',
        'LicensePaidUntil DATETIME',
      ],
    );
    // A namespace of a SQL store has ten columns for keywords, and three of each other type.
    const keywords = SEARCH_ATTRIBUTES.filter(({ type }) => type === SearchAttributeType.KEYWORD);
    assert.ok(keywords.length <= 10 && SEARCH_ATTRIBUTES.length - keywords.length <= 3);
  });

  it(
    'has failure types that are named as they are written, and that differ from those of a license server',
    LIMIT,
    () => {
      for (const [name, type] of Object.entries(REJECTIONS)) {
        assert.equal(name, type);
        assert.ok(!Object.hasOwn(FAILURES, type));
      }
    },
  );
});
