/** A dry run against whole lives: what it foretells is what then happens, and it writes nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Command } from 'commander';

import { planInWords, planOpen, planTelling, type DryRunSources } from '../../src/cli/commands/dry-run.js';
import { readPriceLists } from '../../src/cli/commands/price-lists.js';
import { program } from '../../src/cli/program.js';
import { licensePoolId, serviceLicenseId } from '../../src/contract/ids.js';
import type { Plan } from '../../src/domain/words/dry-run.js';
import type { Told } from '../../src/domain/life/told.js';
import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

async function sourcesOf({ env, client, config }: Life): Promise<DryRunSources> {
  return { temporal: env.client, client, config, nowMs: await env.currentTimeMs(), readPriceLists };
}

/** Everything that a dry run must leave as it is. */
async function writtenIn({ simulator, ledger, env }: Life): Promise<unknown> {
  // A license that runs out does so by itself.
  const calls = simulator.operations().filter(({ func }) => !func.startsWith('lifecycle.'));
  const written: unknown[] = [calls, simulator.charges()];
  for await (const entry of ledger.entries()) written.push(entry);
  for (const workflowId of [serviceLicenseId('7'), serviceLicenseId('8'), licensePoolId('licenses')]) {
    const described = await env.client.workflow
      .getHandle(workflowId)
      .describe()
      .catch(() => undefined);
    written.push([workflowId, described?.historyLength]);
  }
  return written;
}

async function dry(life: Life, plan: (sources: DryRunSources) => Promise<Plan>): Promise<Plan> {
  const before = await writtenIn(life);
  const planned = await plan(await sourcesOf(life));
  assert.deepEqual(await writtenIn(life), before, 'nothing is written');
  return planned;
}

const telling = (life: Life, told: Told) => dry(life, (sources) => planTelling(sources, '7', told));
const resumed = { kind: 'status', status: 'active' } as const;

/** The calls of a plan as `does cost`. */
const callsOf = ({ calls }: Plan) => calls.map(({ does, cost }) => `${does} ${cost?.amountMinor ?? 'free'}`);

/** What was charged since, in minor units. */
function bill({ simulator }: Life): () => number[] {
  const before = simulator.charges().length;
  return () =>
    simulator
      .charges()
      .slice(before)
      .map(({ amountMinor }) => amountMinor);
}

