import { Command } from 'commander';

import { PanelkeeperError, type PanelkeeperClient } from '../../client.js';
import { addMoney, formatMoney, type Money } from '../../domain/base/money.js';
import { entriesOf, usableInWords, type PoolEntry } from '../../domain/pool/pool-report.js';
import type { PoolState } from '../../domain/pool/pool-state.js';
import { withConnection } from '../shared/connection.js';
import { currentConfig } from '../shared/environment.js';
import { table } from '../shared/table.js';

interface PoolReport extends Pick<PoolState, 'licenseServer' | 'claims' | 'vacating' | 'parked' | 'lapsed'> {
  readonly free: readonly PoolEntry[];
}

/**
 * Builds `panelkeeper pool`: lists the free licenses, and gives up what its server does not take
 * back.
 */
export function poolCommand(): Command {
  return new Command('pool')
    .description('the paid licenses that no service uses')
    .addCommand(listCommand())
    .addCommand(forfeitCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description('list the free licenses with their days and value, and those that were not taken back')
    .option('--server <name>', 'one license server; all of the configuration unless given')
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ server, json }: { server?: string; json?: boolean }) => {
      const names = server === undefined ? currentConfig().licenseServers.map(({ name }) => name) : [server];
      const reports = await withConnection(({ client }) =>
        Promise.all(names.map((name) => reportOn(client, name))),
      );
      console.log(json ? JSON.stringify(reports, null, 2) : reports.map(inWords).join('\n\n'));
    });
}

function forfeitCommand(): Command {
  return new Command('forfeit')
    .description('give up a parked license; it is shown until it is gone at the license server')
    .argument('<server>', 'the license server')
    .argument('<license>', 'the number of the license there')
    .action(async (server: string, licenseId: string) => {
      const done = await withConnection(({ client }) => client.forfeitParked(server, licenseId));
      if (!done)
        throw new PanelkeeperError('InvalidRequest', `license ${licenseId} of ${server} is not parked`);
      console.log(`license ${licenseId} of ${server} is given up`);
    });
}

async function reportOn(client: PanelkeeperClient, name: string): Promise<PoolReport> {
  const state = await client.getPool(name);
  const { licenseServer, claims, vacating, parked, lapsed } = state;
  return { licenseServer, free: entriesOf(state, Date.now()), claims, vacating, parked, lapsed };
}

function inWords({ licenseServer, free, claims, parked, lapsed }: PoolReport): string {
  const known = free.flatMap(({ value, canServe }) => (canServe && value ? [value] : []));
  const worth =
    known.length > 0 ? `, worth ${formatMoney(known.reduce((a: Money, b) => addMoney(a, b)))}` : '';
  const claimed = Object.keys(claims).length;
  const usable = free.filter(({ isExpired }) => !isExpired).length;
  return [
    `${licenseServer}: ${usable} free${worth}, ${claimed} claimed, ${parked.length} parked, ${lapsed} lapsed`,
    free.length > 0 ? freeInWords(free) : undefined,
    ...parked.map(
      ({ licenseId, lastHolder, failure, message, forfeitedAtMs }) =>
        `license ${licenseId}, last of ${lastHolder}, ${forfeitedAtMs === undefined ? 'needs a human' : 'was given up'}: ${failure}: ${message}`,
    ),
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

function freeInWords(free: readonly PoolEntry[]): string {
  return table(
    ['License', 'Price list', 'Address', 'Expires', 'Days left', 'Value', 'Usable from', 'Last holder'],
    free.map((entry) => [
      ...[entry.licenseId, entry.priceList, entry.ip, entry.expiresOn, String(entry.daysLeft)],
      ...[entry.value && formatMoney(entry.value), usableInWords(entry), entry.lastHolder],
    ]),
  );
}
