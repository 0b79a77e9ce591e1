import type { OpenAnswer } from '../../client.js';
import { auditPayments } from '../../domain/comparison/audit.js';
import { utcDateOf, type CalendarDate } from '../../domain/base/calendar.js';
import type { LicenseId } from '../../domain/base/license.js';
import { serviceIdOf } from '../../domain/base/marker.js';
import { formatMoney, type Money } from '../../domain/base/money.js';
import { monthsInWords } from '../../domain/base/period.js';
import type { Fleet } from '../commands/fleet.js';
import { entriesOf, paymentsOf } from '../commands/ledger.js';
import { table } from './table.js';
import type { TimeLapse } from './time-lapse.js';

/** One line of the timeline: what happened to a service, and what it cost. */
export interface TimelineEntry {
  readonly on: CalendarDate;
  readonly serviceId: string;
  readonly event: string;
  readonly price?: Money;
}

/** What `panelkeeper demo --json` prints. */
export interface DemoReport {
  readonly services: readonly {
    readonly serviceId: string;
    readonly panel: string;
    readonly priceList: string | null;
    readonly orders: number;
    readonly prolongs: number;
    readonly source: string | null;
    readonly closed: boolean;
  }[];
  readonly charges: readonly ({
    readonly on: CalendarDate;
    readonly licenseId: string;
    readonly func: string;
    readonly chargeId: string;
  } & Money)[];
  readonly pool: readonly {
    readonly licenseId: string;
    readonly priceList: string;
    readonly expiresOn: CalendarDate;
    readonly lastHolder: string;
  }[];
  /**
   * What the ledger says of the same charges; nothing is unexplained on either side when both lists
   * are empty.
   */
  readonly ledger: {
    readonly payments: readonly ({
      readonly on: CalendarDate;
      readonly intentId: string;
      readonly chargeId: string | null;
    } & Money)[];
    readonly onlyInLedger: readonly string[];
    readonly onlyAtServer: readonly string[];
  };
  readonly totals: Money & { readonly services: number; readonly charges: number; readonly pool: number };
  readonly timeline: readonly TimelineEntry[];
}

/**
 * Gathers the report: services from their Workflows, charges from the license server's accounts,
 * the pool from its Workflow.
 */
export async function demoReport(
  { client, simulator, config, ledger }: TimeLapse,
  fleet: Fleet,
  answers: ReadonlyMap<string, OpenAnswer>,
  calls: readonly TimelineEntry[],
): Promise<DemoReport> {
  const services = await Promise.all(
    [...answers].map(async ([serviceId, answer]) => {
      const { service, status, orders, prolongs } = await client.getLicense(serviceId);
      const license = answer.status === 'licensed' ? answer.license : undefined;
      const [priceList, source] = [license?.priceList ?? null, license?.source ?? null];
      return {
        serviceId,
        panel: service.panel,
        priceList,
        orders,
        prolongs,
        source,
        closed: status === 'closed',
      };
    }),
  );
  const charged = simulator.charges();
  const charges = charged.map(({ chargeId, on, licenseId, func, amountMinor, currency }) => ({
    chargeId: String(chargeId),
    on,
    licenseId: String(licenseId),
    func,
    amountMinor,
    currency,
  }));
  const audit = auditPayments(
    paymentsOf(await entriesOf(ledger)),
    charged.map(({ chargeId, licenseId, on, amountMinor, currency }) => ({
      chargeId: String(chargeId),
      licenseId: String(licenseId) as LicenseId,
      on,
      amount: { amountMinor, currency },
    })),
  );
  const pools = await Promise.all(config.licenseServers.map(({ name }) => client.getPool(name)));
  const pool = pools.flatMap(({ free }) =>
    free.map(({ licenseId, priceList, expiresOn, lastHolder }) => ({
      licenseId,
      priceList,
      expiresOn,
      lastHolder,
    })),
  );
  const paid = charged.map(
    ({ atMs, remoteId = '', func, licenseId, periodMonths, amountMinor, currency }) => ({
      on: utcDateOf(atMs),
      serviceId: serviceIdOf(remoteId) ?? '-',
      event: `${func === 'service.prolong' ? 'prolonged' : 'charged for'} license ${licenseId}, ${monthsInWords(periodMonths)}`,
      price: { amountMinor, currency },
    }),
  );
  return {
    services,
    charges,
    pool,
    ledger: {
      payments: [
        ...audit.matched.map(({ payment, charge }) => ({ ...payment, chargeId: charge.chargeId })),
        ...audit.onlyInLedger.map((payment) => ({ ...payment, chargeId: null })),
      ]
        .map(({ on, intentId, chargeId, amount }) => ({ on, intentId, chargeId, ...amount }))
        .sort((a, b) => a.on.localeCompare(b.on)),
      onlyInLedger: audit.onlyInLedger.map(({ intentId }) => intentId),
      onlyAtServer: audit.onlyAtServer.map(({ chargeId }) => chargeId),
    },
    totals: {
      services: services.length,
      charges: charges.length,
      pool: pool.length,
      amountMinor: charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      currency: charges[0]?.currency ?? '',
    },
    timeline: [...calls, ...paid].sort((a, b) => a.on.localeCompare(b.on)),
  };
}

/** Lays the report out for a person. */
export function reportInWords({ services, charges, pool, ledger, totals, timeline }: DemoReport): string {
  return [
    'TIMELINE',
    table(
      ['Date', 'Service', 'Event', 'Price'],
      timeline.map(({ on, serviceId, event, price }) => [
        on,
        serviceId,
        event,
        price ? formatMoney(price) : '',
      ]),
    ),
    '',
    'SERVICES',
    table(
      ['Service', 'Panel', 'Price list', 'Orders', 'Prolongs', 'Source', 'Closed'],
      services.map(({ serviceId, panel, priceList, orders, prolongs, source, closed }) => [
        ...[serviceId, panel, priceList ?? '-', String(orders), String(prolongs), source ?? '-'],
        closed ? 'yes' : 'no',
      ]),
    ),
    '',
    "THE LICENSE SERVER'S CHARGES, AND THE LEDGER",
    table(
      ['Date', 'License', 'Function', 'Amount', 'Intent in the ledger'],
      charges.map(({ on, licenseId, func, chargeId, ...amount }) => [
        ...[on, licenseId, func, formatMoney(amount)],
        ledger.payments.find((payment) => payment.chargeId === chargeId)?.intentId ?? 'unexplained',
      ]),
    ),
    ledger.onlyInLedger.length + ledger.onlyAtServer.length === 0
      ? 'The ledger and the charges agree.'
      : `Only in the ledger: ${ledger.onlyInLedger.join(', ') || 'nothing'}; only at the license server: ${ledger.onlyAtServer.join(', ') || 'nothing'}.`,
    '',
    'POOL',
    pool.length === 0
      ? 'empty'
      : table(
          ['License', 'Price list', 'Expires', 'Last holder'],
          pool.map(({ licenseId, priceList, expiresOn, lastHolder }) => [
            licenseId,
            priceList,
            expiresOn,
            lastHolder,
          ]),
        ),
    '',
    `TOTAL  ${totals.services} services, ${totals.charges} charges, ${formatMoney(totals)}; ${totals.pool} in the pool`,
  ].join('\n');
}
