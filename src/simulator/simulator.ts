import type { Money } from '../domain/money.js';
import { defaultAccount, openAccounts, topUpAccount } from './accounts.js';
import { catalogueSchema } from './catalogue.js';
import { Clock } from './clock.js';
import { defaultCatalogue } from './default-catalogue.js';
import { requestAnswerer } from './http/answer-request.js';
import { closeServer, listen, portOf } from './http/http-server.js';
import { LicenseServer } from './license-server.js';
import type { AccountBalance, Charge, License, Operation, SimulatorOptions } from './options.js';
import { rulesSchema } from './rules.js';
import { Store } from './store/store.js';
import { balancesOf, chargesOf, licensesOf, operationsOf } from './views.js';

export type {
  AccountBalance,
  AccountOptions,
  Charge,
  License,
  Operation,
  SimulatorOptions,
} from './options.js';

/** A license server that runs. */
export interface Simulator {
  /** Where clients find it: `http://127.0.0.1:PORT/billmgr`. */
  readonly url: string;
  /** Every charge that was answered, the oldest first. */
  charges(): Charge[];
  /** Every license that ever was, as of the last request. */
  licenses(): License[];
  /** Every write that was executed, the oldest first. */
  operations(): Operation[];
  balances(): AccountBalance[];
  topUp(username: string, amount: Money): void;
  close(): Promise<void>;
}

/** Starts a license server on a real port. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const catalogue = catalogueSchema.parse(options.catalogue ?? defaultCatalogue);
  const rules = rulesSchema.parse(options.rules ?? {});
  const { currency } = catalogue;
  const store = new Store(options.dataFile);
  openAccounts(store, options.accounts ?? [defaultAccount(currency)], currency);
  const clock = new Clock(options.now ?? Date.now, store);
  const server = new LicenseServer(store, catalogue, rules);
  const host = options.host ?? '127.0.0.1';
  const http = await listen(requestAnswerer(server, clock), host, options.port ?? 0);
  return {
    url: `http://${host}:${portOf(http)}/billmgr`,
    charges: () => chargesOf(store, currency),
    licenses: () => licensesOf(store),
    operations: () => operationsOf(store),
    balances: () => balancesOf(store, currency),
    topUp: (username, amount) => topUpAccount(store, username, amount, currency),
    close: async () => {
      await closeServer(http);
      store.close();
    },
  };
}
