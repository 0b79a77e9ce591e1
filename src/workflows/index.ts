/** Exactly the Workflow types that a worker registers. */
export { balanceWatch } from './balance-watch.js';
export { licensePool } from './license-pool.js';
export { serviceLicense } from './service-license.js';
