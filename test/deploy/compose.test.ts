import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { ENVIRONMENT_VARIABLES } from '../../src/cli/shared/environment.js';
import { parseConfig } from '../../src/config.js';

interface Service {
  image: string;
  build?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[]; interval: string; timeout: string; retries: number };
  ports?: string[];
  volumes?: string[];
  restart?: string;
  stop_grace_period?: string;
}

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const { services, volumes } = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const all = Object.entries(services);
const ours = all.filter(([, { build }]) => build !== undefined);
/** A service that ends when its work is done, and is waited for by others. */
const isOneShot = ({ restart }: Service) => restart?.startsWith('on-failure') ?? false;
const config = parseConfig(read('deploy/panelkeeper.yaml'), 'deploy/panelkeeper.yaml');

/**
 * What the images read of their environment: Temporal's configuration template, its SQL tool, its
 * UI, PostgreSQL.
 */
const READ_BY_IMAGE: Record<string, string[]> = {
  postgres: ['POSTGRES_USER', 'POSTGRES_PASSWORD'],
  'temporalio/server': [
    ...['DB', 'DB_PORT', 'POSTGRES_SEEDS', 'POSTGRES_USER', 'POSTGRES_PWD'],
    ...['BIND_ON_IP', 'NUM_HISTORY_SHARDS', 'DYNAMIC_CONFIG_FILE_PATH'],
  ],
  'temporalio/admin-tools': ['SQL_PASSWORD', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'],
  'temporalio/ui': ['TEMPORAL_ADDRESS', 'TEMPORAL_DEFAULT_NAMESPACE'],
};

test('pins every image to a version, and uses none that is deprecated', () => {
  for (const [name, { image, build }] of all) {
    if (build !== undefined) continue;
    assert.match(image, /^[\w/-]+:\d+\.\d+(\.\d+)?(-\w+)?$/, name);
    assert.doesNotMatch(image, /auto-setup/, name);
  }
  const versionOf = (name: string) => services[name]?.image.split(':')[1];
  assert.equal(versionOf('temporal-schema'), versionOf('temporal'), 'the schema is made for another server');
});

test('gives our own services only variables that the program reads, and the worker every password', () => {
  const secrets = config.licenseServers.flatMap(({ password }) => ('env' in password ? [password.env] : []));
  const ofOptions = [...read('src/cli/commands/simulate.ts').matchAll(/\.env\('(\w+)'\)/g)].map(
    (match) => match[1],
  );
  const known = [...Object.keys(ENVIRONMENT_VARIABLES), ...ofOptions, ...secrets, 'NODE_OPTIONS'];
  assert.deepEqual(
    ours.map(([name]) => name),
    ['setup', 'worker', 'simulator'],
  );
  for (const [name, { environment = {} }] of ours) {
    const unknown = Object.keys(environment).filter((variable) => !known.includes(variable));
    assert.deepEqual(unknown, [], name);
  }
  for (const secret of secrets) assert.ok(secret in (services.worker?.environment ?? {}), secret);
});

test('starts commands of our own that exist, with options that they have', () => {
  const sources = readdirSync(new URL('src/cli/commands', root)).map((file) =>
    read(`src/cli/commands/${file}`),
  );
  for (const [, { command: [name = '', ...options] = [] }] of ours) {
    const source = sources.find((text) => text.includes(`new Command('${name}')`));
    assert.ok(source, `panelkeeper ${name}`);
    for (const option of options.filter((each) => each.startsWith('--'))) {
      assert.match(source, new RegExp(`'${option} <`), `panelkeeper ${name} ${option}`);
    }
  }
});

test('gives the other services only variables that their images or their scripts read', () => {
  for (const [name, { image, build, environment = {}, entrypoint = [] }] of all) {
    if (build !== undefined) continue;
    const script = entrypoint.find((part) => part.endsWith('.sh'));
    const inScript = script
      ? [...read(`deploy${script}`).matchAll(/\$\{?(\w+)/g)].map((match) => match[1]!)
      : [];
    const known = [...(READ_BY_IMAGE[image.split(':')[0] ?? ''] ?? []), ...inScript];
    // Comes with the others of the database, and says which one it is.
    if (name === 'temporal-schema') known.push('DB');
    assert.deepEqual(
      Object.keys(environment).filter((variable) => !known.includes(variable)),
      [],
      name,
    );
  }
});

test('takes passwords from outside, and refuses to start without them', () => {
  const required = [...read('docker-compose.yml').matchAll(/\$\{(\w+):\?[^}]+\}/g)].map((match) => match[1]!);
  assert.deepEqual([...new Set(required)].sort(), ['LICENSE_SERVER_PASSWORD', 'TEMPORAL_DB_PASSWORD']);
  for (const [name, { environment = {} }] of all) {
    for (const [variable, value] of Object.entries(environment)) {
      if (/PASSWORD|PWD|SECRET/.test(variable)) assert.match(value, /^\$\{/, `${name}: ${variable}`);
    }
  }
  const example = [...read('deploy/env.example').matchAll(/^(\w+)=$/gm)].map((match) => match[1]!);
  assert.deepEqual(example.sort(), [...new Set(required)].sort());
});

test('means the same Temporal Service, namespace and user everywhere', () => {
  const valuesOf = (pattern: RegExp) =>
    new Set(
      all.flatMap(([, { environment = {} }]) =>
        Object.entries(environment).flatMap(([variable, value]) => (pattern.test(variable) ? [value] : [])),
      ),
    );
  assert.deepEqual([...valuesOf(/^TEMPORAL_ADDRESS$/)], ['temporal:7233']);
  assert.deepEqual([...valuesOf(/^TEMPORAL_(DEFAULT_)?NAMESPACE$/)], ['panelkeeper']);
  assert.deepEqual([...valuesOf(/^POSTGRES_USER$/)], ['temporal']);
  assert.match(read('deploy/dynamicconfig.yaml'), /namespace: panelkeeper/);
});

test('checks the health of every service that others wait for', () => {
  for (const [name, service] of all) {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const target = services[other];
      assert.ok(target, `${name} depends on ${other}, which is not there`);
      if (condition === 'service_healthy')
        assert.ok(target.healthcheck, `${name} waits for the health of ${other}`);
      else {
        assert.equal(condition, 'service_completed_successfully', `${name} on ${other}`);
        assert.ok(isOneShot(target), `${name} waits for the end of ${other}, which does not end`);
      }
    }
  }
});

test('checks the health of every service that stays, but for the worker, which ends when it is ill', () => {
  for (const [name, service] of all) {
    if (isOneShot(service)) continue;
    assert.equal(service.restart, 'unless-stopped', name);
    if (name !== 'worker') assert.ok(service.healthcheck?.test.length, name);
  }
});

test('opens every port to this machine only, each once', () => {
  const ports = all.flatMap(([, service]) => service.ports ?? []);
  for (const port of ports) assert.match(port, /^127\.0\.0\.1:(\d+):\1$/);
  assert.equal(new Set(ports).size, ports.length);
});

test('mounts only files that are there and volumes that are declared, and keeps data in named volumes', () => {
  const used = new Set<string>();
  for (const [name, service] of all) {
    for (const [source = '', target] of (service.volumes ?? []).map((volume) => volume.split(':'))) {
      assert.ok(target?.startsWith('/'), `${name}: ${source}`);
      if (source.startsWith('.')) assert.ok(existsSync(new URL(source, root)), `${name}: ${source}`);
      else used.add(source);
    }
    const script = service.entrypoint?.find((part) => part.endsWith('.sh'));
    if (script)
      assert.ok(service.volumes?.includes(`./deploy${script}:${script}:ro`), `${name} runs ${script}`);
  }
  assert.deepEqual([...used].sort(), Object.keys(volumes).sort());
  assert.ok(services.postgresql?.volumes?.includes('postgresql:/var/lib/postgresql/data'));
});

test('runs scripts without a mistake of syntax', { timeout: 10_000 }, () => {
  for (const script of ['create-namespace.sh', 'setup-schema.sh']) {
    execFileSync('sh', ['-n', fileURLToPath(new URL(`deploy/${script}`, root))]);
  }
});

test('lets the calls under way end before the worker is killed', () => {
  const seconds = Number(/^(\d+)s$/.exec(services.worker?.stop_grace_period ?? '')?.[1]);
  assert.ok(seconds > 240);
});

test('points the example configuration at the simulator', () => {
  assert.deepEqual(
    config.licenseServers.map(({ url }) => url),
    ['http://simulator:8090/billmgr'],
  );
  const command = services.simulator?.command ?? [];
  assert.equal(command[command.indexOf('--port') + 1], '8090');
});
