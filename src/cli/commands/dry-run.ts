import { WorkflowNotFoundError, type Client } from '@temporalio/client';

import { PanelkeeperError, type PanelkeeperClient, type ServiceRequest } from '../../client.js';
import { parseService, parseServiceId } from '../../client/service-request.js';
import { FileError, type Config, type LicenseServerConfig } from '../../config.js';
import { serviceLicenseId } from '../../contract/ids.js';
import { stateQuery } from '../../contract/service-license.js';
import { planNext, type Market, type Plan } from '../../domain/words/dry-run.js';
import { learn } from '../../domain/life/learn.js';
import { newLife, type Life } from '../../domain/life/life.js';
import { resolveTerms } from '../../domain/terms/terms.js';
import { termsQuestion } from '../../domain/life/terms-question.js';
import { formatMoney } from '../../domain/base/money.js';
import { chooseFreeLicense } from '../../domain/pool/pool.js';
import { siblingsOf } from '../../domain/catalogue/siblings.js';
import { PoolStock } from '../../domain/pool/pool-stock.js';
import { costOf, type PricedList } from '../../domain/base/price.js';
import { whyNot } from '../../domain/life/resolution.js';
import { differenceInWords } from '../../domain/base/service.js';
import type { Told } from '../../domain/life/told.js';
import { withConnection } from '../shared/connection.js';
import { currentConfig } from '../shared/environment.js';
import { readPriceLists } from './price-lists.js';
import { print } from '../shared/print.js';

/** What `--dry-run` does, for the help of each command that can spend. */
export const DRY_RUN = 'print what would be called and what it would cost, and do nothing';

/** What a dry run reads; it writes to none of it. */
export interface DryRunSources {
  readonly temporal: Client;
  readonly client: PanelkeeperClient;
  readonly config: Config;
  readonly nowMs: number;
  readonly readPriceLists: (server: LicenseServerConfig) => Promise<readonly PricedList[]>;
}

/** Runs a dry run against the configured Temporal Service and license servers. */
export async function dryRun<T>(plan: (sources: DryRunSources) => Promise<T>): Promise<T> {
  const config = currentConfig();
  return await withConnection(({ temporal, client }) =>
    plan({ temporal, client, config, nowMs: Date.now(), readPriceLists }),
  );
}

/** Prints what an open service would do when it is told something. */
export async function tellDry(
  flags: { readonly json?: boolean },
  serviceId: string,
  told: Told,
): Promise<void> {
  print(flags, await dryRun((sources) => planTelling(sources, serviceId, told)), planInWords);
}

/** Plans what `open` would make happen: to a service that is new, or that is open already. */
export async function planOpen(sources: DryRunSources, request: ServiceRequest): Promise<Plan> {
  const service = parseService(request);
  const running = await readLife(sources.temporal, service.serviceId);
  if (!running) return await planLife(sources, newLife(service, ''));
  refuseClosing(running);
  const difference = differenceInWords(running.wish.service, service);
  if (difference !== undefined) throw new PanelkeeperError('ServiceDiffers', difference);
  return await planLife(sources, running);
}

/** Plans what an open service would do when it is told something. */
export async function planTelling(sources: DryRunSources, serviceId: string, told: Told): Promise<Plan> {
  const life = await readLife(sources.temporal, parseServiceId(serviceId));
  if (!life) throw new PanelkeeperError('ServiceUnknown', `no service ${serviceId} is open`);
  if (told.kind !== 'wake' && told.kind !== 'resolution') refuseClosing(life);
  const refusal = told.kind === 'resolution' ? whyNot(life, told.resolution, sources.nowMs) : undefined;
  if (refusal !== undefined) throw new PanelkeeperError('NotPossible', refusal);
  return await planLife(sources, learn(life, { kind: 'told', told }, sources.nowMs));
}

function refuseClosing({ wish }: Life): void {
  if (wish.status === 'closed') throw new PanelkeeperError('ServiceClosing', 'the service is being closed');
}

/** Reads a copy of the state of a service; `undefined` where none is open. */
async function readLife(temporal: Client, serviceId: string): Promise<Life | undefined> {
  const handle = temporal.workflow.getHandle(serviceLicenseId(serviceId));
  try {
    // One that has ended can still be asked.
    const { status } = await handle.describe();
    return status.name === 'RUNNING' ? await handle.query(stateQuery) : undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

async function planLife(sources: DryRunSources, before: Life): Promise<Plan> {
  const { config, nowMs } = sources;
  const question = termsQuestion(before, nowMs);
  const call = { kind: 'resolveTerms', question } as const;
  const result = resolveTerms(config, question);
  const life = learn(before, { kind: 'done', call, result }, nowMs);
  if (life.refusal !== null) throw new FileError(life.refusal);
  const { held, acquiring, terms } = life;
  const obtaining = acquiring.kind === 'none' ? undefined : acquiring;
  const servers = [held?.license, obtaining, terms].map((each) => each?.licenseServer);
  const known = servers.filter((name) => name !== undefined);
  return planNext(life, nowMs, await readMarket(sources, known));
}

/** Reads what license servers sell and what their pools hold. */
async function readMarket(sources: DryRunSources, names: readonly string[]): Promise<Market> {
  const { config, client, nowMs } = sources;
  const sold = new Map<string, readonly PricedList[]>();
  const pools = new Map<string, PoolStock>();
  for (const name of new Set(names)) {
    const server = config.licenseServers.find((each) => each.name === name);
    sold.set(name, server ? await sources.readPriceLists(server) : []);
    pools.set(name, new PoolStock((await client.getPool(name)).free));
  }
  return {
    terms: (question) => resolveTerms(config, question),
    choose: (name, need) => {
      const siblings = siblingsOf(config, need.priceList);
      return chooseFreeLicense(pools.get(name) ?? new PoolStock(), { siblings, ...need }, nowMs);
    },
    cost: (name, offer, addons) => costOf(sold.get(name) ?? [], offer, addons),
  };
}

/** Lays a plan out for a person. */
export function planInWords({ calls, why, unforeseen }: Plan): string {
  const lines = calls.map(({ does, what, cost, onlyIf }) => {
    const condition = onlyIf === undefined ? '' : `, only if ${onlyIf}`;
    return `would ${does} ${what}: ${cost ? formatMoney(cost) : 'costs nothing'}${condition}`;
  });
  if (unforeseen !== undefined) lines.push(`cannot foretell what depends on ${unforeseen}`);
  if (lines.length === 0) lines.push('would call nothing that costs money now');
  return [...lines, `because ${why}`].join('\n');
}
