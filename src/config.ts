import { parseDocument, LineCounter, visit, type Document } from 'yaml';
import { z } from 'zod';

import { RULED_FAILURES } from './domain/failures.js';
import type { PriceListCode } from './domain/license.js';
import { DEFAULT_LEAD } from './domain/renewal.js';
import type { Catalogue } from './domain/terms.js';

/** Where a secret is kept; the configuration file never holds it in clear unless it says so. */
const secret = z.union(
  [
    z.strictObject({ env: z.string().min(1) }),
    z.strictObject({ file: z.string().min(1) }),
    z.strictObject({ plain: z.string().min(1) }),
  ],
  { error: 'must be { env: NAME }, { file: PATH } or { plain: TEXT }' },
);

export const SIMULATED = 'simulated';
const URL_RULE = `must be an http or https URL, or "${SIMULATED}"`;

const months = z.int().min(1).max(120);

const code = z
  .union([z.string(), z.number()])
  .transform((value) => String(value) as PriceListCode)
  .refine((value) => /^\d+$/.test(value), { error: 'must be the number of a price list' });

const name = z
  .string()
  .regex(/^[\w.-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, ".", "_" or "-"' });

const pattern = z.string().refine(isPattern, { error: 'must be a regular expression' });

/** A row of the table that names the vendor's errors, which the vendor does not publish. */
const errorRule = z
  .strictObject({
    failure: z.enum(RULED_FAILURES),
    type: pattern.optional(),
    object: pattern.optional(),
    message: pattern.optional(),
  })
  .refine(({ type, object, message }) => [type, object, message].some((part) => part !== undefined), {
    error: 'needs a type, an object or a message to match',
  });

const seconds = z.number().positive().max(600);

/** An amount as people write it, `1500` or `99.50`, in the currency of the license server's account. */
const amount = z
  .number()
  .min(0)
  .max(1_000_000_000)
  .transform((value) => Math.round(value * 100));

const allowance = z
  .strictObject({ payments: z.int().min(0).optional(), amount: amount.optional() })
  .transform(({ payments, amount: amountMinor }) => ({ payments, amountMinor }));

/** Far above what a fleet of some thousand services needs, and far below what a runaway loop would spend. */
const spendingLimits = z.strictObject({
  perServicePerDay: allowance.prefault({ payments: 3, amount: 2000 }),
  perHour: allowance.prefault({ payments: 200, amount: 10_000 }),
  perDay: allowance.prefault({ payments: 1000, amount: 30_000 }),
});

const licenseServer = z
  .strictObject({
    name,
    /** The address of its BILLmanager, or `simulated` for the one that panelkeeper starts by itself to be tried with. */
    url: z.union([z.literal(SIMULATED), z.url({ protocol: /^https?$/, error: URL_RULE })], {
      error: URL_RULE,
    }),
    /** Whether a password may travel unencrypted to another machine. */
    allowPlainHttp: z.boolean().default(false),
    username: z.string().regex(/^[^:]+$/, { error: 'must be there and hold no colon' }),
    password: secret,
    /** The time zone of its dates; `unknown` takes each date in its least favorable reading. */
    timeZone: z
      .string()
      .refine(isTimeZone, { error: 'must be an IANA time zone, or "unknown"' })
      .default('unknown'),
    changeLimit: z
      .union([z.enum(['monthAgo', 'calendarMonth']), z.strictObject({ days: z.int().min(0).max(366) })], {
        error: 'must be monthAgo, calendarMonth or { days: N }',
      })
      .default('monthAgo'),
    /** Calls a second that all workers together may begin. */
    callsPerSecond: z.number().positive().max(1000).default(5),
    spendingLimits: spendingLimits.prefault({}),
    /** For how long a call whose outcome is unknown may still be on its way, or missing in the lists. */
    settleMinutes: z.number().min(2).max(1440).default(10),
    format: z.enum(['xml', 'bjson']).default('xml'),
    /** A file with the certificates of a private authority, in place of the public ones. */
    caFile: z.string().min(1).optional(),
    connectSeconds: seconds.default(10),
    /** Within which a call must be answered whole. */
    answerSeconds: seconds
      .max(75, { error: 'must be at most 75: an Activity makes three calls' })
      .default(60),
    /** How long a late license key is waited for at once. */
    keyWaitSeconds: seconds.max(120).default(30),
    /** How far its clock may be from ours for a payment. */
    maxClockSkewSeconds: z.number().min(1).max(86_400).default(300),
    errorRules: z.array(errorRule).default([]),
    /** Price lists of version-6 platforms (VMmanager 6, DCImanager 6), which have functions of their own. */
    platformPriceLists: z.array(code).default([]),
    /** Further parameters that this server wants with each order. */
    orderParameters: z.record(z.string().regex(/^\w+$/), z.string()).default({}),
    /** The id of the account's balance, where it has several. */
    subaccount: z.string().min(1).optional(),
  })
  .refine(({ url, allowPlainHttp }) => allowPlainHttp || !isPlainHttpElsewhere(url), {
    path: ['url'],
    error: 'must be https, or allowPlainHttp must be true: the password would travel unencrypted',
  });

const processingModule = z.strictObject({
  name,
  licenseServer: z.string(),
  periodAlignment: z
    .array(z.strictObject({ initialPeriodMonths: months, replaceByMonths: months }))
    .default([]),
});

/** A control panel: sold under several price lists, or, where none is given, under the one it is named after. */
const panel = z
  .strictObject({
    internalName: name,
    displayName: z.string().min(1).optional(),
    priceLists: z
      .array(z.strictObject({ code, periodsMonths: z.array(months).min(1) }))
      .min(1)
      .optional(),
    periodsMonths: z.array(months).min(1).optional(),
  })
  .refine(({ internalName, priceLists }) => priceLists !== undefined || /^\d+$/.test(internalName), {
    error: 'needs priceLists, or an internalName that is the number of a price list',
  })
  .transform(({ internalName, displayName, priceLists, periodsMonths = [1, 12] }) => ({
    internalName,
    displayName: displayName ?? internalName,
    priceLists: priceLists ?? [{ code: internalName as PriceListCode, periodsMonths }],
  }));

const renewal = z
  .strictObject({
    leadShare: z.number().positive().max(0.5).default(DEFAULT_LEAD.leadShare),
    leadMinDays: z.number().min(1).default(DEFAULT_LEAD.leadMinDays),
    leadMaxDays: z.number().min(1).default(DEFAULT_LEAD.leadMaxDays),
    emergencyShare: z.number().positive().max(0.5).default(DEFAULT_LEAD.emergencyShare),
    emergencyMinDays: z.number().positive().default(DEFAULT_LEAD.emergencyMinDays),
    whileSuspended: z.enum(['prolong', 'lapse']).default('prolong'),
  })
  .refine(({ leadMinDays, leadMaxDays }) => leadMinDays <= leadMaxDays, {
    path: ['leadMinDays'],
    error: 'must not be above leadMaxDays',
  })
  .refine(({ leadMinDays }) => leadMinDays < 28, {
    path: ['leadMinDays'],
    error: 'cannot be met in a month of 28 days',
  });

const configSchema = z
  .strictObject({
    licenseServers: z.array(licenseServer).min(1),
    processingModules: z.array(processingModule).min(1),
    enumerations: z.array(z.strictObject({ name: z.string().min(1), values: z.array(panel).min(1) })).min(1),
    renewal: renewal.prefault({}),
    /** A `postgres://` URL of the ledger; a file in the data folder where there is none. */
    ledger: z.strictObject({ url: secret }).optional(),
  })
  .superRefine(({ licenseServers, processingModules, enumerations }, context) => {
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const servers = licenseServers.map((server) => server.name);
    duplicatesIn(servers).forEach((at) => refuse(['licenseServers', at, 'name'], 'stands twice'));
    duplicatesIn(processingModules.map((module) => module.name)).forEach((at) =>
      refuse(['processingModules', at, 'name'], 'stands twice'),
    );
    processingModules.forEach((module, at) => {
      if (!servers.includes(module.licenseServer)) {
        refuse(['processingModules', at, 'licenseServer'], `must be one of: ${servers.join(', ')}`);
      }
    });
    enumerations.forEach(({ values }, at) =>
      duplicatesIn(values.map((value) => value.internalName)).forEach((value) =>
        refuse(['enumerations', at, 'values', value, 'internalName'], 'stands twice'),
      ),
    );
  });

export type Config = z.infer<typeof configSchema> & Catalogue;
export type LicenseServerConfig = Config['licenseServers'][number];
export type Secret = z.infer<typeof secret>;

/** Puts the address of a running simulator in the place of every license server that is to be simulated. */
export function withSimulator(config: Config, simulatorUrl: string): Config {
  const licenseServers = config.licenseServers.map((server) =>
    server.url === SIMULATED ? { ...server, url: simulatorUrl } : server,
  );
  return { ...config, licenseServers };
}

export function isSimulated(config: Config): boolean {
  return config.licenseServers.some(({ url }) => url === SIMULATED);
}

/** A file that breaks a rule: every breach with its place, and nothing of the file's values. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** Reads a configuration from YAML; throws a FileError that names the file, each field and the rule it breaks. */
export function parseConfig(yaml: string, file: string): Config {
  return parseFile(configSchema, yaml, file);
}

/** Reads any YAML file by a schema; throws a FileError that names the file, each line, field and broken rule. */
export function parseFile<T>(schema: z.ZodType<T>, yaml: string, file: string): T {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const [syntax] = document.errors;
  const refuse = (offset: number, rule: string): never => {
    throw new FileError(`${file}:${lines.linePos(offset).line}: ${rule}`);
  };
  // Some messages end with a quotation from the file, which may be a secret.
  if (syntax) refuse(syntax.pos[0], syntax.message.replace(/(: | \\)[^]*/, ''));
  visit(document, {
    Alias: (_key, alias) => {
      if (!alias.resolve(document))
        refuse(alias.range?.[0] ?? 0, 'an alias without its anchor: a text that begins with * needs quotes');
    },
  });
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  const breaches = result.error.issues.map(
    ({ path, message }) =>
      `${file}:${lineOf(document, lines, path)}: ${path.join('.') || 'the file'}: ${message}`,
  );
  throw new FileError(breaches.join('\n'));
}

/** Finds the line of a field, or of the nearest thing around it where the field itself is missing. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as
      { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function duplicatesIn(names: readonly string[]): number[] {
  return names.flatMap((each, at) => (names.indexOf(each) < at ? [at] : []));
}

function isPlainHttpElsewhere(url: string): boolean {
  if (url === SIMULATED) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'iu');
    return true;
  } catch {
    return false;
  }
}

function isTimeZone(zone: string): boolean {
  if (zone === 'unknown') return true;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
