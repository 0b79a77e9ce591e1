import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { EngineError } from './engine-settings.js';

/**
 * Makes sure that each port can be listened on at `ip`, and replaces 0 by a free one.
 * Throws an EngineError that names the first one taken.
 */
export async function reservePorts<const Ports extends readonly number[]>(
  ip: string,
  ports: Ports,
): Promise<{ [Index in keyof Ports]: number }> {
  // All are held until the last is known: otherwise two zeros may get the same free port.
  const held: Server[] = [];
  try {
    for (const port of ports) held.push(await listen(ip, port));
    return held.map((server) => (server.address() as AddressInfo).port) as { [Index in keyof Ports]: number };
  } finally {
    await Promise.all(held.map(close));
  }
}

async function listen(ip: string, port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, ip);
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const reason = code === 'EACCES' ? 'may not be used by this user' : 'is taken';
    throw new EngineError(
      `Port ${port} of ${ip} ${reason}: stop what listens there (an earlier run?) or choose another port`,
    );
  }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
}
