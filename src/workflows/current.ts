import { CancellationScope, condition, sleep, workflowInfo } from '@temporalio/workflow';

import { isSameCall, mayBeWithdrawn, type Call } from '../domain/life/call.js';
import { decide, momentAfter } from '../domain/life/decide.js';
import type { Fact } from '../domain/life/fact.js';
import { learn } from '../domain/life/learn.js';
import type { Life } from '../domain/life/life.js';
import type { Step } from '../domain/life/step.js';
import { termsQuestion } from '../domain/life/terms-question.js';
import { perform } from './perform.js';
import { show } from './show.js';

/** The life of a service as it stands now, and the call that is under way for it. */
export class Current {
  #life: Life;
  #withdraws: CancellationScope | undefined;
  #facts = 0;
  /**
   * The run that this Workflow knows itself to be. A reset gives it another, and replays what was
   * before: so it may be taken from the history alone, never from what the Workflow could ask.
   */
  #runId = workflowInfo().originalExecutionRunId;

  constructor(life: Life) {
    this.#life = life;
  }

  get life(): Life {
    return this.#life;
  }

  get step(): Step {
    return decide(this.#life, Date.now());
  }

  /**
   * Learns a fact and shows what has become of it; a call under way whose reason has gone is
   * withdrawn.
   */
  learn(fact: Fact): void {
    this.#life = learn(this.#life, fact, Date.now());
    this.#facts += 1;
    const { step } = this;
    show(this.#life, step);
    this.#withdrawUnless(step);
  }

  /** Makes one call and learns what became of it. */
  async make(call: Call): Promise<void> {
    this.learn({ kind: 'calls', call });
    const scope = new CancellationScope();
    const alarm = new CancellationScope();
    this.#withdraws = mayBeWithdrawn(call) ? scope : undefined;
    const watched = alarm.run(() => this.#lookAgain(call)).catch(() => undefined);
    let seen = this.#runId;
    const outcome = await scope.run(() => perform(call, (runId) => void (seen = runId)));
    this.#withdraws = undefined;
    alarm.cancel();
    await watched;
    this.learn(outcome);
    if (seen === this.#runId) return;
    this.#runId = seen;
    this.learn({ kind: 'reset' });
  }

  /** Asks in which run it is where the Workflow was reset, before nothing else would say it. */
  async noticeReset(): Promise<void> {
    const { runId, originalExecutionRunId } = workflowInfo();
    if (runId === originalExecutionRunId) return;
    await this.make({ kind: 'resolveTerms', question: termsQuestion(this.#life, Date.now()) });
  }

  /** Waits until an instant (epoch ms) or the next message. */
  async rest({ untilMs, why }: Extract<Step, { kind: 'wait' }>): Promise<void> {
    const facts = this.#facts;
    const sleepMs = Math.max(1, untilMs - Date.now());
    await condition(() => this.#facts !== facts, sleepMs, { summary: why });
  }

  /**
   * A call may wait in its Task Queue until an emergency or a known end has come: then it is
   * decided anew.
   */
  async #lookAgain(call: Call): Promise<void> {
    const now = Date.now();
    const momentMs = momentAfter(this.#life, now);
    if (!mayBeWithdrawn(call) || momentMs - now > LONGEST_QUEUE_MS) return;
    await sleep(momentMs - now);
    this.#withdrawUnless(this.step);
  }

  #withdrawUnless(step: Step): void {
    const { calling } = this.#life;
    if (!calling || !this.#withdraws) return;
    if (step.kind === 'call' && isSameCall(step.call, calling)) return;
    this.#withdraws.cancel();
  }
}

/**
 * No call waits longer in its Task Queue, so that a Timer for what comes later would only cost
 * events.
 */
const LONGEST_QUEUE_MS = 3_600_000;
