import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { chance } from './chance.js';
import type { Wish } from './schedule.js';
import { count, type FaultTally } from './weather.js';

/** How often the provider does not answer: with an error, or not at all. */
const SHARES = { 'status-503': 0.12, 'status-dropped': 0.08 };

export interface StatusServer {
  /** What the processing module is told: asks about `{serviceId}`. */
  readonly url: string;
  close(): void;
}

/**
 * Starts the provider's own server, which is asked before each payment what it wants of a service.
 */
export async function startStatusServer(
  seed: number,
  tally: FaultTally,
  wishOf: (serviceId: string) => Wish,
): Promise<StatusServer> {
  let asked = 0;
  const server = createServer((request, response) => {
    const drawn = chance(seed, 'asked', (asked += 1));
    if (drawn < SHARES['status-503']) {
      count(tally, 'status-503');
      response.writeHead(503).end();
    } else if (drawn < SHARES['status-503'] + SHARES['status-dropped']) {
      count(tally, 'status-dropped');
      response.destroy();
    } else {
      const status = wishOf(decodeURIComponent((request.url ?? '').slice(1)));
      count(tally, `asked-${status}`);
      response.end(JSON.stringify({ status }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/{serviceId}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
