import {
  ApplicationFailure,
  CancellationScope,
  condition,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

import { REJECTIONS, type Rejection } from '../contract/failures.js';
import {
  changeIpUpdate,
  changePanelUpdate,
  changeServiceUpdate,
  closeUpdate,
  openUpdate,
  rereadSignal,
  scheduleCloseUpdate,
  resolveUpdate,
  renewKeyUpdate,
  resumeUpdate,
  stateQuery,
  suspendUpdate,
  viewQuery,
  wakeSignal,
  type ChangeIpAnswer,
  type ChangePanelAnswer,
  type ChangeServiceAnswer,
  type CloseAnswer,
  type CutShort,
  type OpenAnswer,
  type PanelRequest,
  type RenewKeyAnswer,
  type ScheduleClose,
  type ServiceView,
  type Unfinished,
} from '../contract/service-license.js';
import { differenceInWords, type Service } from '../domain/base/service.js';
import type { Life } from '../domain/life/life.js';
import { whyNot, type Resolution } from '../domain/life/resolution.js';
import type { Told } from '../domain/life/told.js';
import { termsQuestion } from '../domain/life/terms-question.js';
import { whyNotThere, type ServiceChange } from '../domain/terms/service-change.js';
import { resolveTerms } from './activities.js';
import type { Current } from './current.js';
import { renewKey, withKey } from './keys.js';
import { answerOf, standingOf, viewOf } from './view.js';

/** What the main function and the message handlers of one service share. */
export interface Messages {
  /** Set when the last step is done, for those who wait for it. */
  finished: boolean;
  /** Set when a new run begins: who still waits is to ask that one. */
  cutsShort: boolean;
  /** So many callers wait for a license key, which nothing but its own Activity ends. */
  keysBeingRead: number;
}

/**
 * Registers the handlers of a service's Workflow: what is told is learned at once, and the main
 * function does the rest.
 */
export function receiveMessages(current: Current): Messages {
  const messages: Messages = { finished: false, cutsShort: false, keysBeingRead: 0 };
  const view = () => viewOf(current.life, current.step);
  const isClosed = () => current.life.wish.status === 'closed';

  function hear(told: Told): ServiceView {
    current.learn({ kind: 'told', told });
    return view();
  }

  /** Waits for a fact as long as the caller can, or until a new run begins. */
  async function patiently(fact: () => boolean, patienceMs: number): Promise<void> {
    const isOver = () => fact() || messages.cutsShort;
    // A wait of nothing would leave a marker in the history.
    if (isOver() || patienceMs < 1) return;
    await CancellationScope.nonCancellable(() =>
      condition(isOver, patienceMs, { summary: "a caller's patience" }),
    );
  }

  function unfinished(reason = view().next): Unfinished & CutShort {
    return {
      reason,
      ...standingOf(current.life, current.step),
      ...(messages.cutsShort && { cutShortIn: workflowInfo().firstExecutionRunId }),
    };
  }

  setHandler(viewQuery, view, {
    description: 'The service, its license without the key, and what comes next',
  });
  setHandler(stateQuery, () => current.life, {
    description: 'The whole state, from which a dry run plans what a call would make happen',
  });
  setHandler(wakeSignal, () => void hear({ kind: 'wake' }), {
    description: 'Look at everything again now, after something was repaired',
  });
  setHandler(rereadSignal, () => void hear({ kind: 'reread' }), {
    description: 'Read the license again at its server',
  });
  setHandler(suspendUpdate, () => hear({ kind: 'status', status: 'suspended' }), {
    description: 'The service is suspended: pay as the policy for suspended services says',
    validator: () => refuseClosed(current.life),
  });
  setHandler(resumeUpdate, () => hear({ kind: 'status', status: 'active' }), {
    description: 'The service is active again: it needs a license from now on',
    validator: () => refuseClosed(current.life),
  });
  setHandler(scheduleCloseUpdate, ({ closesAtMs }: ScheduleClose) => hear({ kind: 'end', closesAtMs }), {
    description: 'The service will end at this instant (epoch ms), or its end is not known any more (null)',
    validator: (asked: ScheduleClose) => {
      refuseClosed(current.life);
      refusePast(asked);
    },
  });
  setHandler(resolveUpdate, (resolution) => hear({ kind: 'resolution', resolution }), {
    description: 'Decide about what has failed, or is asked: retry, accept, forfeit, setExpiry, confirm',
    validator: (resolution: Resolution) => {
      const reason = whyNot(current.life, resolution, Date.now());
      if (reason !== undefined) throw rejection('NotPossible', reason);
    },
  });
  setHandler(
    closeUpdate,
    async ({ patienceMs }): Promise<CloseAnswer> => {
      hear({ kind: 'status', status: 'closed' });
      await patiently(() => messages.finished, patienceMs);
      return messages.finished ? { status: 'closed' } : { status: 'closing', ...unfinished() };
    },
    { description: 'The service ends: return its license to the pool, and end this Workflow' },
  );
  setHandler(
    changeIpUpdate,
    async (ip, { patienceMs }): Promise<ChangeIpAnswer> => {
      hear({ kind: 'ip', ip });
      // Another address may be wished meanwhile: then nobody waits for this one any more.
      const isOver = () => hasFollowed(current.life, ip) || current.life.wish.service.ip !== ip;
      await patiently(() => isOver() || isClosed(), patienceMs);
      if (!hasFollowed(current.life, ip)) return { status: 'waiting', ...unfinished() };
      const { held } = current.life;
      return { status: 'changed', license: held ? answerOf(held.license) : undefined };
    },
    {
      description: 'The service has another address: its license follows, or another one takes its place',
      validator: (_ip, _patience) => refuseClosed(current.life),
    },
  );
  setHandler(
    changePanelUpdate,
    async (request, { patienceMs }): Promise<ChangePanelAnswer> => {
      hear({ kind: 'panel', request });
      await patiently(() => current.life.wish.insteadOf === null || isClosed(), patienceMs);
      const { panelRefusal, wish, held } = current.life;
      if (panelRefusal !== null) return { status: 'refused', reason: panelRefusal };
      if (wish.insteadOf) return { status: 'pending', ...unfinished() };
      return { status: 'changed', license: held ? answerOf(held.license) : undefined };
    },
    {
      description: 'The service gets another panel; what is refused leaves everything as it was',
      validator: (request: PanelRequest, _patience) => refuseOtherPanel(current.life, request),
    },
  );
  setHandler(
    changeServiceUpdate,
    async (change: ServiceChange): Promise<ChangeServiceAnswer> => {
      const { wish, held } = current.life;
      const question = termsQuestion(current.life, Date.now());
      const { answer } = await resolveTerms({
        ...question,
        service: { ...wish.service, ...change },
        realigns: true,
      });
      if (answer.kind === 'refused') return { status: 'refused', reason: answer.message };
      const reason = whyNotThere(answer.terms, held?.license.licenseServer);
      if (reason !== undefined) return { status: 'refused', reason };
      refuseClosed(current.life);
      hear({ kind: 'order', change });
      const { priceList, periodMonths } = answer.terms;
      return { status: 'changed', nextPayment: { priceList, periodMonths } };
    },
    {
      description:
        "The client's order is another one: name, period or tariff, which the next payment goes by",
      validator: (_change) => refuseClosed(current.life),
    },
  );
  setHandler(
    openUpdate,
    async (_service, { patienceMs }): Promise<OpenAnswer> => {
      const givesUpAt = Date.now() + patienceMs;
      // What has surely expired is no answer: it is about to be prolonged or replaced.
      const valid = () => {
        const license = current.life.held?.license;
        return license && Date.now() < license.expiredAtMs ? license : undefined;
      };
      const isAnswered = () => valid() !== undefined || current.life.refusal !== null || isClosed();
      await patiently(isAnswered, patienceMs);
      const { refusal } = current.life;
      if (refusal !== null) throw rejection('ServiceRefused', refusal);
      if (isClosed()) throw rejection('ServiceClosed', 'the service was closed before it had a license');
      const license = valid();
      if (!license || messages.cutsShort) return { status: 'pending', ...unfinished() };
      const told = await withKey(messages, license, givesUpAt);
      return 'reason' in told
        ? { status: 'pending', ...unfinished(told.reason) }
        : { status: 'licensed', license: told.license };
    },
    {
      description: 'Answer with the license and its key, waiting for it as long as the caller can',
      validator: (asked: Service, _patience) => refuseOther(current.life, asked),
    },
  );
  setHandler(
    renewKeyUpdate,
    async ({ patienceMs }): Promise<RenewKeyAnswer> => {
      const givesUpAt = Date.now() + patienceMs;
      const license = current.life.held?.license;
      if (!license) throw rejection('NotPossible', 'the service has no license yet');
      const { isChanged, reason } = await renewKey(messages, license);
      if (isChanged) hear({ kind: 'newKey', licenseId: license.licenseId });
      if (reason !== undefined) return { status: 'notRenewed', reason };
      const told = await withKey(messages, license, givesUpAt);
      return 'reason' in told
        ? { status: 'renewed', reason: told.reason }
        : { status: 'renewed', license: told.license };
    },
    {
      description:
        'The key has leaked: renew it at the license server, whose rule allows that once in a while',
      validator: (_patience) => refuseClosed(current.life),
    },
  );
  // Cancel from the UI means that the service ends; calls under way are never cut off by it.
  CancellationScope.current().cancelRequested.catch(() => hear({ kind: 'status', status: 'closed' }));
  return messages;
}

/** Says whether the license stands where a caller wanted it, or there is none that could. */
function hasFollowed({ held, wish }: Life, ip: string): boolean {
  return held ? held.ip === ip : wish.status !== 'active' && wish.service.ip === ip;
}

/** Half of a change may be paid: taken back, that would be lost. */
function refuseOtherPanel(life: Life, request: PanelRequest): void {
  refuseClosed(life);
  const { wish, held } = life;
  if (!held) throw rejection('NotPossible', 'the service has no license yet');
  if (!wish.insteadOf) return;
  const { addons: _dropped, ...kept } = wish.service;
  if (differenceInWords(wish.service, { ...kept, ...request }) === undefined) return;
  const reason = `the service is being given panel ${wish.service.panel}; it can be given another one after that`;
  throw rejection('NotPossible', reason);
}

function refuseOther(life: Life, asked: Service): void {
  refuseClosed(life);
  const { service, insteadOf } = life.wish;
  // A change of panel that is not done is no reason to refuse who knows the service as it was.
  const { addons: _wished, ...kept } = service;
  const before = insteadOf ? { ...kept, ...insteadOf } : service;
  const difference = differenceInWords(service, asked);
  if (difference === undefined || differenceInWords(before, asked) === undefined) return;
  throw rejection('ServiceDiffers', difference);
}

/** A slip of the year would end a service that is paid for. */
function refusePast({ closesAtMs, confirm }: ScheduleClose): void {
  if (closesAtMs === null || confirm || closesAtMs > Date.now()) return;
  const reason = `${new Date(closesAtMs).toISOString()} is past: the service would end at once, which has to be confirmed`;
  throw rejection('InvalidRequest', reason);
}

function refuseClosed({ wish }: Life): void {
  if (wish.status === 'closed') throw rejection('ServiceClosing', 'the service is being closed');
}

function rejection(type: Rejection, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, REJECTIONS[type]);
}
