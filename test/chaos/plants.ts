/**
 * Bugs that are planted to be found: each takes one guard away, from outside, and the code under
 * test stays as it is.
 */
import { activityInfo } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

import type { LicenseServerAccess } from '../../src/activities/license/license-server-access.js';
import type { ProlongRequest } from '../../src/activities/payments/prolong-license.js';
import { LicenseServerError } from '../../src/billmanager/errors.js';
import type { LicenseServer } from '../../src/billmanager/license-server.js';
import type { CalendarDate } from '../../src/domain/base/calendar.js';
import type { RulesInput } from '../../src/simulator/simulator.js';

export interface Plants {
  readonly around?: (access: LicenseServerAccess) => LicenseServerAccess;
  readonly interceptors?: readonly ActivityInterceptorsFactory[];
  /** What the license server itself does not guard. */
  readonly simulatorRules?: RulesInput;
}

export type Guard = keyof typeof WITHOUT;

/**
 * What becomes of panelkeeper without each guard; `docs/chaos.md` says which guard covers for
 * which.
 */
const WITHOUT = {
  /** The look for the marker before an order finds nothing, and trusts that. */
  lookUp: server(blindBeforeOrder),
  /**
   * Nobody asks whether the address has a license before an order that was in doubt is made again.
   */
  ruleOut: server(() => ({ checkIp: () => Promise.resolve() })),
  /** The expiry that a prolongation looks at is always the expected one. */
  precondition: expectedExpiry(),
  /** What was left in doubt is not looked at before the Activity ends. */
  readBack: server(blindAfterDoubt),
  /** The ledger records everything and stops nothing. */
  ledger: { around: (access) => ({ ...access, ledger: permissive(access.ledger) }) },
  /** A call whose outcome is unknown counts as not executed at once. */
  settleTime: { around: (access) => ({ ...access, settleMs: 0 }) },
  /** The pool is asked under a new key each time. */
  claimKey: { interceptors: [newKeys()] },
  /** The license server sells a second license of a product for an address. */
  addressRule: { simulatorRules: { addressHeldBy: 'nobody' } },
} as const satisfies Record<string, Plants>;

export const GUARDS = Object.keys(WITHOUT) as Guard[];

/** Takes several guards away at once. */
export function without(...guards: readonly Guard[]): Required<Plants> {
  const plants = guards.map((guard): Plants => WITHOUT[guard]);
  return {
    interceptors: plants.flatMap(({ interceptors = [] }) => interceptors),
    around: (access) => plants.reduce((broken, { around }) => around?.(broken) ?? broken, access),
    simulatorRules: Object.assign({}, ...plants.map(({ simulatorRules }) => simulatorRules)) as RulesInput,
  };
}

/** Replaces some functions of a license server. */
function server(broken: (intact: LicenseServer) => Partial<LicenseServer>): Plants {
  return {
    around: (access) => ({ ...access, server: { ...access.server, ...broken(access.server) } }),
  };
}

function expectedExpiry(): Plants {
  const expected = new Map<string, CalendarDate>();
  const plant = server((intact) => ({
    readLicense: async (licenseId, priceList) => {
      const record = await intact.readLicense(licenseId, priceList);
      const expiresOn = expected.get(licenseId) ?? record.expiresOn;
      // Once, so that the read-back afterwards is another guard.
      expected.delete(licenseId);
      return { ...record, expiresOn };
    },
  }));
  return {
    interceptors: [
      () => ({
        inbound: {
          execute: (input, next) => {
            if (activityInfo().activityType === 'prolongLicense') {
              const { license } = input.args[0] as ProlongRequest;
              expected.set(license.licenseId, license.expiresOn);
            }
            return next(input);
          },
        },
      }),
    ],
    around: (access) => plant.around?.(access) ?? access,
  };
}

function blindBeforeOrder(intact: LicenseServer): Partial<LicenseServer> {
  const hasOrdered = new WeakSet();
  return {
    orderLicense: (order) => {
      hasOrdered.add(activityInfo());
      return intact.orderLicense(order);
    },
    listLicenses: async () => {
      const list = await intact.listLicenses();
      // The read-back is another guard.
      const isBlind = activityInfo().activityType === 'orderLicense' && !hasOrdered.has(activityInfo());
      return isBlind ? { trusted: true, licenses: [] } : list;
    },
  };
}

function blindAfterDoubt(intact: LicenseServer): Partial<LicenseServer> {
  const inDoubt = new WeakSet();
  const doubting = async <T>(pay: () => Promise<T>): Promise<T> => {
    try {
      return await pay();
    } catch (error) {
      if (error instanceof LicenseServerError && error.outcome === 'unknown') inDoubt.add(activityInfo());
      throw error;
    }
  };
  const blind = <T>(read: () => Promise<T>): Promise<T> => {
    if (!inDoubt.has(activityInfo())) return read();
    return Promise.reject(new LicenseServerError('UnreadableAnswer', 'notDone', 'nobody looks'));
  };
  return {
    orderLicense: (order) => doubting(() => intact.orderLicense(order)),
    prolongLicense: (licenseId, months) => doubting(() => intact.prolongLicense(licenseId, months)),
    listLicenses: () => blind(() => intact.listLicenses()),
    readLicense: (licenseId, priceList) => blind(() => intact.readLicense(licenseId, priceList)),
  };
}

function permissive(ledger: LicenseServerAccess['ledger']): LicenseServerAccess['ledger'] {
  return {
    ...ledger,
    intend: async (intent, limits, nowMs) => {
      const answer = await ledger.intend(intent, limits, nowMs);
      if (answer.kind === 'overLimit' || answer.kind === 'dearer') return answer;
      if (answer.kind !== 'done') return { kind: 'recorded', attempt: answer.attempt };
      return { kind: 'recorded', attempt: (await ledger.get(intent.intentId)).length };
    },
  };
}

function newKeys(): ActivityInterceptorsFactory {
  let asked = 0;
  return () => ({
    inbound: {
      execute(input, next) {
        if (activityInfo().activityType !== 'claimLicense') return next(input);
        const [licenseServer, key, ...rest] = input.args;
        return next({ ...input, args: [licenseServer, `${String(key)}#${++asked}`, ...rest] });
      },
    },
  });
}
