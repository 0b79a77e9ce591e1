import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';

import { createPanelkeeperClient, type PanelkeeperClient } from '../../client.js';

const CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_ADDRESS = '127.0.0.1:7233';

/**
 * A Temporal Service or a license server that cannot be reached; the message is meant for the user.
 */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** Where the Temporal Service is, by the `TEMPORAL_*` variables or the profile that they name. */
export interface TemporalSettings {
  readonly namespace: string;
  /** Somebody has said where it is; else it is where `panelkeeper start` runs one. */
  readonly isNamed: boolean;
  readonly connectionOptions: ClientConnectConfig['connectionOptions'] & { address: string };
}

/**
 * Reads where the Temporal Service is, in the same way as Temporal's own `temporal` program does.
 */
export function temporalSettings(address?: string): TemporalSettings {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  return {
    namespace,
    isNamed: connectionOptions.address !== undefined,
    connectionOptions: {
      ...connectionOptions,
      address: address ?? connectionOptions.address ?? DEFAULT_ADDRESS,
    },
  };
}

/** Connects the workers' side. */
export async function connectWorker({ connectionOptions }: TemporalSettings): Promise<NativeConnection> {
  return await NativeConnection.connect(connectionOptions).catch(unreachable(connectionOptions.address));
}

/**
 * Runs a function with a client of the configured Temporal Service, and closes the connection
 * behind it.
 */
export async function withConnection<T>(
  fn: (side: {
    connection: Connection;
    temporal: Client;
    namespace: string;
    client: PanelkeeperClient;
  }) => Promise<T>,
): Promise<T> {
  const { connectionOptions, namespace } = temporalSettings();
  const connection = await Connection.connect({
    ...connectionOptions,
    connectTimeout: CONNECT_TIMEOUT_MS,
  }).catch(unreachable(connectionOptions.address));
  try {
    const temporal = new Client({ connection, namespace });
    return await fn({ connection, temporal, namespace, client: createPanelkeeperClient(temporal) });
  } finally {
    await connection.close();
  }
}

function unreachable(address: string): (error: unknown) => never {
  return (error) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConnectionError(`the Temporal Service at ${address} cannot be reached: ${reason}`);
  };
}
