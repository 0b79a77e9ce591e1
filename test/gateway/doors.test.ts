/** One script through each door: the answers and the errors are the same. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import type { FastifyInstance } from 'fastify';

import { PanelkeeperError } from '../../src/client.js';
import { runHere } from '../support/run-panelkeeper.js';
import { sampleService } from '../support/samples.js';
import { gatewayOver, TOKEN } from '../support/served-gateway.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

/** What a door says: an answer, or the code of an error. */
type Said = Record<string, unknown>;

/** The verbs of the script, for a service that is this door's own. */
interface Door {
  readonly name: string;
  open(panel: string): Promise<Said>;
  get(): Promise<Said>;
  suspend(): Promise<Said>;
  resume(): Promise<Said>;
  changeIp(ip: string): Promise<Said>;
  changePanel(panel: string): Promise<Said>;
  changeService(periodMonths: number): Promise<Said>;
  scheduleClose(date: string | null): Promise<Said>;
  resolve(): Promise<Said>;
  close(): Promise<Said>;
}

async function saying(call: () => Promise<unknown>): Promise<Said> {
  try {
    return JSON.parse(JSON.stringify(await call())) as Said;
  } catch (error) {
    if (!(error instanceof PanelkeeperError)) throw error;
    return { code: error.code };
  }
}

function clientDoor({ client }: Life, serviceId: string, ip: string): Door {
  const dateOf = (date: string) => new Date(`${date}T00:00:00Z`);
  return {
    name: 'client',
    open: (panel) => saying(() => client.openLicense(sampleService({ serviceId, ip, panel }))),
    get: () => saying(() => client.getLicense(serviceId)),
    suspend: () => saying(() => client.suspendService(serviceId)),
    resume: () => saying(() => client.resumeService(serviceId)),
    changeIp: (to) => saying(() => client.changeIp(serviceId, to)),
    changePanel: (panel) => saying(() => client.changePanel(serviceId, { panel })),
    changeService: (servicePeriodMonths) =>
      saying(() => client.changeService(serviceId, { servicePeriodMonths })),
    scheduleClose: (date) =>
      saying(() => client.scheduleClose(serviceId, date === null ? null : dateOf(date))),
    resolve: () => saying(() => client.resolveService(serviceId, { action: 'retry' })),
    close: () => saying(() => client.closeService(serviceId)),
  };
}

function commandDoor(t: TestContext, address: string, serviceId: string, ip: string): Door {
  const run = (...args: string[]) =>
    saying(async () => {
      const env = { TEMPORAL_ADDRESS: address };
      return JSON.parse((await runHere(t, [...args, '--json'], env)).stdout) as unknown;
    });
  const { serviceName, servicePeriodMonths } = sampleService();
  return {
    name: 'command line',
    open: (panel) =>
      run(
        ...['open', '--service', serviceId, '--name', serviceName, '--ip', ip, '--panel', panel],
        ...['--period', String(servicePeriodMonths)],
      ),
    get: () => run('show', serviceId),
    suspend: () => run('suspend', serviceId),
    resume: () => run('resume', serviceId),
    changeIp: (to) => run('change-ip', serviceId, '--ip', to),
    changePanel: (panel) => run('change-panel', serviceId, '--panel', panel, '--yes'),
    changeService: (months) => run('change-service', serviceId, '--period', String(months), '--yes'),
    scheduleClose: (date) => run('schedule-close', serviceId, date ?? 'never'),
    resolve: () => run('resolve', serviceId, 'retry'),
    close: () => run('close', serviceId),
  };
}

function httpDoor(app: FastifyInstance, serviceId: string, ip: string): Door {
  const call = async (method: 'GET' | 'PUT' | 'POST', verb: string, payload?: object): Promise<Said> => {
    const url = `/v1/services/${serviceId}${verb}`;
    const headers = { authorization: `Bearer ${TOKEN}` };
    const answer = await app.inject({ method, url, headers, ...(payload && { payload }) });
    const said = answer.json<Said>();
    if (answer.statusCode < 400) return said;
    // What is refused is an error of HTTP, and an answer elsewhere.
    return said['code'] === 'ServiceRefused'
      ? { status: 'refused', reason: said['detail'] }
      : { code: said['code'] };
  };
  const { serviceId: _id, ...body } = sampleService({ ip });
  return {
    name: 'HTTP',
    open: (panel) => call('PUT', '', { ...body, panel }),
    get: () => call('GET', ''),
    suspend: () => call('POST', '/suspend'),
    resume: () => call('POST', '/resume'),
    changeIp: (to) => call('POST', '/change-ip', { ip: to }),
    changePanel: (panel) => call('POST', '/change-panel', { panel }),
    changeService: (servicePeriodMonths) => call('POST', '/change-service', { servicePeriodMonths }),
    scheduleClose: (date) => call('POST', '/schedule-close', { closesAt: date && `${date}T00:00:00Z` }),
    resolve: () => call('POST', '/resolve', { action: 'retry' }),
    close: () => call('POST', '/close'),
  };
}

/** A life of a service, with mistakes; what differs by door or time is left out of what is said. */
async function script(door: Door, otherIp: string): Promise<[step: string, said: Said][]> {
  const said: [string, Said][] = [];
  const step = async (name: string, call: Promise<Said>) => said.push([name, comparable(await call)]);
  await step('get before', door.get());
  await step('open', door.open('billmanager6'));
  await step('open again', door.open('billmanager6'));
  await step('open as another', door.open('55227'));
  await step('open nonsense', door.open('a b'));
  await step('get', door.get());
  await step('resolve nothing', door.resolve());
  await step('suspend', door.suspend());
  await step('resume', door.resume());
  await step('change address', door.changeIp(otherIp));
  await step('change address to nonsense', door.changeIp('somewhere'));
  await step('change panel to an unknown one', door.changePanel('unknown'));
  await step('change order', door.changeService(12));
  await step('schedule end', door.scheduleClose('2099-01-01'));
  await step('schedule a past end', door.scheduleClose('2001-01-01'));
  await step('schedule no end', door.scheduleClose(null));
  await step('close', door.close());
  await step('close again', door.close());
  await step('get after', door.get());
  return said;
}

const OWN = ['serviceId', 'ip', 'licenseId', 'key', 'expiresOn', 'keySinceMs', 'reason', 'next', 'retryAt'];

function comparable(value: unknown): Said {
  return JSON.parse(
    JSON.stringify(value, (key, member: unknown) =>
      OWN.includes(key) && member !== undefined ? `<${key}>` : member,
    ),
  ) as Said;
}

describe('the doors', () => {
  const begin = lives();

  it('give the same answers and errors to the same script', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const app = await gatewayOver(life.client, () => life.config);
    t.after(() => app.close());
    const expected = await script(clientDoor(life, 'a', '192.0.2.11'), '192.0.2.21');
    assert.deepEqual(
      expected.map(([, said]) => said['code'] ?? said['status']),
      [
        ...['ServiceUnknown', 'licensed', 'licensed', 'ServiceDiffers', 'InvalidRequest', 'active'],
        ...['NotPossible', 'suspended', 'active', 'changed', 'InvalidRequest', 'refused', 'changed'],
        ...['active', 'InvalidRequest', 'active', 'closed', 'closed', 'closed'],
      ],
    );
    for (const door of [
      commandDoor(t, life.env.address, 'b', '192.0.2.12'),
      httpDoor(app, 'c', '192.0.2.13'),
    ])
      assert.deepEqual(await script(door, `192.0.2.2${door.name.length}`), expected, door.name);
  });
});
