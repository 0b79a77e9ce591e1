import type { TestContext } from 'node:test';

import { createGateway } from '../../src/gateway/gateway.js';
import { SCOPES } from '../../src/ledger/tokens.js';
import type { Life } from './time-lapse.js';

/** The one token that is known there, which may do everything. */
export const TOKEN = 'pk_of-the-test';

/** Serves the HTTP API of a life until the test ends, and gives its URL. */
export async function servedGateway(t: TestContext, life: Life): Promise<string> {
  const app = await createGateway({
    client: life.client,
    config: () => life.config,
    version: '1',
    findToken: (token) =>
      Promise.resolve(
        token === TOKEN ? { tokenId: '1', name: 'test', scopes: SCOPES, createdAtMs: 0 } : undefined,
      ),
    whyNotReady: () => Promise.resolve(undefined),
    onError: (error) => console.error(error),
  });
  t.after(() => app.close());
  return await app.listen({ host: '127.0.0.1', port: 0 });
}
