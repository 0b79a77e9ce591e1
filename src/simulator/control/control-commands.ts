import { z } from 'zod';

import { parseMoney, type Money } from '../../domain/base/money.js';
import { faultRulesSchema } from '../faults/fault-rule.js';
import type { RunningSimulator } from '../running-simulator.js';

type Command = (simulator: RunningSimulator, body: unknown) => unknown;

const clockSchema = z.union([
  z.strictObject({
    /** An instant as ISO 8601 text or epoch ms. */
    at: z.union([z.iso.datetime({ offset: true }), z.number()]),
    /** Whether the clock runs on from there. */
    runs: z.boolean().default(true),
  }),
  z.strictObject({ advanceMs: z.int().min(0) }),
  z.strictObject({ advanceDays: z.number().min(0) }),
]);
const faultsSchema = z.strictObject({ rules: faultRulesSchema, seed: z.int().optional() });
const topUpSchema = z.strictObject({ username: z.string(), amount: z.string() });
const priceSchema = z.strictObject({ priceList: z.string(), period: z.int(), price: z.string() });
const suspensionSchema = z.strictObject({ licenseId: z.int() });
const passwordSchema = z.strictObject({ username: z.string(), password: z.string().min(1) });
const balanceSchema = z.strictObject({ username: z.string(), balance: z.string() });

/** Everything that the control API does, by method and path. */
export const controlCommands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['GET /clock', (simulator) => simulator.clock()],
  ['GET /charges', (simulator) => simulator.charges()],
  ['GET /licenses', (simulator) => simulator.licenses()],
  ['GET /operations', (simulator) => simulator.operations()],
  ['GET /balances', (simulator) => simulator.balances()],
  ['GET /prices', (simulator) => simulator.prices()],
  ['GET /faults', (simulator) => simulator.faultCounts()],
  [
    'POST /clock',
    (simulator, body) => {
      const move = clockSchema.parse(body);
      if ('advanceMs' in move) return simulator.advanceClock(move.advanceMs);
      if ('advanceDays' in move) return simulator.advanceClock(move.advanceDays * 86_400_000);
      return simulator.setClock(
        typeof move.at === 'number' ? move.at : Date.parse(move.at),
        move.runs ? 'runs' : 'stands',
      );
    },
  ],
  [
    'POST /faults',
    (simulator, body) => {
      const { rules, seed } = faultsSchema.parse(body);
      simulator.setFaults(rules, seed);
      return simulator.faultCounts();
    },
  ],
  [
    'POST /topup',
    (simulator, body) => {
      const { username, amount } = topUpSchema.parse(body);
      simulator.topUp(username, moneyOf(amount, simulator));
      return simulator.balances();
    },
  ],
  [
    'POST /balances',
    (simulator, body) => {
      const { username, balance } = balanceSchema.parse(body);
      simulator.setBalance(username, moneyOf(balance, simulator));
      return simulator.balances();
    },
  ],
  [
    'POST /prices',
    (simulator, body) => {
      const { priceList, period, price } = priceSchema.parse(body);
      simulator.setPrice(priceList, period, moneyOf(price, simulator));
      return simulator.prices();
    },
  ],
  [
    'POST /suspensions',
    async (simulator, body) => {
      await simulator.suspend(suspensionSchema.parse(body).licenseId);
      return simulator.licenses();
    },
  ],
  [
    'POST /passwords',
    (simulator, body) => {
      const { username, password } = passwordSchema.parse(body);
      simulator.setPassword(username, password);
      return simulator.balances();
    },
  ],
]);

function moneyOf(amount: string, { currency }: RunningSimulator): Money {
  const money = parseMoney(amount, currency);
  if (!money) throw new RangeError(`not an amount: ${amount}`);
  return money;
}
