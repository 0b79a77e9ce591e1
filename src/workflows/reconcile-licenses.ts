import { isCancellation, setCurrentDetails, sleep, workflowInfo } from '@temporalio/workflow';

import type { Returned } from '../activities/messages/pool.js';
import type {
  ReconcileInput,
  ReconcilePlan,
  ReconcileReport,
  ReportedFinding,
} from '../contract/reconcile.js';
import type { FreeLicense } from '../domain/pool/pool.js';
import type { ListPrice } from '../domain/pool/pool-state.js';
import { drawReport } from '../domain/words/reconcile-report.js';
import { licenseServer as callsTo, pool, reconciler, surveyor } from './activities.js';
import { messageOf, metOf } from './failures.js';

/**
 * Compares a license server with what panelkeeper knows, and reports every difference with a
 * proposal. Acts only where it is asked to and the configuration allows it; by a list that cannot
 * be trusted nothing is done at all.
 */
export async function reconcileLicenses(input: ReconcileInput): Promise<ReconcileReport> {
  for (let tries = 1; ; tries += 1) {
    const isLast = !input.patient || tries === MOST_TRIES;
    try {
      const report = await reconcileOnce(input);
      setCurrentDetails(drawReport(report));
      if (isLast || isWhole(report)) return report;
    } catch (error) {
      if (isLast || isCancellation(error)) throw error;
      setCurrentDetails(`Could not be compared: ${messageOf(error)}`);
    }
    await sleep(TRIED_AGAIN_MS, { summary: 'until both sides are compared again' });
  }
}

/** A list is cut or late for minutes, a server away for hours; a day later is the next one. */
const TRIED_AGAIN_MS = 30 * 60_000;
const MOST_TRIES = 24;

function isWhole({ refusal, findings }: ReconcileReport): boolean {
  return refusal === undefined && findings.every(({ outcome }) => outcome !== 'failed');
}

async function reconcileOnce(input: ReconcileInput): Promise<ReconcileReport> {
  const { licenseServer, apply } = input;
  const plan = await surveyor(licenseServer).planReconciliation(input);
  const findings: ReportedFinding[] = [];
  for (const { isAllowed, ...finding } of plan.findings) {
    if (!apply) findings.push({ ...finding, outcome: 'proposed' });
    else if (!isAllowed) findings.push({ ...finding, outcome: 'notAllowed' });
    else findings.push({ ...finding, ...(await attempt(licenseServer, finding)) });
  }
  return { ...plan, findings };
}

type Difference = ReconcilePlan['findings'][number];

async function attempt(
  licenseServer: string,
  finding: Omit<Difference, 'isAllowed'>,
): Promise<Pick<ReportedFinding, 'outcome' | 'failure'>> {
  try {
    await act(licenseServer, finding);
    return { outcome: 'done' };
  } catch (error) {
    // The next comparison finds it again.
    const { failure, message } = metOf(error);
    return { outcome: 'failed', failure: `${failure}: ${message}` };
  }
}

async function act(licenseServer: string, finding: Omit<Difference, 'isAllowed'>): Promise<void> {
  const { licenseId, priceList, proposal } = finding;
  const calls = callsTo(licenseServer);
  switch (proposal.action) {
    case 'ask':
      return;
    case 'reread':
      return await reconciler.askToReread(proposal.serviceId);
    case 'accept':
      return await reconciler.askToAccept(proposal.serviceId, licenseId);
    case 'addToPool':
      return await pool.addToPool(returnedAs(licenseServer, proposal.license, null));
    case 'dropFromPool':
      return await pool.dropFromPool(licenseServer, licenseId);
    case 'adoptService':
      await reconciler.adoptService(proposal.service, proposal.license);
      // From now on it is prolonged by its service's Workflow alone.
      return await calls.turnOffAutoprolong(licenseId, priceList);
    case 'turnOffAutoprolong':
      return await calls.turnOffAutoprolong(licenseId, priceList);
    case 'resume':
      return await calls.resumeLicense(licenseId, priceList);
    case 'returnParked': {
      const returned = await calls.returnLicense({ licenseId, priceList }, proposal.lastHolder);
      if (returned.kind === 'returned')
        await pool.addToPool(returnedAs(licenseServer, returned.license, returned.price ?? null));
      else await pool.dropFromPool(licenseServer, licenseId);
    }
  }
}

/**
 * A comparison may find the same license again on another day, so that each finding is told as one
 * of its own.
 */
function returnedAs(licenseServer: string, license: FreeLicense, price: ListPrice | null): Returned {
  return { licenseServer, key: `${workflowInfo().runId}/${license.licenseId}`, license, price };
}
