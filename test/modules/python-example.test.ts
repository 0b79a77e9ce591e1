/** The provisioning program in Python, as it stands in the examples, against the gateway. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { temporaryFolder } from '../engine/temporary-folder.js';
import { servedGateway, TOKEN } from '../support/served-gateway.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

const PROGRAM = fileURLToPath(new URL('../../examples/provisioning.py', import.meta.url));
const skip = spawnSync('python3', ['--version']).status === 0 ? false : 'Python 3 is not installed';

describe('the provisioning program in Python', { skip }, () => {
  const begin = lives();

  it('opens a fleet, says what is wrong with a line, and closes it', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const url = await servedGateway(t, life);
    const file = join(temporaryFolder(t), 'services.csv');
    writeFileSync(
      file,
      'id,ip,panel,period\n1,192.0.2.1,billmanager6,1\n2,here,55227,12\n3,192.0.2.3,55227,12\n',
    );
    const run = async (...args: string[]) => {
      const env = { ...process.env, PANELKEEPER_URL: url, PANELKEEPER_TOKEN: TOKEN };
      const child = spawn('python3', [PROGRAM, file, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      const closed = once(child, 'close') as Promise<[number]>;
      const [stdout, [code]] = await Promise.all([text(child.stdout), closed]);
      return { code, lines: stdout.trim().split('\n') };
    };
    const opened = await run();
    assert.equal(opened.code, 1);
    assert.match(opened.lines[0] ?? '', /^1: license 1001 until /);
    assert.equal(opened.lines[1], '2: InvalidRequest: ip: must be an IPv4 address');
    assert.match(opened.lines[2] ?? '', /^3: license 1002 until /);
    assert.deepEqual((await run()).lines, opened.lines, 'again');
    assert.equal(life.simulator.charges().length, 2);
    assert.deepEqual(await run('close'), { code: 0, lines: ['1: closed', '2: closed', '3: closed'] });
    assert.equal((await life.client.getPool('licenses')).free.length, 2);
  });
});