describe('a dry run', () => {
  const begin = lives();

  it('of a new service says what it would order, and why not from the pool', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const plan = await dry(life, (sources) => planOpen(sources, sampleService()));
    assert.equal(
      planInWords(plan),
      'would order price list 55382 for 1 month, at 192.0.2.7: 25.00 EUR\nbecause orders a license, as the pool has none: the pool is empty',
    );
    const charged = bill(life);
    await life.open(sampleService());
    assert.deepEqual(charged(), [2500]);
  });

  it('of a new service finds what the pool has', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(sampleService({ servicePeriodMonths: 12 }));
    await life.client.closeService('7');
    await life.days(40);
    const next = sampleService({ serviceId: '8', ip: '192.0.2.8', servicePeriodMonths: 12 });
    const plan = await dry(life, (sources) => planOpen(sources, next));
    assert.deepEqual(callsOf(plan), ['reassign free']);
    const charged = bill(life);
    await life.open(next);
    assert.deepEqual(charged(), []);
  });

  it(
    'of an open service says what comes next, and refuses another service of its name',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      await life.open(sampleService());
      const plan = await dry(life, (sources) => planOpen(sources, sampleService()));
      assert.deepEqual(callsOf(plan), []);
      assert.match(plan.why, /^prolongs at /);
      const other = sampleService({ ip: '192.0.2.9' });
      await assert.rejects(
        dry(life, (sources) => planOpen(sources, other)),
        { code: 'ServiceDiffers' },
      );
      await assert.rejects(telling(life, { kind: 'resolution', resolution: { action: 'retry' } }), {
        code: 'NotPossible',
      });
      await assert.rejects(planTelling(await sourcesOf(life), '8', resumed), { code: 'ServiceUnknown' });
    },
  );

  it(
    'goes by what is open: not by what was ended by force, nor by what is closing',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      await life.open(sampleService());
      await life.env.client.workflow.getHandle(serviceLicenseId('7')).terminate();
      const anew = await dry(life, (sources) => planOpen(sources, sampleService()));
      assert.deepEqual(callsOf(anew), ['order 2500']);
      await assert.rejects(telling(life, resumed), { code: 'ServiceUnknown' });
      const other = sampleService({ serviceId: '8', ip: '192.0.2.8' });
      await life.open(other);
      life.simulator.setFaults([{ kind: 'http-500' }]);
      await life.client.closeService('8', { patienceMs: 0 });
      await assert.rejects(
        dry(life, (sources) => planOpen(sources, other)),
        { code: 'ServiceClosing' },
      );
      await assert.rejects(planTelling(await sourcesOf(life), '8', resumed), { code: 'ServiceClosing' });
    },
  );

  it('of a resumption says that what nearly ran out is prolonged', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: sampleConfig('lapse') });
    const { expiresOn } = await life.open(sampleService());
    await life.client.suspendService('7');
    await life.until(expiresOn);
    await life.days(-1);
    assert.deepEqual(callsOf(await telling(life, { kind: 'wake' })), []);
    assert.deepEqual(callsOf(await telling(life, resumed)), ['prolong 2500']);
    const charged = bill(life);
    await life.client.resumeService('7');
    await life.days(1);
    assert.deepEqual(charged(), [2500]);
  });

  it('of a resumption says that a license is ordered where none is left', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    life.simulator.setFaults([{ kind: 'http-500', func: 'soft' }]);
    await life.openInVain(sampleService());
    await life.client.suspendService('7');
    life.simulator.setFaults([]);
    // What it had asked the pool for is given back first.
    await life.advance(60_000);
    assert.deepEqual(callsOf(await telling(life, resumed)), ['order 2500']);
    const charged = bill(life);
    await life.client.resumeService('7');
    await life.days(1);
    assert.deepEqual(charged(), [2500]);
  });

  it('of a new address says what is paid where the license may not follow', LIFE_LIMIT, async (t) => {
    const [server] = sampleConfig().licenseServers;
    assert.ok(server);
    const config = { ...sampleConfig(), licenseServers: [{ ...server, onAddressLimit: 'order' as const }] };
    const life = await begin(t, { config });
    await life.open(sampleService());
    await life.client.changeIp('7', '192.0.2.8');
    const plan = await telling(life, { kind: 'ip', ip: '192.0.2.9' });
    assert.deepEqual(callsOf(plan), ['reassign free', 'order 2500']);
    assert.match(planInWords(plan), /only if its server allows no change of address yet/);
    const charged = bill(life);
    await life.client.changeIp('7', '192.0.2.9');
    assert.deepEqual(charged(), [2500]);
  });

  it('of waking says that nothing is paid while a call may be on its way', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    life.simulator.setFaults([
      { kind: 'drop-before', func: 'soft.order.param', times: 1 },
      { kind: 'http-500', func: 'soft', skip: 1, times: 1 },
    ]);
    await life.openInVain(sampleService());
    const plan = await telling(life, { kind: 'wake' });
    assert.deepEqual(callsOf(plan), []);
    assert.match(plan.why, /OutcomeUnknown/);
  });

  it('of a decision says what follows from it', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: sampleConfig() });
    const { licenseId, expiresOn } = await life.open(sampleService());
    await life.until(expiresOn);
    life.simulator.setFaults([{ kind: 'http-500' }]);
    await life.untilTrouble('7');
    life.simulator.setFaults([]);
    const decide = (resolution: Extract<Told, { kind: 'resolution' }>['resolution']) =>
      telling(life, { kind: 'resolution', resolution });
    const retry = await decide({ action: 'retry' });
    assert.deepEqual(callsOf(retry), ['prolong 2500']);
    assert.match(retry.calls[0]?.what ?? '', new RegExp(`license ${licenseId} for 1 month`));
    assert.deepEqual(callsOf(await decide({ action: 'forfeit' })), ['order 2500']);
    const later = { action: 'setExpiry', expiresOn: '2099-01-01' } as never;
    assert.deepEqual(callsOf(await decide(later)), []);
  });
});

/** The commands that make no service pay: what they only show, tidy up, or run. */
const HARMLESS = [
  ...['gateway', 'token', 'token create', 'token list', 'token revoke'],
  ...['demo', 'start', 'worker', 'setup', 'simulate', 'engine', 'check', 'quote', 'show', 'list'],
  ...['config', 'config check', 'config diff', 'config schema', 'ledger', 'ledger verify', 'spending'],
  ...['pool', 'pool list', 'pool forfeit', 'close', 'renew-key'],
  // They only show what they would do unless they are told to apply it, and nothing is charged by
  // that.
  ...['adopt', 'reconcile'],
];

describe('every command that can spend', () => {
  function* commandsOf(command: Command, path: string[] = []): Generator<[string, Command]> {
    if (path.length > 0) yield [path.join(' '), command];
    for (const each of command.commands) yield* commandsOf(each, [...path, each.name()]);
  }
  for (const [name, command] of commandsOf(program())) {
    if (HARMLESS.includes(name) || name.startsWith('simulate control')) continue;
    it(`has a dry run: ${name}`, () => {
      const flags = command.options.map(({ long }) => long);
      assert.ok(flags.includes('--dry-run') && flags.includes('--json'), flags.join());
    });
  }
});
