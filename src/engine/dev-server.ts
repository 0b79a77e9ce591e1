import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { spawnEngine, type EngineProcess } from './engine-process.js';
import { reservePorts } from './ports.js';
import { startAgainIfItDies } from './start-again.js';
import { untilReady } from './until-ready.js';

const IP = '127.0.0.1';
const RETENTION = '90 days';

/** What the dev server needs to be told. */
export interface DevServerOptions {
  /** Path of the `temporal` program. */
  readonly program: string;
  /** The SQLite file that keeps everything between two starts. */
  readonly dbFilename: string;
  /** Port of the engine; 0 takes a free one. */
  readonly port: number;
  /** Port of the UI; 0 takes a free one. */
  readonly uiPort: number;
  readonly namespace: string;
  /** Name and type (`Keyword`, `Datetime`, ...) of each search attribute to register. */
  readonly searchAttributes?: Readonly<Record<string, string>>;
  /** Where the server's output is appended. */
  readonly logFile: string;
}

/** A running dev server. */
export interface DevServer extends EngineProcess {
  /** `host:port` for clients and workers. */
  readonly address: string;
  readonly uiUrl: string;
}

/**
 * Starts `temporal server start-dev`, waits until its namespace answers, and throws an EngineError
 * for a taken port, a server that dies twice, or one that does not answer within a minute.
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  return await startAgainIfItDies(() => startOnce(options));
}

// Not left to the SDK, whose wait is five seconds and whose child has no pid to be known by.
async function startOnce(options: DevServerOptions): Promise<DevServer> {
  const [port, uiPort] = await reservePorts(IP, [options.port, options.uiPort] as const);
  for (const file of [options.dbFilename, options.logFile]) await mkdir(dirname(file), { recursive: true });
  const address = `${IP}:${port}`;
  const server = await spawnEngine(options.program, argumentsOf(options, port, uiPort), options.logFile);
  await untilReady(server, {
    name: `The dev server at ${address}`,
    ask: () => keepClosedWorkflows(address, options.namespace),
  });
  return { ...server, address, uiUrl: `http://${IP}:${uiPort}` };
}

function argumentsOf(options: DevServerOptions, port: number, uiPort: number): string[] {
  const attributes = Object.entries(options.searchAttributes ?? {});
  return [
    ...['server', 'start-dev', '--ip', IP, '--port', String(port), '--ui-port', String(uiPort)],
    ...['--namespace', options.namespace, '--db-filename', options.dbFilename],
    ...['--log-level', 'warn', '--log-format', 'json'],
    ...attributes.flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    // Asks a host on the Internet for newer versions.
    ...['--dynamic-config-value', 'frontend.enableServerVersionCheck=false'],
    // A search attribute registered later can be used at once.
    ...['--dynamic-config-value', 'system.forceSearchAttributesCacheRefreshOnRead=true'],
  ];
}

/**
 * Sets the retention of closed Workflows, which the dev server sets to one day: too short to look
 * up what became of a service.
 */
async function keepClosedWorkflows(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 1000 });
  try {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(RETENTION) },
    });
  } finally {
    await connection.close();
  }
}
