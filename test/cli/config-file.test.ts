import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { followedConfig } from '../../src/cli/shared/config-file.js';
import { readConfig, SIMULATED_CONFIG } from '../../src/cli/shared/environment.js';

const LIMIT = { timeout: 10_000 };

describe('a configuration that is followed', () => {
  it('is taken up when its file changes, and stays as it was while the file breaks a rule', LIMIT, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'panelkeeper-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'panelkeeper.yaml');
    copyFileSync(SIMULATED_CONFIG, file);
    const before = process.env['PANELKEEPER_CONFIG'];
    process.env['PANELKEEPER_CONFIG'] = file;
    t.after(() => {
      if (before === undefined) delete process.env['PANELKEEPER_CONFIG'];
      else process.env['PANELKEEPER_CONFIG'] = before;
    });

    const complaints: string[] = [];
    const config = followedConfig(
      () => readConfig(file),
      (message) => complaints.push(message),
    );
    assert.equal(config().renewal.whileSuspended, 'lapse');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('whileSuspended: lapse', 'whileSuspended: prolong'));
    assert.equal(config().renewal.whileSuspended, 'prolong');

    writeFileSync(file, text.replace('whileSuspended: lapse', 'whileSuspended: sometimes'));
    assert.equal(config().renewal.whileSuspended, 'prolong');
    assert.equal(config().renewal.whileSuspended, 'prolong');
    assert.equal(complaints.length, 1);
    assert.match(complaints[0] ?? '', /whileSuspended/);
  });
});
