import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { suite, test, type TestContext } from 'node:test';

import { startSimulator } from '../../src/simulator/simulator.js';
import { bjson, order, running, TestClock } from './running.js';
import { programOf } from '../support/typescript.js';

async function dataFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'simulator.db');
}

suite('a data file', () => {
  test(
    'keeps accounts, licenses, charges, sessions and the moved clock over a restart',
    { timeout: 10_000 },
    async (t) => {
      const options = { dataFile: await dataFile(t), now: new TestClock().now, controlPort: 0 };
      const before = await startSimulator(options);
      const elid = await order(before.url, { remoteid: 'r1' });
      await before.setClock(Date.parse('2030-02-10T00:00:00Z'), 'stands');
      const session = (await bjson(before.url, 'auth')).model.auth;
      const { lickey } = (await bjson(before.url, 'soft.edit', { elid })).model;
      const seen = [before.charges(), before.licenses(), before.operations(), before.balances()];
      await before.close();
      const after = await running(t, options);
      assert.deepEqual([after.charges(), after.licenses(), after.operations(), after.balances()], seen);
      assert.equal((await after.clock()).at, '2030-02-10T00:00:00.000Z');
      assert.equal((await bjson(after.url, 'soft.edit', { elid })).model.lickey, lickey);
      assert.equal(
        (await (await fetch(`${after.url}?auth=${session}&func=whoami&out=text`)).text()).includes(
          'provider',
        ),
        true,
      );
    },
  );

  test(
    'loses no answered charge when the process is killed in the middle of its work',
    { timeout: 30_000 },
    async (t) => {
      const file = await dataFile(t);
      const answered = new Set<string>();
      let next = 0;
      for (let round = 0; round < 3; round += 1) {
        const program = programOf(fileURLToPath(new URL('./simulator-process.ts', import.meta.url)));
        const child = fork(program.file, [file], { execArgv: program.execArgv });
        const [url] = (await once(child, 'message')) as [string];
        const worker = async (): Promise<void> => {
          for (;;) {
            next += 1;
            const ip = `10.0.${Math.floor(next / 250)}.${next % 250}`;
            answered.add(await order(url, { ip }));
          }
        };
        const killedAfter = answered.size + 8 + 3 * round;
        const killsInTime = async (): Promise<void> => {
          while (answered.size < killedAfter) await delay(1);
          child.kill('SIGKILL');
        };
        await Promise.allSettled([worker(), worker(), worker(), killsInTime(), once(child, 'exit')]);
      }
      const after = await running(t, { dataFile: file });
      const [charges, licenses] = [after.charges(), after.licenses()];
      const charged = charges.map(({ licenseId }) => String(licenseId));
      assert.ok(answered.size > 20, `only ${answered.size} orders were answered`);
      assert.equal(new Set(charged).size, charged.length, 'no license is charged twice');
      assert.deepEqual(
        [...answered].filter((id) => !charged.includes(id)),
        [],
        'every answered order is charged',
      );
      assert.deepEqual(
        licenses.map(({ licenseId }) => String(licenseId)),
        charged,
        'no license without its charge',
      );
      assert.equal(after.balances()[0]?.balance.amountMinor, 100_000_000 - 900 * charged.length);
    },
  );
});
