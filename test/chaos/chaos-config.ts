import { parseConfig, type Config } from '../../src/config.js';
import type { RulesInput } from '../../src/simulator/rules.js';

/**
 * Two panels, sold by the month and by the year, at one license server with the simulator's own
 * limit of changes.
 */
const YAML = `
licenseServers:
  - name: licenses
    url: simulated
    username: provider
    password: { plain: secret }
    timeZone: UTC
    changeLimit: calendarMonth
    callsPerSecond: 1000
    keyWaitSeconds: 1
processingModules:
  - { name: openstack, licenseServer: licenses }
enumerations:
  - name: Server control panel
    values:
      - internalName: billmanager6
        priceLists:
          - { code: 55382, periodsMonths: [1] }
          - { code: 55384, periodsMonths: [12] }
      - internalName: "55227"
      - internalName: ispmanager6
        priceLists:
          - { code: 55228, periodsMonths: [1] }
          - { code: 55239, trial: true }
`;

/** Between these two a service changes at will; the third begins with a trial. */
export const PANELS = ['billmanager6', '55227'] as const;
export const TRIAL_PANEL = 'ispmanager6';
export const TRIAL_LIST = '55239';

export const LICENSE_SERVER = 'licenses';
export const ACCOUNT = 'provider';
export const PASSWORD = 'secret';

/**
 * How licenses are returned, and how often their addresses may change: what the pool depends on.
 */
export interface PoolRules {
  readonly pool?: 'eager' | 'lazy';
  readonly changeLimit?: ChangeLimitName;
}

/** Whom panelkeeper asks before it pays. */
interface Asking {
  readonly statusUrl?: string;
}

/** Each rule for changes, as panelkeeper is told it and as the license server keeps it. */
export const CHANGE_LIMITS = {
  calendarMonth: { ours: 'calendarMonth', theirs: 'calendar-month' },
  monthAgo: { ours: 'monthAgo', theirs: 'month-ago' },
  days31: { ours: '{ days: 31 }', theirs: '31-days' },
} as const;

export type ChangeLimitName = keyof typeof CHANGE_LIMITS;

export function chaosConfig({
  pool = 'eager',
  changeLimit = 'calendarMonth',
  statusUrl,
}: PoolRules & Asking = {}): Config {
  const { ours } = CHANGE_LIMITS[changeLimit];
  const asking = statusUrl ? `, serviceStatus: { url: "${statusUrl}", whenUnreachable: wait }` : '';
  return parseConfig(
    YAML.replace('changeLimit: calendarMonth', `changeLimit: ${ours}\n    pool: ${pool}`).replace(
      'licenseServer: licenses }',
      `licenseServer: licenses${asking} }`,
    ),
    'chaos.yaml',
  );
}

export function chaosRules({ changeLimit = 'calendarMonth' }: PoolRules): RulesInput {
  const { theirs } = CHANGE_LIMITS[changeLimit];
  // Blocks the account soon, were a refused password sent again and again.
  return {
    ipChangeLimit: theirs,
    keyChangeLimit: theirs,
    signInLock: { afterFailures: 5, minutes: 10 },
  };
}
