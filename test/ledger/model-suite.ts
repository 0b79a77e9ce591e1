import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import fc from 'fast-check';

import { LedgerError } from '../../src/ledger/ledger-error.js';
import type { IntendAnswer, Ledger } from '../../src/ledger/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import type { AttemptOutcome } from '../../src/ledger/outcome.js';
import { ModelLedger } from './model-ledger.js';
import type { Places } from './places.js';
import { done, HOUR, MINUTE, NOW, notDone, order, refused, unknown } from './sample-intent.js';

const OUTCOMES: Record<AttemptOutcome['kind'], AttemptOutcome> = { done: done(), refused, notDone, unknown };

const service = fc.constantFrom('1', '2');
const intentNumber = fc.integer({ min: 1, max: 6 });
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('intend' as const),
      number: intentNumber,
      serviceId: service,
      amountMinor: fc.constantFrom(0, 100, 250, 400),
      currency: fc.constantFrom('EUR', 'RUB'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('conclude' as const),
      number: intentNumber,
      attempt: fc.integer({ min: 1, max: 3 }),
      outcome: fc.constantFrom('done' as const, 'refused' as const, 'notDone' as const, 'unknown' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('release' as const),
      serviceId: fc.option(service, { nil: undefined }),
    }),
  },
);
// Clocks go wrong by minutes, and some steps are hours apart, so that both windows open again.
const pauseMs = fc.constantFrom(-5 * MINUTE, 0, 1, 20 * MINUTE, HOUR, 9 * HOUR);
const timedSteps = fc.array(fc.tuple(step, pauseMs), { minLength: 5, maxLength: 40 });

const allowance = fc.record(
  { payments: fc.integer({ min: 0, max: 5 }), amountMinor: fc.integer({ min: 0, max: 1500 }) },
  { requiredKeys: [] },
);
const limitsOf = fc.record({ perServicePerDay: allowance, perHour: allowance, perDay: allowance });

/** The ledger agrees with a model of it on any sequence of steps, on any store. */
export function modelSuite({ fresh }: Places, numRuns: number): void {
  it('agrees with its model', { timeout: 120_000 }, async () => {
    const ledger = await openLedger(await fresh());
    await fc.assert(
      fc.asyncProperty(timedSteps, limitsOf, async (steps, limits) => {
        const model = new ModelLedger();
        const licenseServer = randomUUID(); // A server of its own is as good as a ledger of its own, and cheaper.
        let nowMs = NOW;
        for (const [at, pause] of steps) {
          nowMs += pause;
          const real = await answerOf(async () => {
            if (at.kind === 'release')
              return ledger.release({ licenseServer, ...releaseOf(at.serviceId) }, nowMs);
            const intentId = `${licenseServer}/${at.number}`;
            if (at.kind === 'conclude')
              return ledger.conclude(intentId, at.attempt, OUTCOMES[at.outcome], nowMs);
            return ledger.intend(intentOf(at, licenseServer), limits, nowMs);
          });
          const wanted =
            at.kind === 'release'
              ? model.release(at.serviceId)
              : at.kind === 'conclude'
                ? model.conclude(`${licenseServer}/${at.number}`, at.attempt, at.outcome, nowMs)
                : model.intend(intentOf(at, licenseServer), limits, nowMs);
          assert.equal(real, wanted);
        }
        await agreesOnCharges(ledger, licenseServer);
      }),
      { numRuns },
    );
    await ledger.close();
  });
}

async function agreesOnCharges(ledger: Ledger, licenseServer: string): Promise<void> {
  const charged: string[] = [];
  for await (const { intent, state } of ledger.entries({ licenseServer }))
    if (state === 'done') charged.push(intent.intentId);
  assert.equal(new Set(charged).size, charged.length, 'an intent is charged twice');
}

function intentOf(
  at: { number: number; serviceId: string; amountMinor: number; currency: string },
  licenseServer: string,
) {
  const { serviceId, amountMinor, currency } = at;
  return order(`${licenseServer}/${at.number}`, {
    licenseServer,
    serviceId,
    amount: { amountMinor, currency },
  });
}

function releaseOf(serviceId: string | undefined) {
  return { by: 'ann', reason: 'test', ...(serviceId !== undefined && { serviceId }) };
}

async function answerOf(ask: () => Promise<IntendAnswer | void>): Promise<string> {
  try {
    const answer = await ask();
    switch (answer?.kind) {
      case undefined:
        return 'ok';
      case 'done':
        return 'done';
      case 'recorded':
        return `recorded ${answer.attempt}`;
      case 'inDoubt':
        return `inDoubt ${answer.attempt} ${answer.sinceMs}`;
      case 'dearer':
        return 'dearer';
      case 'overLimit': {
        const { scope, window, measure, used } = answer.limit;
        return `overLimit ${scope} ${window} ${measure} ${used}`;
      }
    }
  } catch (error) {
    if (error instanceof LedgerError) return error.reason;
    throw error;
  }
}
