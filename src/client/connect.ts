import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

/** Connects to the Temporal Service of the environment, as the program `temporal` does. */
export async function connectTemporal(): Promise<{ temporal: Client; close: () => Promise<void> }> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await Connection.connect(connectionOptions);
  return { temporal: new Client({ connection, namespace }), close: () => connection.close() };
}
