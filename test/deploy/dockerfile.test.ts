import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const instructions = read('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .flatMap((line) => {
    const match = /^([A-Z]+) (.+)$/.exec(line);
    return match ? [{ name: match[1] ?? '', text: match[2] ?? '' }] : [];
  });
const all = (name: string) => instructions.flatMap((found) => (found.name === name ? [found.text] : []));
const manifest = JSON.parse(read('package.json')) as {
  bin: Record<string, string>;
  scripts: Record<string, string>;
};

test('builds in one stage and runs in another, both of the Node version that is developed with, on glibc', () => {
  const image = `node:${read('.nvmrc').trim()}-bookworm-slim`;
  assert.deepEqual(all('FROM'), [`${image} AS build`, `${image} AS runtime`]);
});

test('copies only what is there, and what the build context lets through', () => {
  const allowed = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map((match) => match[1]);
  for (const text of all('COPY')) {
    if (text.startsWith('--from=build')) continue;
    for (const source of text.split(' ').slice(0, -1)) {
      const path = source.replace(/^\.\//, '');
      assert.ok(existsSync(new URL(path, root)), path);
      assert.ok(allowed.includes(path), `${path} is kept out by .dockerignore`);
    }
  }
});

test('runs only scripts of the package, and leaves the tools of the build behind', () => {
  const commands = all('RUN').join('\n');
  for (const [, script = ''] of commands.matchAll(/npm run (\S+)/g))
    assert.ok(script in manifest.scripts, script);
  assert.match(commands, /npm ci --ignore-scripts\nnpm run build\n/);
  assert.match(commands, /npm ci --omit=dev --ignore-scripts/);
});

test('starts the program where the build puts it', () => {
  const { compilerOptions } = JSON.parse(read('tsconfig.build.json')) as {
    compilerOptions: { outDir: string };
  };
  const { outDir } = compilerOptions;
  assert.ok(all('COPY').includes(`--from=build /app/${outDir} ./${outDir}`));
  assert.deepEqual(JSON.parse(all('ENTRYPOINT')[0] ?? ''), ['tini', '--', 'node', manifest.bin.panelkeeper]);
  assert.equal(manifest.bin.panelkeeper?.startsWith(`${outDir}/`), true);
});

test('runs as a user without rights, who owns the data folder that compose mounts', () => {
  assert.deepEqual(all('USER'), ['node']);
  const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
    services: { worker: { environment: Record<string, string>; volumes: string[] } };
  };
  const folder = services.worker.environment.PANELKEEPER_DATA ?? '';
  assert.ok(all('RUN').includes(`install -d -o node -g node ${folder}`));
  assert.ok(services.worker.volumes.includes(`panelkeeper:${folder}`));
  const config = services.worker.environment.PANELKEEPER_CONFIG ?? '';
  assert.ok(services.worker.volumes.includes(`./deploy/panelkeeper.yaml:${config}:ro`));
  assert.ok(all('ENV').includes(`PANELKEEPER_CONFIG=${config} PANELKEEPER_DATA=${folder}`));
});
