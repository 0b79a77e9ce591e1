import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { order, xml } from './running.js';
import { programOf } from '../support/typescript.js';

const timeout = 20_000;

function simulate(t: TestContext, ...flags: string[]): ChildProcess {
  const { file, execArgv } = programOf(fileURLToPath(new URL('./simulate-process.ts', import.meta.url)));
  const child = fork(file, flags, { stdio: 'pipe', execArgv });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

async function textOf(child: ChildProcess, stream: 'stdout' | 'stderr', until?: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of child[stream]! as AsyncIterable<Buffer>) {
    text += chunk.toString();
    if (until?.test(text)) return text;
  }
  return text;
}

suite('panelkeeper simulate', { concurrency: true }, () => {
  test('says where the server is, follows its rules and stops when interrupted', { timeout }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'simulate-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'rules.yaml'), 'ipChangeLimit: 31-days\nremoteidShown: list\n');
    await writeFile(join(folder, 'faults.yaml'), '- { kind: captcha, func: whoami }\n');
    const child = simulate(
      t,
      '--port',
      '0',
      '--control-port',
      '0',
      '--balance',
      '18.00',
      '--rules',
      join(folder, 'rules.yaml'),
      '--faults',
      join(folder, 'faults.yaml'),
      '--rule',
      'ipChangeLimit=none',
    );
    const text = await textOf(child, 'stdout', /Ctrl-C/);
    const url = /license server: (\S+)/.exec(text)?.[1] ?? '';
    const elid = await order(url);
    for (const ip of ['192.0.2.2', '192.0.2.3'])
      assert.equal((await xml(url, 'soft.edit', { elid, ip, sok: 'ok' })).ok, '');
    await order(url);
    await assert.rejects(order(url, { ip: '192.0.2.9' }), /no_money/);
    assert.equal((await xml(url, 'whoami')).error.msg, 'Captcha verification failed');
    assert.equal((await fetch(`${/control API:\s+(\S+)/.exec(text)?.[1]}/charges`)).status, 200);
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  for (const [flags, complaint] of [
    [['--rule', 'nonsense=1'], /Unrecognized key: "nonsense"/],
    [['--rule', 'monthEnd=never'], /monthEnd/],
    [['--balance', 'much'], /--balance is not an amount/],
    [['--faults', 'there/is/none.yaml'], /none\.yaml.*ENOENT/],
    [['--port', 'x'], /port/],
  ] as const) {
    test(`refuses ${flags.join(' ')}`, { timeout }, async (t) => {
      const child = simulate(t, ...flags);
      assert.match(await textOf(child, 'stderr'), complaint);
      assert.equal(child.exitCode ?? ((await once(child, 'exit')) as [number])[0], 1);
    });
  }
});
