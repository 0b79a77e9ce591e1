import { Command } from 'commander';

import type { LicenseServerConfig } from '../../config.js';
import { auditPayments, type Audit, type LedgerPayment } from '../../domain/comparison/audit.js';
import { utcDateOf } from '../../domain/base/calendar.js';
import { formatMoney } from '../../domain/base/money.js';
import type { Entry } from '../../ledger/entry.js';
import type { Ledger } from '../../ledger/ledger.js';
import { connectLicenseServer } from '../../worker.js';
import { currentConfig, readSecret } from '../shared/environment.js';
import { presentLedger, withLedger } from '../shared/ledger-place.js';
import { table } from '../shared/table.js';

interface LedgerFlags {
  readonly service?: string;
  readonly licenseServer?: string;
  readonly json?: boolean;
}

/**
 * Builds `panelkeeper ledger`: prints every attempt to pay, and compares them with the license
 * servers' charges.
 */
export function ledgerCommand(): Command {
  return new Command('ledger')
    .description('print who asked for which payment, what it cost, and how it ended')
    .option('--service <id>', 'only the payments of one service')
    .option('--license-server <name>', 'only the payments at one license server')
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ service, licenseServer, json }: LedgerFlags) => {
      const entries = await withLedger(presentLedger(currentConfig()), (ledger) =>
        entriesOf(ledger, {
          ...(service !== undefined && { serviceId: service }),
          ...(licenseServer !== undefined && { licenseServer }),
        }),
      );
      console.log(json ? JSON.stringify(entries, null, 2) : entriesInWords(entries));
    })
    .addCommand(verifyCommand());
}

type ServerAudit = { readonly licenseServer: string } & (
  (Audit & { readonly untrusted?: string }) | { readonly error: string }
);

function verifyCommand(): Command {
  return new Command('verify')
    .description(
      "compare the ledger with the license servers' charges, and say what is unexplained on either side",
    )
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const config = currentConfig();
      const audits = await withLedger(presentLedger(config), (ledger) =>
        Promise.all(config.licenseServers.map((server) => auditServer(server, ledger))),
      );
      console.log(json ? JSON.stringify(audits, null, 2) : audits.map(auditInWords).join('\n\n'));
      if (audits.some(isWrong)) process.exitCode = 1;
    });
}

async function auditServer(server: LicenseServerConfig, ledger: Ledger): Promise<ServerAudit> {
  const { name: licenseServer } = server;
  const connected = connectLicenseServer(server, { readSecret });
  try {
    const list = await connected.listCharges();
    const audit = auditPayments(paymentsOf(await entriesOf(ledger, { licenseServer })), list.charges);
    return { licenseServer, ...audit, ...(!list.trusted && { untrusted: list.reason }) };
  } catch (error) {
    return {
      licenseServer,
      error: `its charges cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    await connected.close();
  }
}

/**
 * Gives the payments that an audit looks for: those that were made, and those that may have been.
 */
export function paymentsOf(entries: readonly Entry[]): LedgerPayment[] {
  return entries.flatMap(({ intent, state, atMs, outcomes }): LedgerPayment[] => {
    if (state === 'refused' || state === 'notDone') return [];
    const done = outcomes.find((outcome) => outcome.kind === 'done');
    const { intentId, amount } = intent;
    return [
      {
        intentId,
        licenseId: done?.licenseId ?? intent.licenseId,
        amount,
        on: utcDateOf(atMs),
        certain: state === 'done',
      },
    ];
  });
}

export async function entriesOf(
  ledger: Ledger,
  filter: Parameters<Ledger['entries']>[0] = {},
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of ledger.entries(filter)) entries.push(entry);
  return entries;
}

/** Lays the ledger out for a person. */
export function entriesInWords(entries: readonly Entry[]): string {
  if (entries.length === 0) return 'the ledger is empty';
  return table(
    ['At', 'Service', 'Intent', 'Try', 'Amount', 'State', 'Answer', 'Asked by'],
    entries.map(({ intent, attempt, atMs, state, outcomes }) => {
      const last = outcomes.at(-1);
      const answer =
        last?.kind === 'done'
          ? `license ${last.licenseId}: ${last.answer}`
          : last && `${last.failure}: ${last.message}`;
      const at = new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
      return [
        at,
        intent.serviceId,
        intent.intentId,
        String(attempt),
        formatMoney(intent.amount),
        state,
        answer,
        intent.askedBy,
      ];
    }),
  );
}

function auditInWords(audit: ServerAudit): string {
  if ('error' in audit) return `${audit.licenseServer}: ${audit.error}`;
  const { licenseServer, matched, onlyInLedger, onlyAtServer, otherAmount, untrusted } = audit;
  const lines = [
    ...onlyInLedger.map(
      ({ intentId, amount, on }) => `  only in the ledger: ${intentId} on ${on}, ${formatMoney(amount)}`,
    ),
    ...onlyAtServer.map(
      ({ chargeId, licenseId, amount, on }) =>
        `  only at the license server: charge ${chargeId} on ${on} for license ${licenseId ?? 'unknown'}, ${formatMoney(amount)}`,
    ),
    ...otherAmount.map(
      ({ payment, charge }) =>
        `  another amount: ${payment.intentId} expected ${formatMoney(payment.amount)}, charged ${formatMoney(charge.amount)}`,
    ),
  ];
  const head = `${licenseServer}: payments that agree with charges: ${matched.length}${untrusted === undefined ? '' : ` (the list of charges is not to be trusted: ${untrusted})`}`;
  return [head, ...(lines.length > 0 ? lines : ['  nothing is unexplained on either side'])].join('\n');
}

function isWrong(audit: ServerAudit): boolean {
  if ('error' in audit || audit.untrusted !== undefined) return true;
  return audit.onlyInLedger.length + audit.onlyAtServer.length + audit.otherAmount.length > 0;
}
