import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { SIMULATED_CONFIG } from '../../src/cli/shared/environment.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { temporaryFolder } from '../engine/temporary-folder.js';
import { NO_LIMITS, NOW, order } from '../ledger/sample-intent.js';
import { runHere } from '../support/run-panelkeeper.js';

const LIMIT = { timeout: 20_000 };

describe('a command that reads the ledger', () => {
  for (const command of ['ledger', 'spending']) {
    it(`makes none where there is none, and says where it has looked: ${command}`, LIMIT, async (t) => {
      const folder = temporaryFolder(t);
      const env = { PANELKEEPER_CONFIG: SIMULATED_CONFIG, PANELKEEPER_DATA: folder };
      const file = join(folder, 'ledger.db');
      await assert.rejects(runHere(t, [command], env), (error: Error) => {
        assert.ok(error.message.startsWith(`${file}: there is no ledger; PANELKEEPER_DATA names`));
        return true;
      });
      assert.ok(!existsSync(file));
    });
  }

  it('names the file that it reads', LIMIT, async (t) => {
    const folder = temporaryFolder(t);
    const file = join(folder, 'ledger.db');
    const ledger = await openLedger({ file });
    await ledger.intend(order('a', { serviceId: 'vps-7' }), NO_LIMITS, NOW);
    await ledger.close();
    const told = t.mock.method(console, 'error', () => undefined);
    const env = { PANELKEEPER_CONFIG: SIMULATED_CONFIG, PANELKEEPER_DATA: folder };
    const { stdout } = await runHere(t, ['ledger'], env);
    assert.match(stdout, /vps-7/);
    assert.deepEqual(told.mock.calls[0]?.arguments, [`ledger: ${file}`]);
  });
});
