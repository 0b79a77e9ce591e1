import { defaultAccount, openAccounts } from './accounts.js';
import { catalogueSchema } from './catalogue.js';
import { Clock } from './clock.js';
import { listenForControl } from './control/control-server.js';
import { defaultCatalogue } from './default-catalogue.js';
import { FaultInjector } from './faults/fault-injector.js';
import { requestAnswerer } from './http/answer-request.js';
import { closeServer, listen, urlOf } from './http/http-server.js';
import { LicenseServer } from './license-server.js';
import type { SimulatorOptions } from './options.js';
import { rulesSchema } from './rules.js';
import { RunningSimulator } from './running-simulator.js';
import { Store } from './store/store.js';

export type { FaultCount } from './faults/fault-injector.js';
export type { FaultKind, FaultRuleInput } from './faults/fault-rule.js';
export type {
  AccountBalance,
  AccountOptions,
  Charge,
  License,
  Operation,
  Price,
  SimulatorOptions,
} from './options.js';
export type { Rules, RulesInput } from './rules.js';

/** A license server that listens. */
export interface Simulator extends Omit<RunningSimulator, 'currency'> {
  /** Where clients find it: `http://127.0.0.1:PORT/billmgr`. */
  readonly url: string;
  /** Where the control API is, if one was asked for: `http://127.0.0.1:PORT`. */
  readonly controlUrl?: string;
  close(): Promise<void>;
}

/**
 * Starts a license server on a real port; throws a ZodError or RangeError for options that make no
 * sense.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const catalogue = catalogueSchema.parse(options.catalogue ?? defaultCatalogue);
  const rules = rulesSchema.parse(options.rules ?? {});
  const faults = new FaultInjector(options.seed ?? 1, options.faults ?? []);
  const { currency } = catalogue;
  const onError = options.onError ?? (() => undefined);
  const host = options.host ?? '127.0.0.1';
  const store = new Store(options.dataFile);
  openAccounts(store, options.accounts ?? [defaultAccount(currency)], currency);
  const clock = new Clock(options.now ?? Date.now, store);
  const server = new LicenseServer(store, catalogue, rules);
  const running = new RunningSimulator({ store, clock, server, faults, currency });
  const address = { host, port: options.port ?? 0, tls: options.tls };
  const http = await listen(requestAnswerer({ server, clock, faults, onError }), address, () =>
    faults.refusesConnection(),
  );
  const control =
    options.controlPort === undefined
      ? undefined
      : await listenForControl(running, host, options.controlPort);
  return Object.assign(running, {
    url: `${urlOf(host, http)}/billmgr`,
    ...(control ? { controlUrl: urlOf(host, control) } : {}),
    close: async () => {
      await closeServer(http);
      if (control) await closeServer(control);
      store.close();
    },
  });
}
