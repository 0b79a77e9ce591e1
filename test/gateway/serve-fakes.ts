/** Serves the HTTP API over services in memory, for tools that try everything; prints its URL. */
import { sampleConfig } from '../support/sample-config.js';
import { gatewayOver } from '../support/served-gateway.js';
import { fakeServices } from './fake-services.js';

const app = await gatewayOver(fakeServices(), sampleConfig, { callsPerMinute: 1_000_000 });
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
