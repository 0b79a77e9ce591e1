import { parseConfig, type Config } from '../../src/config.js';
import type { FaultRuleInput } from '../../src/simulator/simulator.js';
import type { Guard } from './plants.js';

/**
 * The license server's clock stands so far behind the machine's. Whatever is ordered there expires
 * in our past, so that one prolongation after another is due at once until the present is reached:
 * work is in flight at every instant.
 */
export const BEHIND_MS = 150 * 86_400_000;

/** A call that is late comes this much after its caller has given up. */
const LATE_MS = 1500;

/** What the worker's program is told. */
export interface WorkerOrder {
  readonly address: string;
  readonly namespace: string;
  readonly licenseServerUrl: string;
  readonly ledgerFile: string;
  readonly guards: readonly Guard[];
  /** How many Workflows it keeps in memory; the others are replayed each time they wake up. */
  readonly maxCachedWorkflows: number;
}

/** So few that calls wait in their Task Queue, and are withdrawn there. */
const CALLS_PER_SECOND = 12;

export function killConfig(url: string): Config {
  const config = parseConfig(
    `
licenseServers:
  - name: licenses
    url: ${url}
    username: provider
    password: { plain: secret }
    timeZone: UTC
    changeLimit: { days: 0 }
    callsPerSecond: ${CALLS_PER_SECOND}
    answerSeconds: 1
    connectSeconds: 1
    keyWaitSeconds: 1
    spendingLimits: { perServicePerDay: {}, perHour: {}, perDay: {} }
processingModules:
  - { name: openstack, licenseServer: licenses }
enumerations:
  - name: Server control panel
    values:
      - internalName: billmanager6
        priceLists:
          - { code: 55382, periodsMonths: [1] }
`,
    'kill.yaml',
  );
  // Nobody would configure so little. Here a call takes a second at most, or comes a second and a
  // half too late, and a test cannot wait for minutes.
  const licenseServers = config.licenseServers.map((server) => ({ ...server, settleMinutes: 0.05 }));
  return { ...config, licenseServers };
}

/**
 * Beside the kills: lost answers, stale lists, and calls that are executed after their caller has
 * given up.
 */
export const KILL_FAULTS: readonly FaultRuleInput[] = [
  ...['soft.order.param', 'service.prolong'].flatMap((func): FaultRuleInput[] => [
    { kind: 'drop-after', func, only: 'write', probability: 0.06 },
    { kind: 'cut-body', func, only: 'write', probability: 0.03 },
    { kind: 'http-502', func, only: 'write', executed: true, probability: 0.03 },
    { kind: 'delay', func, only: 'write', delayMs: LATE_MS, probability: 0.05 },
  ]),
  { kind: 'drop-after', func: 'soft.edit', only: 'write', probability: 0.05 },
  { kind: 'stale-list', func: 'soft', probability: 0.03 },
];
