import type { Client } from '@temporalio/client';
import { Command } from 'commander';

import { MAIN_TASK_QUEUE } from '../../contract/ids.js';
import { reconcileId, type ReconcileInput, type ReconcileReport } from '../../contract/reconcile.js';
import { FileError } from '../../config.js';
import type { reconcileLicenses } from '../../workflows/index.js';
import { withConnection } from '../shared/connection.js';
import { currentConfig } from '../shared/environment.js';
import { print } from '../shared/print.js';
import { reportInWords } from '../shared/reconcile-report.js';
import { endSchedule, writeSchedule } from '../shared/reconcile-schedule.js';

interface Flags {
  readonly server?: string;
  readonly plan?: boolean;
  readonly apply?: boolean;
  readonly schedule?: string;
  readonly json?: boolean;
}

/**
 * Builds `panelkeeper reconcile`: compares license servers with what is known here, and repairs
 * what may be repaired.
 */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description('compare the license servers with what is known here')
    .option('--server <name>', 'one license server; all of the configuration unless given')
    .option('--plan', 'only report each difference, with a proposal and its reason; the default')
    .option('--apply', 'do what the configuration allows')
    .option(
      '--schedule <interval>',
      'let Temporal do it every so often, e.g. 1h, until the next `setup`; `off` ends that',
    )
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ server, plan = false, apply = false, schedule, json }: Flags) => {
      if (plan && apply) throw new FileError('--plan and --apply exclude each other');
      const names = server === undefined ? currentConfig().licenseServers.map(({ name }) => name) : [server];
      await withConnection(async ({ temporal }) => {
        for (const licenseServer of names) {
          if (schedule !== undefined) await changeSchedule(temporal, { licenseServer, apply }, schedule);
          else tell({ json }, await compare(temporal, { licenseServer, apply }));
        }
      });
    });
}

/** Runs a comparison now and gives its report. */
export async function compare(temporal: Client, input: ReconcileInput): Promise<ReconcileReport> {
  return await temporal.workflow.execute<typeof reconcileLicenses>('reconcileLicenses', {
    workflowId: reconcileId(input.licenseServer, new Date().toISOString()),
    taskQueue: MAIN_TASK_QUEUE,
    args: [input],
    staticSummary: `compares ${input.licenseServer} with what is known here`,
  });
}

function tell(flags: { readonly json?: boolean }, report: ReconcileReport): void {
  print(flags, report, reportInWords);
  if (report.refusal !== undefined) process.exitCode = 1;
}

/** Creates, changes or ends the Schedule of a license server; may be repeated. */
async function changeSchedule(temporal: Client, input: ReconcileInput, interval: string): Promise<void> {
  const { licenseServer, apply } = input;
  if (interval === 'off') {
    await endSchedule(temporal, licenseServer);
    console.log(`${licenseServer}: not compared by itself any more`);
    return;
  }
  await writeSchedule(temporal, input, intervalOf(interval));
  console.log(
    `${licenseServer}: compared every ${interval}, ${apply ? 'and repaired' : 'and only reported'}`,
  );
}

function intervalOf(text: string): number {
  const match = /^(\d+)([mhd])$/.exec(text);
  const unit = { m: 60_000, h: 3_600_000, d: 86_400_000 }[match?.[2] ?? ''];
  if (!match || unit === undefined || Number(match[1]) === 0)
    throw new FileError(`not an interval: ${text}; write 30m, 1h or 1d`);
  return Number(match[1]) * unit;
}
