import {
  isGrpcDeadlineError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

import { REJECTIONS, type Rejection } from '../contract/failures.js';
import { NOT_ANSWERED } from './patience.js';

/** Why a call has failed; `NotAnswered` alone says nothing of what has become of it. */
export type ErrorCode =
  | Rejection
  /** No worker has answered in time: the call may arrive later, and may be made again at will. */
  | 'NotAnswered';

/**
 * A call that panelkeeper refuses: nothing was ordered, paid or changed by it, unless nobody
 * answered.
 */
export class PanelkeeperError extends Error {
  override readonly name = 'PanelkeeperError';

  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Turns a refusal that came from a Workflow into a PanelkeeperError, and leaves every other error
 * as it is.
 */
export function callerErrorOf(error: unknown): unknown {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure))
    return error;
  const { type, message } = error.cause;
  return isRejection(type) ? new PanelkeeperError(type, message) : error;
}

/** Says whether a call ended because its deadline passed; what it asked for may still be done. */
export function isOver(error: unknown): boolean {
  return error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcDeadlineError(error);
}

function isRejection(type: string | undefined | null): type is Rejection {
  return typeof type === 'string' && Object.hasOwn(REJECTIONS, type);
}

/** Names what a service's Workflow refused, that there is none, or that nobody answered. */
export function known(error: unknown, serviceId: string): unknown {
  if (isOver(error))
    return new PanelkeeperError('NotAnswered', `${NOT_ANSWERED} for service ${serviceId}; ask again at will`);
  if (error instanceof WorkflowNotFoundError) {
    return new PanelkeeperError('ServiceUnknown', `no service ${serviceId} is open`);
  }
  return callerErrorOf(error);
}

/** Throws the same, as the end of a chain of promises. */
export function rethrowKnown(serviceId: string): (error: unknown) => never {
  return (error) => {
    throw known(error, serviceId);
  };
}
