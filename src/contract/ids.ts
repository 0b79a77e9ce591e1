/** The Workflow id of a service: its business id makes starting it twice impossible. */
export function serviceLicenseId(serviceId: string): string {
  return `service-license/${serviceId}`;
}

/** The Workflow id of a license server's pool: one per account, as the pool is that account's. */
export function licensePoolId(licenseServer: string): string {
  return `license-pool/${licenseServer}`;
}

/** The Workflow id of the watch over a license server. */
export function serverWatchId(licenseServer: string): string {
  return `server-watch/${licenseServer}`;
}

/** The Task Queue of Workflow Tasks and of Activities that call no license server. */
export const MAIN_TASK_QUEUE = 'panelkeeper';

/**
 * The Task Queue of one license server's calls: its own rate limit, and one broken server stops
 * nobody else.
 */
export function licenseServerTaskQueue(licenseServer: string): string {
  return `license-server/${licenseServer}`;
}
