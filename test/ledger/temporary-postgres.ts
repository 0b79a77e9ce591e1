import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface TemporaryPostgres {
  readonly urlOf: (database: string) => string;
  readonly stop: () => Promise<void>;
}

/**
 * Finds the folder of PostgreSQL's programs ('' for the search path), or says why the suite must be
 * skipped.
 */
export function findPostgres(): { folder: string } | { missing: string } {
  const folder = ['', ...debianFolders()].find((each) =>
    ['initdb', 'postgres'].every((program) => spawnSync(join(each, program), ['--version']).status === 0),
  );
  if (folder === undefined) return { missing: 'PostgreSQL is not installed (no initdb and postgres)' };
  return userToRunAs() === undefined ? { missing: 'PostgreSQL does not run as root' } : { folder };
}

/**
 * Starts an empty PostgreSQL on a free port of this machine, without a password asked; it is
 * removed when it stops.
 */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres> {
  const found = findPostgres();
  if ('missing' in found) throw new Error(found.missing);
  const user = userToRunAs() ?? {};
  const data = mkdtempSync(join(tmpdir(), 'ledger-postgres-'));
  if ('uid' in user) chownSync(data, user.uid, user.gid);
  const options = { ...user, cwd: data };

  const initArguments = ['-D', data, '-U', 'keeper', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-locale'];
  const init = spawnSync(join(found.folder, 'initdb'), initArguments, { ...options, encoding: 'utf8' });
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}`);

  const port = await freePort();
  // No fsync: these tests kill clients, never the machine.
  const settings = ['-F', '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${data}`];
  const server = spawn(join(found.folder, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...options,
    stdio: 'ignore',
  });
  const urlOf = (database: string) => `postgres://keeper:s3cret@127.0.0.1:${port}/${database}`;
  const stop = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGINT'); // PostgreSQL's fast shutdown: clients are cut, data are kept.
    await ended;
    rmSync(data, { recursive: true });
  };
  await untilAnswering(urlOf('postgres'), () => server.exitCode).catch((error: unknown) => {
    server.kill('SIGKILL');
    throw error;
  });
  return { urlOf, stop };
}

/** PostgreSQL refuses to run as root: then its Debian user is taken, or else `nobody`. */
function userToRunAs(): { uid: number; gid: number } | Record<string, never> | undefined {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].flatMap((name) => users.filter((fields) => fields[0] === name))[0];
  return user && { uid: Number(user[2]), gid: Number(user[3]) };
}

function debianFolders(): string[] {
  const root = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(root, version, 'bin'));
  } catch {
    return []; // Not Debian's PostgreSQL, or none.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilAnswering(url: string, exitCode: () => number | null): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (exitCode() !== null || tries > 100) throw error;
      await delay(100);
    }
  }
}
