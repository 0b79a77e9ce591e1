import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

import type { LicenseServerActivities, MainActivities, SurveyActivities } from '../activities/index.js';
import { licenseServerTaskQueue } from '../contract/ids.js';

/**
 * Reading the configuration costs no vendor call and may be repeated at will, so it is a local
 * Activity: one event in place of six at each decision.
 */
export const { resolveTerms } = proxyLocalActivities<Pick<MainActivities, 'resolveTerms'>>({
  startToCloseTimeout: '10s',
});

/** Whoever asks what is remembered of a service needs the names of all license servers. */
export const recaller = proxyLocalActivities<Pick<MainActivities, 'licenseServerNames'>>({
  startToCloseTimeout: '10s',
});

/**
 * Messages to the pool may be repeated and wait for a worker only, so they are retried for ever.
 */
export const pool = proxyActivities<
  Omit<
    MainActivities,
    | 'resolveTerms'
    | 'licenseServerNames'
    | 'joinWatch'
    | 'askServiceStatus'
    | 'adoptService'
    | 'askToReread'
    | 'askToAccept'
  >
>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/** The provider is asked a few times: what silence means is decided and shown by the Workflow. */
export const provider = proxyActivities<Pick<MainActivities, 'askServiceStatus'>>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/** Registering with the server watch is a message like those to the pool. */
export const account = proxyActivities<Pick<MainActivities, 'joinWatch'>>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/**
 * Calls to a license server are made once: what a failure means, and when it is tried again, is
 * decided and shown by the Workflow. The time-out is longer than a look-up, a call and a read-back
 * at their own limit of a minute each. A worker that dies in between is noticed by its heartbeat,
 * which is missed after four beats: nothing is lost by that, as the next try looks before it pays,
 * and a service does not wait minutes for it.
 */
export function licenseServer(name: string) {
  return proxyActivities<LicenseServerActivities>({
    taskQueue: licenseServerTaskQueue(name),
    startToCloseTimeout: '4m',
    heartbeatTimeout: '20s',
    retry: { maximumAttempts: 1 },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
}

/** Comparing a large fleet takes minutes and writes nothing, so it is repeated a few times. */
export function surveyor(name: string) {
  return proxyActivities<SurveyActivities>({
    taskQueue: licenseServerTaskQueue(name),
    startToCloseTimeout: '30m',
    heartbeatTimeout: '20s',
    retry: { initialInterval: '1m', maximumAttempts: 3 },
  });
}

/** A service that has ended meanwhile needs no message. */
export const reconciler = proxyActivities<
  Pick<MainActivities, 'adoptService' | 'askToReread' | 'askToAccept'>
>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumAttempts: 5 },
});

/**
 * Reads a license key while a caller waits: it costs nothing, so it is retried until the caller's
 * patience is over.
 */
export function keyReader(name: string, patienceMs: number) {
  return proxyActivities<Pick<LicenseServerActivities, 'readLicenseKey'>>({
    taskQueue: licenseServerTaskQueue(name),
    scheduleToCloseTimeout: patienceMs,
    retry: { initialInterval: '2s', maximumInterval: '30s' },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
}

/** Renews a license key once: a second try would be refused by what the first may have done. */
export function keyRenewer(name: string) {
  return proxyActivities<Pick<LicenseServerActivities, 'renewLicenseKey'>>({
    taskQueue: licenseServerTaskQueue(name),
    scheduleToCloseTimeout: '2m',
    retry: { maximumAttempts: 1 },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
}
