/** The WHMCS module, called as WHMCS calls it, against the gateway and a time lapse. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { servedGateway, TOKEN } from '../support/served-gateway.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

const STAND_IN = fileURLToPath(new URL('whmcs-stand-in.php', import.meta.url));
const found = spawnSync('php', ['-r', 'exit(function_exists("curl_init") ? 0 : 1);']);
const skip = found.status === 0 ? false : 'PHP with curl is not installed (Debian: php-cli php-curl)';
const REQUEST = {
  serviceName: 'vps7.example',
  ip: '192.0.2.7',
  panel: 'billmanager6',
  servicePeriodMonths: 1,
};

interface Answered {
  readonly answer: unknown;
  readonly log: readonly string[];
}

interface Shop {
  /** Calls a function of the module for a service with a dedicated IP and a billing cycle. */
  readonly call: (name: string, params?: object, model?: object) => Promise<Answered>;
}

async function shopFor(t: TestContext, life: Life): Promise<Shop> {
  const url = new URL(await servedGateway(t, life));
  return {
    call: async (name, params = {}, model = {}) => {
      const child = spawn('php', [STAND_IN], { stdio: ['pipe', 'pipe', 'inherit'] });
      child.stdin.end(
        JSON.stringify({
          function: name,
          model: { dedicatedip: '192.0.2.7', billingcycle: 'Monthly', ...model },
          params: {
            serviceid: 7,
            domain: 'vps7.example',
            serverhostname: '127.0.0.1',
            serverport: url.port,
            serversecure: false,
            serveraccesshash: TOKEN,
            configoption1: 'billmanager6',
            configoption2: '',
            configoption3: 'success',
            configoption4: 'whmcs',
            configoption5: '',
            configoption6: '',
            configoption7: '',
            customfields: {},
            ...params,
          },
        }),
      );
      return JSON.parse(await text(child.stdout)) as Answered;
    },
  };
}

describe('the WHMCS module', { skip }, () => {
  const begin = lives();

  it('keeps a service paid for a year, and returns its license', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const { call } = await shopFor(t, life);
    await life.until('2041-01-15');
    assert.deepEqual((await call('TestConnection')).answer, { success: true, error: '' });
    const created = await call('CreateAccount');
    assert.equal(created.answer, 'success');
    assert.equal((await call('CreateAccount')).answer, 'success', 'again');
    const shown = (await call('ClientArea')).answer as { vars: { licenseKey: string } };
    assert.match(shown.vars.licenseKey, /^1001-/);
    for (const { log } of [created, await call('ClientArea')])
      assert.ok(log.length > 0 && !log.join().includes(TOKEN) && !log.join().includes(shown.vars.licenseKey));
    // An invoice is paid each month, which pays nothing here.
    for (let month = 0; month < 11; month += 1) {
      assert.equal((await call('Renew')).answer, 'success');
      await life.days(30.5);
    }
    assert.equal((await call('SuspendAccount')).answer, 'success');
    assert.equal((await call('UnsuspendAccount')).answer, 'success');
    assert.equal((await call('TerminateAccount')).answer, 'success');
    assert.equal((await call('TerminateAccount')).answer, 'success', 'again');
    assert.deepEqual(
      life.simulator.charges().map(({ func }) => func),
      ['soft.order.param', ...Array.from({ length: 11 }, () => 'service.prolong')],
    );
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
  });

  it('changes the panel, the period and the address', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const { call } = await shopFor(t, life);
    await call('CreateAccount');
    assert.equal((await call('ChangePackage', { configoption1: '55227' })).answer, 'success');
    // The license before is on its way to the pool: a Query beside that stalls the engine that
    // skips time.
    await life.advance(60_000);
    const yearly = { configoption1: '55227', configoption2: '12' };
    assert.equal((await call('ChangePackage', yearly)).answer, 'success');
    assert.equal((await call('ChangePackage', yearly)).answer, 'success', 'nothing is left to change');
    assert.equal((await call('ChangeAddress', {}, { dedicatedip: '192.0.2.70' })).answer, 'success');
    const { service } = await life.client.getLicense('whmcs-7');
    assert.deepEqual([service.panel, service.servicePeriodMonths, service.ip], ['55227', 12, '192.0.2.70']);
    const fields = (await call('AdminServicesTabFields')).answer as Record<string, string>;
    assert.match(fields['License'] ?? '', /^100\d of licenses$/);
  });

  it('gives each addon of a service a license of its own', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const { call } = await shopFor(t, life);
    const addon = { addonId: 3, customfields: { 'VPS address': '192.0.2.9' }, configoption5: 'VPS address' };
    assert.equal((await call('CreateAccount', addon, { dedicatedip: null })).answer, 'success');
    assert.equal((await life.client.getLicense('whmcs-7-a3')).service.ip, '192.0.2.9');
  });

  it('says what is wrong in words, and never success without an answer', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const { call } = await shopFor(t, life);
    const wrong = await call('CreateAccount', { configoption1: 'a panel' }, { dedicatedip: 'here' });
    assert.match(String(wrong.answer), /ip: must be an IPv4 address; panel: must be .*\(InvalidRequest\)$/);
    assert.match(
      String((await call('CreateAccount', {}, { dedicatedip: '' })).answer),
      /^The dedicated IP is empty/,
    );
    assert.match(
      String((await call('CreateAccount', {}, { billingcycle: 'One Time' })).answer),
      /^The billing cycle "one time" has no months/,
    );
    const stranger = (await call('TestConnection', { serveraccesshash: 'pk_wrong' })).answer;
    assert.deepEqual(stranger, { success: false, error: 'a valid bearer token is needed (Unauthorized)' });
    const dead = (await call('CreateAccount', { serverport: '1' })).answer;
    assert.match(String(dead), /^panelkeeper did not answer .* Nothing is lost: do the same again/);
    assert.match(
      String((await call('SuspendAccount')).answer),
      /^no service whmcs-7 is open \(ServiceUnknown\)$/,
    );
    assert.deepEqual(life.simulator.charges(), []);
  });

  it('calls a service active that is being ordered, unless told otherwise', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const { call } = await shopFor(t, life);
    life.simulator.setFaults([{ kind: 'http-503' }]);
    await life.openInVain({ ...REQUEST, serviceId: 'whmcs-7' });
    // The engine that skips time would skip the wait of a caller.
    const again = await Promise.all([
      call('CreateAccount'),
      call('CreateAccount', { configoption3: 'error' }),
    ]);
    assert.equal(again[0].answer, 'success');
    assert.match(
      String(again[1].answer),
      /^Not done yet: .* It goes on by itself; doing the same again is harmless\.$/,
    );
  });
});
