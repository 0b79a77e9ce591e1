import type { Client } from '@temporalio/client';

import { PanelkeeperError, type PanelkeeperClient, type ServiceView } from '../../src/client.js';
import { serviceLicenseId } from '../../src/contract/ids.js';
import type { PoolState } from '../../src/contract/license-pool.js';
import type { Entry } from '../../src/ledger/entry.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import type { Charge, License, Operation } from '../../src/simulator/simulator.js';
import type { ChaosService, Wish } from './schedule.js';

/** What a service's Workflow says of it, and whether that Workflow runs. */
export interface ServiceEvidence {
  readonly service: ChaosService;
  readonly wish: Wish;
  /** RUNNING, COMPLETED, FAILED, ..., or NONE where there was never one. */
  readonly workflow: string;
  readonly view?: ServiceView;
}

/** Everything that both sides know at the end. */
export interface Evidence {
  readonly licenseServer: string;
  /** By the license server's clock unless told, epoch ms. */
  readonly nowMs: number;
  /** How many days before an expiry a prolongation may be paid. */
  readonly longestLeadDays: number;
  readonly charges: readonly Charge[];
  readonly licenses: readonly License[];
  readonly operations: readonly Operation[];
  readonly entries: readonly Entry[];
  readonly services: readonly ServiceEvidence[];
  readonly pool: PoolState;
  readonly spans: readonly ActiveSpan[];
  readonly closings: readonly Closing[];
  readonly moves: readonly Move[];
}

/** The instant (epoch ms) at which a caller knew that a service's end was accepted. */
export interface Closing {
  readonly serviceId: string;
  readonly atMs: number;
}

/** From which instant (epoch ms) a service was wanted at an address. */
export interface Move {
  readonly serviceId: string;
  readonly ip: string;
  readonly atMs: number;
}

/** A time in which a service was wanted active, epoch ms. */
export interface ActiveSpan {
  readonly serviceId: string;
  readonly sinceMs: number;
  readonly untilMs: number;
}

export interface Sources {
  readonly controlUrl: string;
  readonly ledger: Ledger;
  readonly client: PanelkeeperClient;
  readonly temporal: Client;
  readonly licenseServer: string;
  readonly wanted: Iterable<{ readonly service: ChaosService; readonly wish: Wish }>;
  readonly spans: readonly ActiveSpan[];
  readonly closings: readonly Closing[];
  readonly moves: readonly Move[];
  readonly nowMs?: number;
  /**
   * Eleven unless told: the longest lead is ten days, and a calendar day may begin at its evening.
   */
  readonly longestLeadDays?: number;
}

/** Asks the license server over HTTP, the ledger, and every Workflow. */
export async function gatherEvidence(sources: Sources): Promise<Evidence> {
  const { controlUrl, ledger, client, licenseServer, spans, closings, moves, longestLeadDays = 11 } = sources;
  const read = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${controlUrl}/${path}`)).json()) as T;
  const entries: Entry[] = [];
  for await (const entry of ledger.entries()) entries.push(entry);
  const services: ServiceEvidence[] = [];
  for (const { service, wish } of sources.wanted) services.push(await witness(sources, service, wish));
  return {
    licenseServer,
    longestLeadDays,
    nowMs: sources.nowMs ?? (await read<{ atMs: number }>('clock')).atMs,
    charges: await read<Charge[]>('charges'),
    licenses: await read<License[]>('licenses'),
    operations: await read<Operation[]>('operations'),
    entries,
    services,
    pool: await client.getPool(licenseServer),
    spans,
    closings,
    moves,
  };
}

async function witness(
  { client, temporal }: Sources,
  service: ChaosService,
  wish: Wish,
): Promise<ServiceEvidence> {
  const { serviceId } = service;
  const view = await client.getLicense(serviceId).catch((error: unknown) => {
    if (error instanceof PanelkeeperError) return undefined;
    throw error;
  });
  if (!view) return { service, wish, workflow: 'NONE' };
  const { status } = await temporal.workflow.getHandle(serviceLicenseId(serviceId)).describe();
  return { service, wish, workflow: status.name, view };
}
