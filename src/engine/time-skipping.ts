import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { EngineError, type EngineSettings } from './engine-settings.js';
import { spawnEngine } from './engine-process.js';
import { findProgram } from './find-program.js';
import { reservePorts } from './ports.js';
import { startAgainIfItDies } from './start-again.js';
import { untilReady } from './until-ready.js';

const IP = '127.0.0.1';

/** Starts the server that skips time, without search attributes; `teardown()` ends it. */
export async function startTimeSkipping(settings: EngineSettings): Promise<TestWorkflowEnvironment> {
  const { path, how } = await findProgram('temporal-test-server', settings);
  try {
    return await startAgainIfItDies(() => startOnce(path));
  } catch (error) {
    throw new EngineError(
      `${path} (${how}) does not start: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

// Not left to the SDK, which waits five seconds for a dead server and does not know its last words.
async function startOnce(program: string): Promise<TestWorkflowEnvironment> {
  const [port] = await reservePorts('0.0.0.0', [0]);
  const folder = await mkdtemp(join(tmpdir(), 'panelkeeper-engine-'));
  const server = await spawnEngine(program, [String(port)], join(folder, 'engine.log'));
  const address = `${IP}:${port}`;
  await untilReady(server, { name: `The server at ${address}`, ask: () => listening(port) });
  const env = await untilReady(server, { name: `The server at ${address}`, ask: () => attach(address) });
  const teardown = env.teardown.bind(env);
  return Object.assign(env, {
    teardown: async () => {
      await teardown();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  });
}

/** Asks cheaply: a connection of gRPC that is refused waits a second before its next try. */
async function listening(port: number): Promise<void> {
  const socket = connect(port, IP);
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}

type Create = (options: {
  readonly server: { readonly type: 'existing' };
  readonly address: string;
  readonly supportsTimeSkipping: true;
}) => Promise<TestWorkflowEnvironment>;

/** Connects to a server that skips time; the SDK has no public name for what it does here. */
async function attach(address: string): Promise<TestWorkflowEnvironment> {
  const { create } = TestWorkflowEnvironment as unknown as { create: Create };
  return await create.call(TestWorkflowEnvironment, {
    server: { type: 'existing' },
    address,
    supportsTimeSkipping: true,
  });
}
