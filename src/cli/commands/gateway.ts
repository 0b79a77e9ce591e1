import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

import type { Connection } from '@temporalio/client';
import { Command } from 'commander';
import type { FastifyInstance } from 'fastify';

import type { PanelkeeperClient } from '../../client.js';
import { FileError } from '../../config.js';
import { createGateway } from '../../gateway/gateway.js';
import type { Ledger } from '../../ledger/ledger.js';
import { followedConfig } from '../shared/config-file.js';
import { withConnection } from '../shared/connection.js';
import { currentConfig } from '../shared/environment.js';
import { configuredLedger, withLedger } from '../shared/ledger-place.js';
import { wholeNumber } from '../shared/whole-number.js';
import { packageVersion } from '../shared/version.js';

interface Flags {
  readonly host: string;
  readonly port: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly behindProxy?: boolean;
}

export const GATEWAY_PORT = 7440;

/** Builds `panelkeeper gateway`: the HTTP API, until it is interrupted. */
export function gatewayCommand(): Command {
  return new Command('gateway')
    .description('serve the HTTP API, until interrupted; docs/http-api.md describes it')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on', wholeNumber, GATEWAY_PORT)
    .option('--tls-cert <file>', 'certificate, as PEM')
    .option('--tls-key <file>', 'its key, as PEM')
    .option('--behind-proxy', 'a proxy in front of it does TLS, and nobody else reaches it')
    .action(async (flags: Flags) => {
      const tls = tlsOf(flags);
      await withLedger(configuredLedger(currentConfig()), async (ledger) => {
        await requireSafe(flags, ledger);
        await withConnection(async ({ client, connection }) => {
          const app = await openGateway({ client, ledger, connection }, tls);
          const url = await listening(app, flags);
          console.log(`the HTTP API listens on ${url}; ${url}/openapi.json describes it`);
          await interrupted();
          console.error('stops when the calls under way are answered, after a minute at the most');
          await app.close();
        });
      });
    });
}

interface Sides {
  readonly client: PanelkeeperClient;
  readonly ledger: Ledger;
  readonly connection: Connection;
}

/** Makes the gateway over what the command line has. */
export async function openGateway(
  { client, ledger, connection }: Sides,
  tls?: { readonly cert: string; readonly key: string },
): Promise<FastifyInstance> {
  return await createGateway({
    client,
    whyNotReady: () => whyUnreachable(connection),
    findToken: (token) => ledger.tokens.find(token),
    config: followedConfig(currentConfig, (message) => console.error(message)),
    version: packageVersion(),
    onError: (error, requestId) => console.error(`request ${requestId}:`, error),
    ...(tls && { tls }),
  });
}

/** Listens, and gives the URL; a port that is taken is one sentence. */
export async function listening(
  app: FastifyInstance,
  { host, port }: Pick<Flags, 'host' | 'port'>,
): Promise<string> {
  return await app.listen({ host, port }).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    throw new FileError(`port ${port} of ${host} is taken: --port names another one`);
  });
}

const ASKED_FOR_MS = 3_000;

/** Says why the Temporal Service cannot be reached, or nothing where it answers. */
async function whyUnreachable(connection: Connection): Promise<string | undefined> {
  try {
    // That a connection was made once says nothing of now.
    await connection.withDeadline(Date.now() + ASKED_FOR_MS, () =>
      connection.workflowService.getSystemInfo({}),
    );
    return undefined;
  } catch {
    return 'the Temporal Service cannot be reached';
  }
}

function tlsOf({ tlsCert, tlsKey }: Flags): { cert: string; key: string } | undefined {
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw new FileError('--tls-cert and --tls-key belong together');
  return tlsCert === undefined || tlsKey === undefined
    ? undefined
    : { cert: fileOf('--tls-cert', tlsCert), key: fileOf('--tls-key', tlsKey) };
}

function fileOf(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new FileError(`${flag} ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Whoever reaches the gateway could spend money: tokens would travel unencrypted. */
async function requireSafe({ host, tlsCert, behindProxy }: Flags, ledger: Ledger): Promise<void> {
  if (isLoopback(host)) return;
  if (tlsCert === undefined && !behindProxy)
    throw new FileError(
      `--host ${host} is open to the network: give --tls-cert and --tls-key, or say --behind-proxy where a proxy does TLS`,
    );
  const tokens = await ledger.tokens.list();
  if (!tokens.some(({ revokedAtMs }) => revokedAtMs === undefined))
    throw new FileError('there is no token yet, so nobody could call: `panelkeeper token create` makes one');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

async function interrupted(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
