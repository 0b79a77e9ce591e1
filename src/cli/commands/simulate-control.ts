import { Argument, Command, InvalidArgumentError } from 'commander';

import { FileError } from '../../config.js';
import { faultKinds } from '../../simulator/faults/fault-rule.js';
import { simulatorControlPort } from '../shared/environment.js';

interface Where {
  readonly url?: string;
}

/**
 * Builds `panelkeeper simulate control`: sees and changes a simulated license server from outside
 * its protocol, and prints JSON.
 */
export function simulateControlCommand(): Command {
  const control = new Command('control').description(
    'move the time, set the balance or a fault of a simulated license server that runs, and see what it has done',
  );
  const verb = (name: string, description: string) =>
    control
      .command(name)
      .description(description)
      .option('--url <url>', 'its control API; that of `panelkeeper start` unless given');

  verb('clock', 'show its time, or move it')
    .option('--advance-days <days>', 'so many days on', number)
    .option('--at <instant>', 'to an instant, e.g. 2031-01-01T00:00:00Z')
    .action(async ({ url, advanceDays, at }: Where & { advanceDays?: number; at?: string }) => {
      const move = at === undefined ? { advanceDays } : { at };
      await say(url, 'clock', advanceDays === undefined && at === undefined ? undefined : move);
    });
  verb('balance', 'show what is left on each account, or set it')
    .argument('[amount]', 'e.g. 5.00, in the currency of its catalogue')
    .option('--username <name>', 'whose', 'provider')
    .action(async (balance: string | undefined, { url, username }: Where & { username: string }) => {
      await say(url, 'balances', balance === undefined ? undefined : { username, balance });
    });
  verb('fault', 'show what its faults have struck, or set one in place of all before')
    .addArgument(new Argument('[kind]', 'which one; `none` takes all away').choices(['none', ...faultKinds]))
    .option('--func <name>', 'which function, e.g. soft.order.param', '*')
    .option('--times <number>', 'only so many times', number)
    .option('--probability <share>', 'of striking a request, 0 to 1', number)
    .action(async (kind: string | undefined, { url, ...rule }: Where & { func: string; times?: number }) => {
      const rules = kind === 'none' ? [] : [{ kind, ...rule }];
      await say(url, 'faults', kind === undefined ? undefined : { rules });
    });
  verb('price', 'show what is sold and for how much, or change a price')
    .argument('[price-list]', 'whose')
    .argument('[period]', 'for how many months; -100 is a trial', number)
    .argument('[price]', 'e.g. 12.50, in the currency of its catalogue')
    .action(
      async (priceList: string | undefined, period: number, price: string | undefined, { url }: Where) => {
        if (priceList !== undefined && price === undefined)
          throw new FileError('a change of price is: price <price-list> <period> <price>');
        await say(url, 'prices', priceList === undefined ? undefined : { priceList, period, price });
      },
    );
  for (const list of ['charges', 'licenses', 'operations'])
    verb(list, `show all ${list}`).action(async ({ url }: Where) => say(url, list));
  return control;
}

/** Asks the control API, or tells it something, and prints what it answers. */
async function say(asked: string | undefined, path: string, body?: unknown): Promise<void> {
  const url = asked ?? `http://127.0.0.1:${simulatorControlPort()}`;
  const told = body !== undefined && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${url}/${path}`, told || {}).catch(() => {
    throw new FileError(
      `${url}: no control API answers; \`panelkeeper start\` has one, \`panelkeeper simulate\` with --control-port`,
    );
  });
  const answer = (await response.json()) as { error?: string };
  if (!response.ok) throw new FileError(answer.error ?? `${url}: HTTP status ${response.status}`);
  console.log(JSON.stringify(answer, null, 2));
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It is not a number.');
  return value;
}
