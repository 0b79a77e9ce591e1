/** Serves the HTTP API over services in memory, for tools that try everything; prints its URL. */
import { createGateway } from '../../src/gateway/gateway.js';
import { SCOPES } from '../../src/ledger/tokens.js';
import { sampleConfig } from '../support/sample-config.js';
import { TOKEN } from '../support/served-gateway.js';
import { fakeServices } from './fake-services.js';

const app = await createGateway({
  client: fakeServices(),
  config: sampleConfig,
  version: '1',
  findToken: (token) =>
    Promise.resolve(
      token === TOKEN ? { tokenId: '1', name: 'test', scopes: SCOPES, createdAtMs: 0 } : undefined,
    ),
  whyNotReady: () => Promise.resolve(undefined),
  onError: (error) => console.error(error),
  callsPerMinute: 1_000_000,
});
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
