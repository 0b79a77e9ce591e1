import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';

import type { Config } from '../../src/config.js';
import { serviceLicenseId } from '../../src/contract/ids.js';
import { LicenseState } from '../../src/contract/search-attributes.js';
import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { shownDetails, untilShown } from '../support/shown-details.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

const HOUR_MS = 3_600_000;
const service = sampleService();
const COUNT_EVERYTHING = { kind: 'delay', probability: 0 } as const;

/**
 * Waits in real time for what a Signal or a message brings at once; not by a Query, which beside
 * other calls stalls the engine that skips time.
 */
async function eventually(life: Life, state: string): Promise<void> {
  for (;;) {
    if ((await shownState(life)) === state) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function shownState(life: Life): Promise<unknown> {
  const { typedSearchAttributes } = await life.env.client.workflow
    .getHandle(serviceLicenseId('7'))
    .describe();
  return typedSearchAttributes.get(LicenseState);
}

function requests(life: Life): number {
  return life.simulator.faultCounts().find(({ probability }) => probability === 0)?.matched ?? 0;
}

/** A configuration whose password stands in a file, so that it can be put right. */
async function passwordIn(
  t: TestContext,
  text: string,
): Promise<{ config: Config; write: (text: string) => void }> {
  const folder = await mkdtemp(join(tmpdir(), 'panelkeeper-test-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'password');
  const write = (password: string) => writeFileSync(file, `${password}\n`);
  write(text);
  const config = sampleConfig();
  const licenseServers = config.licenseServers.map((server) => ({ ...server, password: { file } }));
  return { config: { ...config, licenseServers }, write };
}

describe('a password that is refused', () => {
  const begin = lives();

  it('is asked about for all, who go on together when it is right', LIFE_LIMIT, async (t) => {
    const { config, write } = await passwordIn(t, 'secret');
    const life = await begin(t, { config });
    const ids = ['1', '2', '3', '4', '5', '6'];
    await life.until('2041-01-15');
    for (const id of ids) await life.open(sampleService({ serviceId: id, ip: `192.0.2.${id}` }));
    write('wrong');
    life.simulator.setFaults([COUNT_EVERYTHING]);
    await life.untilTrouble(...ids);
    const before = requests(life);
    await life.advance(HOUR_MS);
    assert.ok(requests(life) - before <= 12, `${requests(life) - before} sign-ins in an hour`);
    for (const id of ids) assert.match((await life.client.getLicense(id)).trouble ?? '', /^BadCredentials: /);
    write('secret');
    await life.advance(11 * 60_000);
    for (const id of ids) assert.equal((await life.client.getLicense(id)).prolongs, 1, id);
  });
});

describe('a service whose license cannot be ordered', () => {
  const begin = lives();

  it(
    'shows wrong credentials, asks rarely, and goes on by itself when they are right',
    LIFE_LIMIT,
    async (t) => {
      const { config, write } = await passwordIn(t, 'wrong');
      const life = await begin(t, { config });
      life.simulator.setFaults([COUNT_EVERYTHING]);
      await life.openInVain(service);
      await untilShown(life, /\| Next \| tries again at .* UTC: BadCredentials \|/);
      const { state, trouble } = await life.client.getLicense('7');
      assert.equal(state, 'retrying');
      assert.match(trouble ?? '', /^BadCredentials: /);
      await untilShown(life, /\| State \| retrying \|/);
      assert.equal(await shownState(life), 'retrying');
      const details = await shownDetails(life);
      assert.match(details, /\| Last error \| BadCredentials since /);
      assert.match(
        details,
        /\| What you can do \| check user name and password at the license server: it is watched/,
      );

      await life.advance(3 * HOUR_MS);
      assert.ok(requests(life) <= 3 * 12, `${requests(life)} requests in three hours`);
      write('secret');
      await life.advance(11 * 60_000);
      assert.equal((await life.open(service)).source, 'ordered');
      assert.equal((await life.client.getLicense('7')).trouble, undefined);
      assert.match(await shownDetails(life), /\| Last error \| none \|/);
      assert.equal(life.simulator.charges().length, 1);
    },
  );

  it(
    'shows a server that cannot be reached, asks rarely at last, and goes on by itself',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      life.simulator.setFaults([{ kind: 'refuse-connection' }]);
      assert.match((await life.openInVain(service)).next, /: LicenseServerUnreachable$/);
      await untilShown(life, /look at the license server: it is watched/);
      await life.advance(4 * HOUR_MS);
      const [{ happened } = { happened: 0 }] = life.simulator.faultCounts();
      assert.ok(happened >= 24 && happened <= 15 + 6 * 4 + 10, `${happened} connections in four hours`);
      life.simulator.setFaults([]);
      await life.advance(11 * 60_000);
      assert.equal((await life.client.getLicense('7')).state, 'active');
      assert.equal(life.simulator.charges().length, 1);
    },
  );

  it('shows that money is missing, and orders as soon as there is some', LIFE_LIMIT, async (t) => {
    const balance = { amountMinor: 2499, currency: 'EUR' };
    const life = await begin(t, {
      simulator: { accounts: [{ username: 'provider', password: 'secret', balance }] },
    });
    assert.match((await life.openInVain(service)).next, /: InsufficientFunds$/);
    await untilShown(life, /top up the balance at the license server: it is watched/);
    await untilShown(life, /\| Next \| tries again at .*: InsufficientFunds \|/);
    const { status, ...standing } = await life.client.openLicense(service, { patienceMs: 0 });
    assert.equal(status, 'pending');
    assert.ok('retryAt' in standing && Date.parse(standing.retryAt ?? '') > Date.now());
    const { failure, needsHuman, mayResolve } = standing;
    assert.deepEqual([failure, needsHuman, mayResolve.length], ['InsufficientFunds', false, 3]);
    // Not at the very instant at which the balance is read.
    await life.advance(2 * HOUR_MS + 90_000);
    assert.deepEqual(life.simulator.licenses(), []);
    life.simulator.topUp('provider', { amountMinor: 1, currency: 'EUR' });
    await life.client.wakeService('7');
    await eventually(life, 'active');
    assert.deepEqual(life.simulator.balances()[0]?.balance.amountMinor, 0);
  });

  it(
    'waits for a human where nothing changes by itself, and asks again each day and when woken',
    LIFE_LIMIT,
    async (t) => {
      const account = {
        username: 'provider',
        password: 'secret',
        balance: { amountMinor: 9999, currency: 'EUR' },
      };
      const life = await begin(t, { simulator: { accounts: [{ ...account, priceLists: ['55384'] }] } });
      life.simulator.setFaults([COUNT_EVERYTHING]);
      assert.match((await life.openInVain(service)).next, /^waits for a human: PriceListUnavailable$/);
      await untilShown(life, /\| State \| needs-human \|/);
      assert.equal(await shownState(life), 'needs-human');
      const asked = requests(life);
      await life.days(5);
      assert.ok(requests(life) <= 6 * asked, 'nobody asks more than once a day');
      const daily = requests(life);
      await life.client.wakeService('7');
      await life.advance(60_000);
      assert.ok(requests(life) > daily);
      assert.equal((await life.client.getLicense('7')).state, 'needs-human');
    },
  );

  it('does not trust a list that is short, and orders nothing by it', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(sampleService({ serviceId: '8', ip: '192.0.2.8' }));
    life.simulator.setFaults([{ kind: 'short-list' }]);
    assert.match((await life.openInVain(service)).next, /: ListUntrusted$/);
    assert.equal(life.simulator.charges().length, 1);
    life.simulator.setFaults([]);
    await life.client.wakeService('7');
    await eventually(life, 'active');
  });
});

describe('a service whose license cannot be prolonged', () => {
  const begin = lives();

  it(
    'keeps trying through its emergency, and is prolonged once when the server is back',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      await life.until('2041-01-15');
      await life.open(service);
      await life.until('2041-02-12');
      life.simulator.setFaults([{ kind: 'http-503' }]);
      await life.days(1);
      const { state, trouble, license } = await life.client.getLicense('7');
      assert.deepEqual([state, license?.expiresOn], ['retrying', '2041-02-15']);
      assert.match(trouble ?? '', /^LicenseServerBusy: HTTP status 503$/);
      life.simulator.setFaults([]);
      await life.advance(11 * 60_000);
      assert.equal((await life.client.getLicense('7')).license?.expiresOn, '2041-03-15');
      assert.equal(life.paidFor('7').length, 2);
    },
  );

  it('is shown with its old license until then, and closes all the same', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(service);
    life.simulator.setFaults([{ kind: 'http-500', func: 'service.prolong' }]);
    await life.untilTrouble('7');
    assert.match((await life.client.getLicense('7')).trouble ?? '', /^OutcomeUnknown: /);
    await life.client.closeService('7', { patienceMs: 0 });
    await life.days(1);
    assert.equal((await life.client.getLicense('7')).state, 'closed');
    assert.equal(life.simulator.charges().length, 1);
  });
});
