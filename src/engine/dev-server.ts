import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { EngineError } from './engine-settings.js';
import { spawnEngine, type EngineProcess } from './engine-process.js';
import { reservePorts } from './ports.js';

const IP = '127.0.0.1';
const START_TIMEOUT_MS = 60_000;
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
 * Starts `temporal server start-dev` and waits until its namespace answers, at most a minute.
 * Throws an EngineError for a taken port, a server that ends, or one that does not answer. It is not left to the SDK, whose
 * wait is five seconds and whose child has no pid to be known by.
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const [port, uiPort] = await reservePorts(IP, [options.port, options.uiPort] as const);
  for (const file of [options.dbFilename, options.logFile]) await mkdir(dirname(file), { recursive: true });
  const address = `${IP}:${port}`;
  const server = await spawnEngine(options.program, argumentsOf(options, port, uiPort), options.logFile);
  const abort = new AbortController();
  try {
    await Promise.race([
      untilNamespaceAnswers(address, options.namespace, abort.signal),
      server.died.then((error) => Promise.reject(error)),
    ]);
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    abort.abort();
  }
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

async function untilNamespaceAnswers(address: string, namespace: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await keepClosedWorkflows(address, namespace);
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (Date.now() > deadline) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new EngineError(
          `The dev server at ${address} does not answer after ${START_TIMEOUT_MS / 1000} s: ${reason}`,
        );
      }
      await delay(100);
    }
  }
}

/** Sets the retention of closed Workflows, which the dev server sets to one day: too short to look up what became of a service. */
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
