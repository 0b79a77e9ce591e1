/** Exactly the Workflow types that a worker registers. */
export { serverWatch } from './server-watch.js';
export { licensePool } from './license-pool.js';
export { recallService } from './recall-service.js';
export { reconcileLicenses } from './reconcile-licenses.js';
export { serviceLicense } from './service-license.js';
