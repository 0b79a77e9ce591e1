/**
 * Attempts of Activities that are lost as if their worker had died: before, during and after what
 * they do.
 */
import { activityInfo } from '@temporalio/activity';
import type { WorkerInterceptors } from '@temporalio/worker';

import type { LicenseServerAccess } from '../../src/activities/license/license-server-access.js';
import { chance } from './chance.js';
import { count, type FaultTally } from './weather.js';

/** Stands for the end of a worker: no code under test knows it, so none acts on it. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
}

export interface Losses {
  /** Loses attempts before they begin and after they have done everything. */
  readonly interceptors: WorkerInterceptors;
  /** Loses attempts between any two of their calls to the license server and the ledger. */
  around(access: LicenseServerAccess): LicenseServerAccess;
  stop(): void;
}

/** How likely an attempt is lost at each point. */
const SHARES = { before: 0.03, during: 0.015, after: 0.04 };

export function createLosses(seed: number, tally: FaultTally): Losses {
  let on = true;
  const reached = new Map<string, number>();
  /** The attempts whose worker is dead: whatever they catch, they do nothing any more. */
  const dead = new WeakSet();

  /**
   * Loses the attempt under way at a point, by the seed and by how often this Workflow has reached
   * it.
   */
  function die(when: keyof typeof SHARES, where: string): void {
    const attempt = activityInfo();
    const { workflowExecution, activityType } = attempt;
    if (dead.has(attempt)) throw new WorkerDied('the worker is dead');
    const point = [workflowExecution?.workflowId ?? '', activityType, when, where].join(' ');
    const times = (reached.get(point) ?? 0) + 1;
    reached.set(point, times);
    if (!on || chance(seed, point, times) >= SHARES[when]) return;
    count(tally, `attempt-lost-${when}`);
    dead.add(attempt);
    throw new WorkerDied(`the worker died ${when} ${where}`);
  }

  /** Makes every function of an object a place to die, before and after it. */
  function mortal<T extends object>(object: T, name: string): T {
    return new Proxy(object, {
      get(target, property, receiver) {
        const value: unknown = Reflect.get(target, property, receiver);
        if (typeof value !== 'function' || property === 'close') return value;
        const where = `${name}.${String(property)}`;
        const call = (...args: unknown[]): unknown => Reflect.apply(value, target, args);
        if (property === 'entries') {
          return async function* (...args: unknown[]) {
            die('during', `before ${where}`);
            yield* call(...args) as AsyncIterable<unknown>;
            die('during', `after ${where}`);
          };
        }
        return async (...args: unknown[]): Promise<unknown> => {
          die('during', `before ${where}`);
          const answer = await call(...args);
          die('during', `after ${where}`);
          return answer;
        };
      },
    });
  }

  return {
    interceptors: {
      activity: [
        () => ({
          inbound: {
            async execute(input, next) {
              const { isLocal, activityType } = activityInfo();
              // A local Activity is part of a Workflow Task, which is lost by restarts.
              if (isLocal) return await next(input);
              die('before', activityType);
              const result = await next(input);
              die('after', activityType);
              return result;
            },
          },
        }),
      ],
    },
    around: (access) => ({
      ...access,
      server: mortal(access.server, 'server'),
      ledger: mortal(access.ledger, 'ledger'),
    }),
    stop: () => void (on = false),
  };
}
