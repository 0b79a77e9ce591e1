import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { EXIT_CODES_IN_WORDS, exitCodeOf, exitCodeOfError } from '../../src/cli/shared/exit-codes.js';
import { runPanelkeeper } from '../support/run-panelkeeper.js';

const LIMIT = { timeout: 60_000 };

describe('exit codes', () => {
  it('tell done from refused, not yet, and needs a human', LIMIT, () => {
    assert.equal(exitCodeOf({ status: 'licensed' }), 0);
    assert.equal(exitCodeOf({ status: 'closed' }), 0);
    assert.equal(exitCodeOf({ status: 'refused' }), 1);
    assert.equal(exitCodeOf({ status: 'notRenewed' }), 1);
    for (const status of ['pending', 'waiting', 'closing']) {
      assert.equal(exitCodeOf({ status, needsHuman: false }), 3);
      assert.equal(exitCodeOf({ status, needsHuman: true }), 4);
    }
  });

  it('tell a mistake from what was refused, and from nobody answering', LIMIT, () => {
    assert.equal(exitCodeOfError({ code: 'InvalidRequest' }), 2);
    assert.equal(exitCodeOfError({ code: 'ServiceDiffers' }), 1);
    assert.equal(exitCodeOfError({ code: 'NotAnswered' }), 3);
  });

  it('stand in the help and in the docs', LIMIT, async () => {
    const { stdout } = await runPanelkeeper(['--help']);
    assert.ok(stdout.includes(EXIT_CODES_IN_WORDS));
    const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    for (const [, code = '', words = ''] of EXIT_CODES_IN_WORDS.matchAll(/^ {2}(\d) {2}(.*)$/gm))
      assert.match(page, new RegExp(`^\\| ${code} +\\| ${words.replace(/[`<>]/g, '\\$&')} +\\|$`, 'm'));
  });
});
