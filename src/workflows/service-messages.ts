import { ApplicationFailure, CancellationScope, condition, setHandler } from '@temporalio/workflow';

import { REJECTIONS, type Rejection } from '../contract/failures.js';
import {
  changeIpUpdate,
  changePanelUpdate,
  closeUpdate,
  openUpdate,
  rereadSignal,
  scheduleCloseUpdate,
  resolveUpdate,
  resumeUpdate,
  stateQuery,
  suspendUpdate,
  viewQuery,
  wakeSignal,
  type ChangeIpAnswer,
  type ChangePanelAnswer,
  type LicenseAnswer,
  type OpenAnswer,
  type PanelRequest,
  type ServiceView,
} from '../contract/service-license.js';
import { nextInWords } from '../domain/words/describe.js';
import type { HeldLicense, Life } from '../domain/life/life.js';
import { decideNextStep, stateOf } from '../domain/life/next-step.js';
import { resolutionsOf, whyNot, type Resolution } from '../domain/life/resolution.js';
import { differenceInWords, type Service } from '../domain/base/service.js';
import { tell, type Told } from '../domain/life/tell.js';
import { keyReader } from './activities.js';
import { messageOf } from './failures.js';

/** What the main function and the message handlers of one service share. */
export interface Messages {
  /** Counts the messages that may change what comes next. */
  received: number;
  /** Set when the last step is done, for those who wait for it. */
  finished: boolean;
}

/** Registers the handlers of a service's Workflow; they record what was asked and leave the steps to the main function. */
export function receiveMessages(life: Life): Messages {
  const messages: Messages = { received: 0, finished: false };

  function hear(told: Told): ServiceView {
    if (tell(life, told, Date.now())) messages.received += 1;
    return viewOf(life);
  }

  setHandler(viewQuery, () => viewOf(life), {
    description: 'The service, its license without the key, and what comes next',
  });
  setHandler(stateQuery, () => life, {
    description: 'The whole state, from which a dry run plans what a call would make happen',
  });
  setHandler(wakeSignal, () => void hear({ kind: 'wake' }), {
    description: 'Look at everything again now, after something was repaired',
  });
  setHandler(openUpdate, (_service, { patienceMs }) => answerOpen(life, patienceMs), {
    description: 'Answer with the license and its key, waiting for it as long as the caller can',
    validator: (asked: Service, _patience) => refuseOther(life, asked),
  });
  setHandler(suspendUpdate, () => hear({ kind: 'status', status: 'suspended' }), {
    description: 'The service is suspended: pay as the policy for suspended services says',
    validator: () => refuseClosed(life),
  });
  setHandler(resumeUpdate, () => hear({ kind: 'status', status: 'active' }), {
    description: 'The service is active again: it needs a license from now on',
    validator: () => refuseClosed(life),
  });
  setHandler(rereadSignal, () => void hear({ kind: 'reread' }), {
    description: 'Read the license again at its server',
  });
  setHandler(
    changeIpUpdate,
    async (ip, { patienceMs }): Promise<ChangeIpAnswer> => {
      hear({ kind: 'ip', ip });
      const done = await patiently(() => !life.readdress || life.status === 'closed', patienceMs);
      if (!done || life.readdress) return { status: 'waiting', reason: viewOf(life).next };
      return { status: 'changed', license: life.license && answerOf(life.license) };
    },
    {
      description: 'The service has another address: its license follows, or another one takes its place',
      validator: (_ip, _patience) => refuseClosed(life),
    },
  );
  setHandler(
    changePanelUpdate,
    async (request, { patienceMs }): Promise<ChangePanelAnswer> => {
      delete life.panelRefusal;
      life.panelChange = changedBy(life.service, request);
      hear({ kind: 'wake' });
      await patiently(() => !life.panelChange || life.status === 'closed', patienceMs);
      return panelAnswerOf(life);
    },
    {
      description: 'The service gets another panel; what is refused leaves everything as it was',
      validator: (request: PanelRequest, _patience) => {
        refuseClosed(life);
        if (!life.license) throw rejection('InvalidRequest', 'the service has no license yet');
        const reason = whyNotAnother(life, request);
        if (reason !== undefined) throw rejection('InvalidRequest', reason);
      },
    },
  );
  setHandler(scheduleCloseUpdate, (closesAtMs: number | null) => hear({ kind: 'end', closesAtMs }), {
    description: 'The service will end at this instant (epoch ms), or its end is not known any more (null)',
    validator: (_closesAtMs: number | null) => refuseClosed(life),
  });
  setHandler(
    closeUpdate,
    async ({ patienceMs }) => {
      hear({ kind: 'status', status: 'closed' });
      const done = await patiently(() => messages.finished, patienceMs);
      return done ? { status: 'closed' } : { status: 'closing', reason: viewOf(life).next };
    },
    { description: 'The service ends: return its license to the pool, and end this Workflow' },
  );
  setHandler(resolveUpdate, (resolution) => hear({ kind: 'resolution', resolution }), {
    description: 'Decide about a step that has failed: retry, accept, forfeit, setExpiry',
    validator: (resolution: Resolution) => {
      const reason = whyNot(life, resolution);
      if (reason !== undefined) throw rejection('InvalidRequest', reason);
    },
  });
  // Cancel from the UI means that the service ends; the steps under way are never interrupted.
  CancellationScope.current().cancelRequested.catch(() => hear({ kind: 'status', status: 'closed' }));
  return messages;
}

