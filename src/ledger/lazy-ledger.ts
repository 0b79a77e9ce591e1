import type { Ledger } from './ledger.js';

/**
 * Opens a ledger when it is first used, and again after it could not be opened: while it is away
 * every use fails as the ledger's own methods do, so that paying stops, and nothing else.
 */
export function lazyLedger(open: () => Promise<Ledger>): Ledger {
  let opening: Promise<Ledger> | undefined;
  const ledger = () =>
    (opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    }));
  return {
    intend: async (...args) => await (await ledger()).intend(...args),
    conclude: async (...args) => await (await ledger()).conclude(...args),
    release: async (...args) => await (await ledger()).release(...args),
    get: async (...args) => await (await ledger()).get(...args),
    entries: async function* (...args) {
      yield* (await ledger()).entries(...args);
    },
    releases: async (...args) => await (await ledger()).releases(...args),
    spending: async (...args) => await (await ledger()).spending(...args),
    lastPrice: async (...args) => await (await ledger()).lastPrice(...args),
    tokens: {
      create: async (...args) => await (await ledger()).tokens.create(...args),
      list: async () => await (await ledger()).tokens.list(),
      revoke: async (...args) => await (await ledger()).tokens.revoke(...args),
      find: async (...args) => await (await ledger()).tokens.find(...args),
    },
    close: async () => {
      // One that never opened has nothing to close.
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}
