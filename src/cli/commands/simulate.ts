import { readFileSync } from 'node:fs';

import { Command, Option } from 'commander';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { z } from 'zod';

import { parseMoney } from '../../domain/base/money.js';
import type { TlsPair } from '../../simulator/http/http-server.js';
import { catalogueSchema, type CatalogueInput } from '../../simulator/catalogue.js';
import { defaultCatalogue } from '../../simulator/default-catalogue.js';
import { faultKinds, faultRulesSchema } from '../../simulator/faults/fault-rule.js';
import { rulesSchema } from '../../simulator/rules.js';
import { startSimulator } from '../../simulator/simulator.js';
import { dataFolder } from '../shared/environment.js';
import { selfSigned } from '../shared/self-signed.js';
import { wholeNumber } from '../shared/whole-number.js';
import { simulateControlCommand } from './simulate-control.js';

interface SimulateFlags {
  readonly host: string;
  readonly port: number;
  readonly controlPort?: number;
  readonly data?: string;
  readonly tls?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly username: string;
  readonly password: string;
  readonly balance: string;
  readonly catalogue?: string;
  readonly rules?: string;
  readonly rule: readonly string[];
  readonly faults?: string;
  readonly seed: number;
}

/**
 * Builds `panelkeeper simulate`: a license server to try and test against, until it is interrupted.
 */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('run a license server (a BILLmanager that sells licenses) to try and test against')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port of the license server; 0 takes any free one', wholeNumber, 1500)
    .option('--control-port <number>', 'port of the control API; not opened unless given', wholeNumber)
    .option('--data <file>', 'SQLite file that keeps accounts, licenses and charges over restarts')
    .option('--tls', 'speak HTTPS with a certificate that is made and kept in the data folder')
    .option('--tls-cert <file>', 'speak HTTPS with this certificate (PEM)')
    .option('--tls-key <file>', 'its private key (PEM)')
    .addOption(
      new Option('--username <name>', "the reseller's account")
        .env('PANELKEEPER_SIMULATOR_USERNAME')
        .default('provider'),
    )
    .addOption(
      new Option('--password <text>', 'its password').env('PANELKEEPER_SIMULATOR_PASSWORD').default('secret'),
    )
    .option('--balance <amount>', 'its money at first, in the currency of the catalogue', '1000000.00')
    .option(
      '--catalogue <file>',
      'YAML file of what is sold; price lists of BILLmanager and ISPmanager unless given',
    )
    .option('--rules <file>', 'YAML file of rules, as below')
    .option('--rule <name=value>', 'one rule, over those of the file; may be repeated', collect, [])
    .option('--faults <file>', 'YAML file of a list of fault rules, as below')
    .option('--seed <number>', 'decides which requests the faults strike', wholeNumber, 1)
    .addHelpText('after', help)
    .addCommand(simulateControlCommand())
    .action(simulate);
}

async function simulate(flags: SimulateFlags, command: Command): Promise<void> {
  const complain = (message: string): never => command.error(`error: ${message}`);
  const catalogue = flags.catalogue
    ? readYaml(flags.catalogue, catalogueSchema, complain)
    : catalogueSchema.parse(defaultCatalogue satisfies CatalogueInput);
  const written = flags.rules ? readYaml(flags.rules, z.record(z.string(), z.unknown()), complain) : {};
  const rules = check(
    { ...written, ...Object.fromEntries(flags.rule.map(ruleOf)) },
    rulesSchema,
    'rules',
    complain,
  );
  const faults = flags.faults ? readYaml(flags.faults, faultRulesSchema, complain) : [];
  const balance =
    parseMoney(flags.balance, catalogue.currency) ?? complain(`--balance is not an amount: ${flags.balance}`);
  const pair = await tlsPair(flags, complain);
  const simulator = await startSimulator({
    host: flags.host,
    port: flags.port,
    ...(flags.controlPort === undefined ? {} : { controlPort: flags.controlPort }),
    ...(flags.data === undefined ? {} : { dataFile: flags.data }),
    ...(pair && { tls: pair }),
    catalogue,
    rules,
    faults,
    seed: flags.seed,
    onError: (error) => console.error(error),
    accounts: [{ username: flags.username, password: flags.password, balance }],
  }).catch((error: unknown) => complain(error instanceof Error ? error.message : String(error)));
  console.log(`license server: ${simulator.url}`);
  if (simulator.controlUrl) console.log(`control API:    ${simulator.controlUrl}`);
  const trust = pair?.certFile;
  if (trust !== undefined)
    console.log(
      `certificate:    ${trust}; clients trust it by NODE_EXTRA_CA_CERTS=${trust} or curl --cacert ${trust}`,
    );
  // The password stays out: what a command prints ends up in logs.
  console.log(
    `try it:         curl${trust === undefined ? '' : ` --cacert ${trust}`} -d func=soft -d out=xml --data-urlencode authinfo=${flags.username}:PASSWORD ${simulator.url}`,
  );
  console.log('Ctrl-C stops it.');
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

/** Gives what HTTPS needs: the files that are named, or a pair that is made on demand. */
async function tlsPair(
  { tls, tlsCert, tlsKey }: SimulateFlags,
  complain: (message: string) => never,
): Promise<(TlsPair & { readonly certFile?: string }) | undefined> {
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    return complain('--tls-cert and --tls-key belong together');
  if (tlsCert === undefined || tlsKey === undefined) return tls ? await selfSigned(dataFolder()) : undefined;
  try {
    return { cert: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') };
  } catch (error) {
    if (isSystemError(error)) return complain(error.message);
    throw error;
  }
}

function readYaml<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  complain: (message: string) => never,
): z.output<Schema> {
  try {
    return check(parseYaml(readFileSync(file, 'utf8')) as unknown, schema, file, complain);
  } catch (error) {
    if (error instanceof YAMLParseError || isSystemError(error)) return complain(`${file}: ${error.message}`);
    throw error;
  }
}

function check<Schema extends z.ZodType>(
  content: unknown,
  schema: Schema,
  where: string,
  complain: (message: string) => never,
): z.output<Schema> {
  const checked = schema.safeParse(content);
  return checked.success ? checked.data : complain(`${where}:\n${z.prettifyError(checked.error)}`);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

function ruleOf(text: string): [string, unknown] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, true] : [text.slice(0, equals), parseYaml(text.slice(equals + 1)) as unknown];
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function help(): string {
  const { properties = {} } = z.toJSONSchema(rulesSchema, { io: 'input' });
  const rules = Object.entries(properties).map(([name, property]) => {
    const { default: standard, enum: values } = typeof property === 'object' ? property : {};
    if (typeof standard === 'object') return `  ${name}: several, see docs/simulator.md`;
    return `  ${name}: ${JSON.stringify(standard)}${values ? `   of ${values.join(', ')}` : ''}`;
  });
  return `
Accounts, charges and licenses are real ones of this server: orders and renewals take money from the balance,
licenses expire by its clock. Nothing is ever asked of the vendor.

Rules, with their defaults; a --rules file has the same names, and docs/simulator.md says what each means:
${rules.join('\n')}

Faults: a list of { kind, func, only, probability, skip, times, executed, delayMs, shortTotal }, kind being one of
  ${faultKinds.join(', ')}
for example
  - { kind: drop-after, func: soft.order.param, probability: 0.1 }

The control API speaks JSON: GET /clock /charges /licenses /operations /balances /prices /faults, and POST to
/clock {"advanceDays": 31}, /faults {"rules": [...]}, /topup {"username": "provider", "amount": "100.00"} and
/balances {"username": "provider", "balance": "5.00"}. \`panelkeeper simulate control\` is its command.`;
}
