import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Client, Connection } from '@temporalio/client';

import { createPanelkeeperClient } from '../../src/client.js';
import { licensePoolId, serviceLicenseId } from '../../src/contract/ids.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { LICENSE_SERVER } from './chaos-config.js';
import { diceFor } from './chance.js';
import { gatherEvidence } from './evidence.js';
import { ImpatientProvider } from './provider.js';
import { chaosReport, type ChaosReport } from './report.js';
import { resetToEarlier } from './reset.js';
import { NAMESPACE, Rig, VICTIMS } from './rig.js';
import type { Guard } from './plants.js';
import { count, newTally } from './weather.js';

export interface KillOptions {
  readonly seed: number;
  readonly kills: number;
  /** Guards to take away. */
  readonly guards?: readonly Guard[];
  readonly progress?: (line: string) => void;
}

/** A dead worker is noticed after twenty seconds, and what it left in doubt waits some more. */
const COMES_TO_REST_MS = 240_000;

/**
 * Kills processes, and resets Workflows, at random instants while money is being spent, and judges
 * what is left once all has come to rest.
 */
export async function surviveKills(options: KillOptions): Promise<ChaosReport> {
  const { seed, kills, guards = [], progress = () => undefined } = options;
  const folder = await mkdtemp(join(tmpdir(), 'panelkeeper-kills-'));
  const tally = newTally();
  const rig = await Rig.start({ folder, seed, tally, guards });
  const connection = await Connection.connect({ address: rig.address });
  const temporal = new Client({ connection, namespace: NAMESPACE });
  const client = createPanelkeeperClient(temporal);
  const provider = new ImpatientProvider(client, tally);
  try {
    for (let at = 1; at <= kills; at += 1) {
      const dice = diceFor(seed, 'kill', at);
      await provider.wantMore(dice);
      await delay(dice.between(20, 2500));
      // Most often the worker: it is the one that pays.
      const victim = dice.pick(['worker' as const, ...VICTIMS]);
      progress(`kill ${at} of ${kills}: ${victim}`);
      await rig.kill(victim, dice.between(0, 500));
      count(tally, `kill-${victim}`);
      rig.reviveWorkers();
      const service = dice.pick([...provider.wanted.keys()]);
      if (dice.happens(0.5) && (await resetToEarlier(temporal, serviceLicenseId(service), dice.pick)))
        count(tally, 'reset');
      if (dice.happens(0.3) && (await resetToEarlier(temporal, licensePoolId(LICENSE_SERVER), dice.pick)))
        count(tally, 'reset-pool');
      await provider.insist();
    }
    await rig.endFaults();
    const endsAtMs = Date.now() + COMES_TO_REST_MS;
    while (!(await provider.isContent()) && Date.now() < endsAtMs) {
      rig.reviveWorkers();
      await provider.insist();
      await delay(1000);
    }
    const ledger = await openLedger({ file: rig.ledgerFile });
    const evidence = await gatherEvidence({
      controlUrl: rig.controlUrl,
      ledger,
      client,
      temporal,
      licenseServer: LICENSE_SERVER,
      wanted: provider.wanted.values(),
      spans: [],
      closings: [],
      moves: [],
      // By our clock: the license server's stands behind, which is what makes everything due.
      nowMs: Date.now(),
      longestLeadDays: Infinity,
    });
    await ledger.close();
    return chaosReport(seed, tally, evidence);
  } finally {
    await connection.close();
    await rig.stop();
    await rm(folder, { recursive: true });
  }
}
