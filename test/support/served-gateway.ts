import type { TestContext } from 'node:test';

import type { FastifyInstance } from 'fastify';

import type { PanelkeeperClient } from '../../src/client.js';
import type { Config } from '../../src/config.js';
import { createGateway, type GatewayOptions } from '../../src/gateway/gateway.js';
import { SCOPES } from '../../src/ledger/tokens.js';
import type { Life } from './time-lapse.js';

/** The one token that is known there, which may do everything. */
export const TOKEN = 'pk_of-the-test';

/** Makes the HTTP API over a client, with one token. */
export async function gatewayOver(
  client: PanelkeeperClient,
  config: () => Config,
  more: Partial<GatewayOptions> = {},
): Promise<FastifyInstance> {
  return await createGateway({
    client,
    config,
    version: '1',
    findToken: (token) =>
      Promise.resolve(
        token === TOKEN ? { tokenId: '1', name: 'test', scopes: SCOPES, createdAtMs: 0 } : undefined,
      ),
    whyNotReady: () => Promise.resolve(undefined),
    onError: (error) => console.error(error),
    ...more,
  });
}

/** Serves the HTTP API of a life until the test ends, and gives its URL. */
export async function servedGateway(t: TestContext, { client, config }: Life): Promise<string> {
  const app = await gatewayOver(client, () => config);
  t.after(() => app.close());
  return await app.listen({ host: '127.0.0.1', port: 0 });
}
