import type { LicenseAnswer, ServiceView, Standing } from '../contract/service-license.js';
import type { HeldLicense } from '../domain/life/holding.js';
import type { Life } from '../domain/life/life.js';
import { resolutionsOf } from '../domain/life/resolution.js';
import { stateOf } from '../domain/life/state-of.js';
import type { Step } from '../domain/life/step.js';
import { nextInWords, troubleOf } from '../domain/words/describe.js';

/** Describes a service as operators see it, and what it does next. */
export function viewOf(life: Life, step: Step): ServiceView {
  const { wish, held, acquiring, outgoing, calling, tally, keySinceMs } = life;
  const trouble = troubleOf(life, step);
  const isMoving =
    calling !== null ||
    acquiring.kind !== 'none' ||
    outgoing.length > 0 ||
    trouble !== undefined ||
    (held !== null && held.ip !== wish.service.ip);
  return {
    service: wish.service,
    status: wish.status,
    state: stateOf(life, step),
    license: held
      ? {
          ...answerOf(held.license),
          licenseServer: held.license.licenseServer,
          ...(keySinceMs !== null && { keySinceMs }),
        }
      : undefined,
    isMoving,
    orders: tally.orders,
    prolongs: tally.prolongs,
    next: nextInWords(step),
    trouble: trouble && `${trouble.failure}: ${trouble.message}`,
    closesAtMs: wish.endsAtMs ?? undefined,
    ...standingOf(life, step),
  };
}

/** Says in fields what stands in the way of a service, if anything. */
export function standingOf(life: Life, step: Step): Standing {
  const trouble = troubleOf(life, step);
  return {
    needsHuman: stateOf(life, step) === 'needs-human',
    ...(trouble && { failure: trouble.failure }),
    ...(step.kind === 'wait' &&
      (trouble ?? step.asksHuman) && { retryAt: new Date(step.untilMs).toISOString() }),
    mayResolve: resolutionsOf(life, Date.now()),
  };
}

/** Gives what the provisioning system is told of a license, but for its key. */
export function answerOf({
  licenseId,
  priceList,
  periodMonths,
  expiresOn,
  source,
}: HeldLicense): Omit<LicenseAnswer, 'key'> {
  return { licenseId, priceList, periodMonths, expiresOn, source };
}
