/**
 * The processes that are killed: the engine, the license server, two workers. What they keep is in
 * files.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { engineSettings } from '../../src/cli/shared/environment.js';
import { startDevServer, type DevServer } from '../../src/engine/dev-server.js';
import { findProgram } from '../../src/engine/find-program.js';
import { reservePorts } from '../../src/engine/ports.js';
import type { FaultCount } from '../../src/simulator/simulator.js';
import { workflowBundle } from '../../src/workflow-bundle.js';
import { BEHIND_MS, KILL_FAULTS, type WorkerOrder } from './kill-config.js';
import { startProgram, type MortalProcess } from './mortal-process.js';
import { without, type Guard } from './plants.js';
import { countFaults, type FaultTally } from './weather.js';

export const NAMESPACE = 'default';
export const VICTIMS = ['worker', 'licenseServer', 'engine'] as const;
export type Victim = (typeof VICTIMS)[number];

const IP = '127.0.0.1';
const PATIENCE_MS = 60_000;
const [FEW, MANY] = [2, 1000];
const SIMULATE = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const WORKER = fileURLToPath(new URL('worker-program.ts', import.meta.url));

const RULES = { ipChangeLimit: 'none', keyChangeLimit: 'none' };

const ATTRIBUTES = {
  LicenseState: 'Keyword',
  LicensePanel: 'Keyword',
  LicenseServer: 'Keyword',
  LicenseId: 'Keyword',
  LicensePaidUntil: 'Datetime',
};

export interface RigOptions {
  readonly folder: string;
  readonly seed: number;
  readonly tally: FaultTally;
  readonly guards: readonly Guard[];
}

export class Rig {
  readonly #options: RigOptions;
  readonly #ports: { engine: number; ui: number; licenseServer: number; control: number };
  #engine!: DevServer;
  #licenseServer!: MortalProcess;
  /** Two on one queue, as providers run them. */
  readonly #workers: MortalProcess[] = [];
  #starts = 0;
  #workerStarts = 0;

  private constructor(options: RigOptions, ports: Rig['ports']) {
    this.#options = options;
    this.#ports = ports;
  }

  static async start(options: RigOptions): Promise<Rig> {
    const [engine, ui, licenseServer, control] = await reservePorts(IP, [0, 0, 0, 0] as const);
    const rig = new Rig(options, { engine, ui, licenseServer, control });
    // Made before there are workers, who would each make it.
    await workflowBundle();
    await Promise.all([rig.#startEngine(), rig.#startLicenseServer()]);
    await rig.#post('clock', { at: Date.now() - BEHIND_MS });
    rig.#workers.push(rig.#startWorker(), rig.#startWorker());
    return rig;
  }

  get ports() {
    return this.#ports;
  }

  get address(): string {
    return `${IP}:${this.#ports.engine}`;
  }

  get controlUrl(): string {
    return `http://${IP}:${this.#ports.control}`;
  }

  get ledgerFile(): string {
    return this.#file('ledger.db');
  }

  /** Kills a process where it stands; `pauseMs` later it is started again. */
  async kill(victim: Victim, pauseMs: number): Promise<void> {
    switch (victim) {
      case 'worker': {
        const [worker] = this.#workers.splice(0, 1);
        await worker?.kill();
        await delay(pauseMs);
        this.#workers.push(this.#startWorker());
        return;
      }
      case 'licenseServer':
        await this.countFaults();
        await this.#licenseServer.kill();
        await delay(pauseMs);
        return await this.#startLicenseServer();
      case 'engine':
        process.kill(this.#engine.pid, 'SIGKILL');
        await this.#engine.died;
        await delay(pauseMs);
        return await this.#startEngine();
    }
  }

  /** Starts a worker again that ended by itself, as a supervisor does. */
  reviveWorkers(): void {
    for (const [at, worker] of this.#workers.entries()) {
      if (!worker.lives()) this.#workers[at] = this.#startWorker();
    }
  }

  /** Adds what the license server's faults have done since it was started. */
  async countFaults(): Promise<void> {
    const counts = (await (await fetch(`${this.controlUrl}/faults`)).json()) as FaultCount[];
    // A delayed call is executed after its caller has given up: its answer is as lost as any.
    countFaults(this.#options.tally, counts);
    this.#options.tally.answersLost += counts
      .filter(({ kind }) => kind === 'delay')
      .reduce((sum, { happened }) => sum + happened, 0);
  }

  async endFaults(): Promise<void> {
    await this.countFaults();
    await this.#post('faults', { rules: [] });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.kill()));
    await this.#licenseServer.kill();
    await this.#engine.stop();
  }

  async #startEngine(): Promise<void> {
    const { path: program } = await findProgram('temporal', engineSettings());
    this.#engine = await startDevServer({
      program,
      dbFilename: this.#file('temporal.db'),
      port: this.#ports.engine,
      uiPort: this.#ports.ui,
      namespace: NAMESPACE,
      searchAttributes: ATTRIBUTES,
      logFile: this.#file('temporal.log'),
    });
  }

  async #startLicenseServer(): Promise<void> {
    await writeFile(this.#file('faults.yaml'), JSON.stringify(KILL_FAULTS));
    const { licenseServer, control } = this.#ports;
    const rules = { ...RULES, ...without(...this.#options.guards).simulatorRules };
    const args = [
      ...['simulate', '--data', this.#file('simulator.db'), '--faults', this.#file('faults.yaml')],
      ...['--port', String(licenseServer), '--control-port', String(control)],
      // Another seed for each start: the same one would strike the same requests again and again.
      ...['--seed', String(this.#options.seed * 1000 + ++this.#starts)],
      ...Object.entries(rules).flatMap(([name, value]) => ['--rule', `${name}=${value as string}`]),
    ];
    this.#licenseServer = startProgram(SIMULATE, args, this.#file('simulator.log'));
    const endsAtMs = Date.now() + PATIENCE_MS;
    while (
      !(await fetch(`${this.controlUrl}/clock`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (Date.now() > endsAtMs) throw new Error('the license server does not start');
      await delay(50);
    }
  }

  #startWorker(): MortalProcess {
    const order: WorkerOrder = {
      address: this.address,
      namespace: NAMESPACE,
      licenseServerUrl: `http://${IP}:${this.#ports.licenseServer}/billmgr`,
      ledgerFile: this.ledgerFile,
      guards: this.#options.guards,
      // Every second one replays nearly everything that it does.
      maxCachedWorkflows: (this.#workerStarts += 1) % 2 === 0 ? FEW : MANY,
    };
    return startProgram(WORKER, [JSON.stringify(order)], this.#file('worker.log'));
  }

  async #post(path: string, body: unknown): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.controlUrl}/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  }

  #file(name: string): string {
    return join(this.#options.folder, name);
  }
}
