import { setTimeout as delay } from 'node:timers/promises';

import { Context } from '@temporalio/activity';
import { isGrpcServiceError, type Client } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';

import { failure } from './failures.js';
import type { LicenseServerAccess } from './license/license-server-access.js';

/**
 * Asks the Temporal Service whether the call that runs is still wanted, and throws when it is not.
 * It is called right before what cannot be taken back: who is past it finishes even if cancelled.
 */
export type PassLine = () => Promise<void>;

/** Beats once for the Activity of a task token, past every throttle, and gives the answer. */
export type Beat = (taskToken: Uint8Array) => Promise<{ readonly cancelRequested?: boolean | null }>;

/**
 * Makes the line of withdrawal.
 * Heartbeats of the SDK are throttled, so that what they know may be old: one of our own asks.
 * A call that the Temporal Service does not know any more is not wanted, and where it does not
 * answer nothing is done.
 */
export function passLine(beat: Beat): PassLine {
  return async () => {
    if (await isWithdrawn(beat)) throw await withdrawal();
  };
}

/** Gives the same license server to steps that finish what was begun past the line. */
export function pastLine<Access extends Pick<LicenseServerAccess, 'passLine'>>(access: Access): Access {
  return { ...access, passLine: () => Promise.resolve() };
}

/** Makes the beats of a Worker's Activities. */
export function beatOf(client: Client): Beat {
  const { namespace, identity } = client.options;
  return (taskToken) =>
    client.withDeadline(Date.now() + ANSWER_MS, () =>
      client.workflowService.recordActivityTaskHeartbeat({ namespace, identity, taskToken }),
    );
}

/** Shorter than an Activity may be silent: its beats would fail as well. */
const ANSWER_MS = 10_000;

async function isWithdrawn(beat: Beat): Promise<boolean> {
  try {
    const { cancelRequested } = await beat(Context.current().info.taskToken);
    return cancelRequested === true;
  } catch (error) {
    if (!isGrpcServiceError(error)) throw error;
    if ((error.code as number) === GRPC_NOT_FOUND) return true;
    const message = `the Temporal Service did not answer whether the call is still wanted: ${error.message}`;
    throw failure('LicenseServerBusy', message);
  }
}

const GRPC_NOT_FOUND = 5;

/**
 * Makes the SDK ask as well, and waits until it was told.
 * It reports an Activity as cancelled only if it knows that by itself, and else as failed.
 */
async function withdrawal(): Promise<CancelledFailure> {
  const context = Context.current();
  context.heartbeat();
  try {
    await Promise.race([context.cancelled, delay(TOLD_MS, undefined, { ref: false })]);
  } catch (error) {
    if (!(error instanceof CancelledFailure)) throw error;
  }
  return new CancelledFailure('Withdrawn: the call is not wanted any more, and nothing was written');
}

/** How often the Worker of a license server passes on beats at most. */
export const BEATS_PASSED_EVERY_MS = 1_000;

/** Enough for a beat that has to wait for its turn, and for its answer. */
const TOLD_MS = 5 * BEATS_PASSED_EVERY_MS;
