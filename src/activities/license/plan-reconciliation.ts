import { WorkflowNotFoundError, type Client } from '@temporalio/client';

import { licensePoolId, serviceLicenseId } from '../../contract/ids.js';
import { poolQuery } from '../../contract/license-pool.js';
import { unpackPool } from '../../contract/packed-pool.js';
import type { ReconcileInput, ReconcilePlan } from '../../contract/reconcile.js';
import { viewQuery } from '../../contract/service-license.js';
import {
  HARMLESS_ACTIONS,
  type Difference,
  type ProposedAction,
} from '../../domain/comparison/difference.js';
import { DEFAULT_MISSING_SHARE, whyNotTrusted } from '../../domain/comparison/list-trust.js';
import { emptyPool, type PoolState } from '../../domain/pool/pool-state.js';
import { compareSides, expectedIn, type ServiceHolding } from '../../domain/comparison/reconcile.js';
import type { Catalogue } from '../../domain/terms/terms.js';
import { adoptionBy } from '../messages/adoption.js';
import { freeLicense, type LicenseServerAccess } from './license-server-access.js';
import { ConcurrencyLimit } from '../messages/concurrency-limit.js';

export interface OurSide {
  readonly client: Client;
  readonly catalogue: () => Catalogue;
}

/** A report travels in one payload. */
const MOST_FINDINGS = 500;

/**
 * Compares a license server with what panelkeeper knows: the list first, then the services and the
 * pool. Writes nothing. Both sides stay here, as those of a large fleet would not fit into a
 * history.
 */
export function planReconciliation(access: LicenseServerAccess, { client, catalogue }: OurSide) {
  const { name, server, clock, reconcile } = access;
  return async (input: Omit<ReconcileInput, 'apply'>): Promise<ReconcilePlan> => {
    const list = await server.listLicenses();
    const services = await readServices(client, name, input.serviceIds);
    const pool = await readPool(client, name);
    const atMs = await clock.now();
    const ours = expectedIn({ services, pool }, atMs);
    const sides = {
      licenseServer: name,
      atMs,
      licensesThere: list.licenses.length,
      licensesHere: ours.size,
    };
    const refusal = whyNotTrusted(list, ours, reconcile?.missingShare ?? DEFAULT_MISSING_SHARE);
    if (refusal !== undefined) return { ...sides, refusal, counts: {}, findings: [], omitted: 0 };
    const all = compareSides({
      licenses: list.licenses,
      services,
      pool,
      wanted: input.adopt?.services ?? [],
      now: atMs,
      asFree: (record, lastHolder) => freeLicense(access, record, lastHolder),
      adopt: adoptionBy(access, catalogue()),
    });
    const findings = input.adopt ? all.filter(({ kind }) => kind === 'OnlyThere') : all;
    const allowed: readonly ProposedAction[] = input.adopt
      ? ['adoptService', 'addToPool']
      : (reconcile?.allow ?? HARMLESS_ACTIONS);
    return {
      ...sides,
      counts: countsOf(findings),
      findings: findings
        .map((finding) => ({ ...finding, isAllowed: allowed.includes(finding.proposal.action) }))
        .sort((a, b) => Number(b.isAllowed) - Number(a.isAllowed))
        .slice(0, MOST_FINDINGS),
      omitted: Math.max(0, findings.length - MOST_FINDINGS),
    };
  };
}

function countsOf(findings: readonly Difference[]): ReconcilePlan['counts'] {
  const counts: Partial<Record<Difference['kind'], number>> = {};
  for (const { kind } of findings) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** So many Queries at a time: each makes a worker replay a Workflow that sleeps. */
const QUERIES_AT_ONCE = 8;

async function readServices(
  client: Client,
  licenseServer: string,
  serviceIds: readonly string[] | undefined,
): Promise<ServiceHolding[]> {
  const limit = new ConcurrencyLimit(QUERIES_AT_ONCE);
  const ids = serviceIds ? await runningOf(client, serviceIds) : await listServices(client, licenseServer);
  const read = await Promise.all(ids.map((id) => limit.run(() => readService(client, id))));
  return read.filter((holding) => holding !== undefined);
}

async function listServices(client: Client, licenseServer: string): Promise<string[]> {
  const query = `WorkflowType = 'serviceLicense' AND ExecutionStatus = 'Running' AND LicenseServer = '${licenseServer}'`;
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query }))
    ids.push(workflowId.slice(serviceLicenseId('').length));
  return ids;
}

async function runningOf(client: Client, serviceIds: readonly string[]): Promise<string[]> {
  const running = await Promise.all(
    serviceIds.map(async (serviceId) => {
      const handle = client.workflow.getHandle(serviceLicenseId(serviceId));
      const isRunning = await handle.describe().then(
        ({ status }) => status.name === 'RUNNING',
        (error: unknown) => {
          if (error instanceof WorkflowNotFoundError) return false;
          throw error;
        },
      );
      return isRunning ? [serviceId] : [];
    }),
  );
  return running.flat();
}

/** A service that has ended is nobody's holder. */
async function readService(client: Client, serviceId: string): Promise<ServiceHolding | undefined> {
  const handle = client.workflow.getHandle(serviceLicenseId(serviceId));
  try {
    const view = await handle.query(viewQuery);
    const { service, status, state, license, isMoving, trouble, mayResolve } = view;
    if (state === 'closed') return undefined;
    return {
      service,
      status,
      ...(license && { license: license as unknown as ServiceHolding['license'] }),
      // What has trouble does not move by itself, and is looked at all the same.
      isMoving: (isMoving && trouble === undefined) || status === 'closed',
      ...(trouble !== undefined && !license && mayResolve.includes('accept') && { mayAccept: true as const }),
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

async function readPool(client: Client, licenseServer: string): Promise<PoolState> {
  try {
    return unpackPool(await client.workflow.getHandle(licensePoolId(licenseServer)).query(poolQuery));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return emptyPool(licenseServer);
    throw error;
  }
}