/** Half of a change may be paid: taken back, that would be lost. */
function whyNotAnother({ panelChange, service }: Life, request: PanelRequest): string | undefined {
  if (!panelChange) return undefined;
  // It may have moved since.
  const difference = differenceInWords({ ...panelChange, ip: service.ip }, changedBy(service, request));
  if (difference === undefined) return undefined;
  return `the service is being given panel ${panelChange.panel}; it can be given another one after that`;
}

/** Gives a service as it is to be; addons stay only where they are asked for again. */
function changedBy(service: Service, request: PanelRequest): Service {
  const { addons: _dropped, ...kept } = service;
  return { ...kept, ...request };
}

async function answerOpen(life: Life, patienceMs: number): Promise<OpenAnswer> {
  const givesUpAt = Date.now() + patienceMs;
  const pending = (reason: string): OpenAnswer => ({ status: 'pending', reason });
  // What has surely expired is no answer: it is about to be prolonged or replaced, or the service is suspended.
  const valid = () => life.license && Date.now() < life.license.expiredAtMs;
  await patiently(() => valid() || life.refusal !== undefined || life.status === 'closed', patienceMs);
  if (life.refusal !== undefined) throw rejection('ServiceRefused', life.refusal);
  if (life.status === 'closed')
    throw rejection('ServiceClosed', 'the service was closed before it had a license');
  if (!life.license || !valid()) return pending(viewOf(life).next);
  const { licenseId, licenseServer, priceList } = life.license;
  const leftMs = givesUpAt - Date.now();
  if (leftMs < 1) return pending(`no time was left to read the key of license ${licenseId}`);
  try {
    const reader = keyReader(licenseServer, leftMs);
    const key = await CancellationScope.nonCancellable(() =>
      reader.readLicenseKey.executeWithOptions({ summary: `read the key of license ${licenseId}` }, [
        licenseId,
        priceList,
      ]),
    );
    return { status: 'licensed', license: { ...answerOf(life.license), key } };
  } catch (error) {
    return pending(`the key of license ${licenseId} cannot be read: ${messageOf(error)}`);
  }
}

function panelAnswerOf(life: Life): ChangePanelAnswer {
  const { panelRefusal, panelChange, license } = life;
  if (panelRefusal !== undefined) return { status: 'refused', reason: panelRefusal };
  if (panelChange) return { status: 'pending', reason: viewOf(life).next };
  return { status: 'changed', license: license && answerOf(license) };
}

/** Waits for a fact for so long; a wait of nothing would leave a marker in the history. */
async function patiently(fact: () => unknown, patienceMs: number): Promise<boolean> {
  if (fact()) return true;
  if (patienceMs < 1) return false;
  return await CancellationScope.nonCancellable(() =>
    condition(() => Boolean(fact()), patienceMs, { summary: "a caller's patience" }),
  );
}

function refuseOther(life: Life, asked: Service): void {
  refuseClosed(life);
  const difference = differenceInWords(life.service, asked);
  if (difference !== undefined) throw rejection('ServiceDiffers', difference);
}

function refuseClosed(life: Life): void {
  if (life.status === 'closed') throw rejection('ServiceClosing', 'the service is being closed');
}

function rejection(type: Rejection, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, REJECTIONS[type]);
}

export function viewOf(life: Life): ServiceView {
  const step = decideNextStep(life, Date.now());
  const { service, status, license, orders, prolongs, trouble } = life;
  return {
    service,
    status,
    state: stateOf(life, step),
    license: license && { ...answerOf(license), licenseServer: license.licenseServer },
    isMoving: [life.obtaining, life.outgoing, life.readdress, life.trouble].some(
      (part) => part !== undefined,
    ),
    orders,
    prolongs,
    next: nextInWords(life, step),
    trouble: trouble && `${trouble.failure}: ${trouble.message}`,
    resolutions: resolutionsOf(life),
    closesAtMs: life.closesAtMs,
  };
}

function answerOf({
  licenseId,
  priceList,
  periodMonths,
  expiresOn,
  source,
}: HeldLicense): Omit<LicenseAnswer, 'key'> {
  return { licenseId, priceList, periodMonths, expiresOn, source };
}
