import { resolveChargeFields, type ChargeFields } from './charge-fields.js';
import { defaultErrorRules } from './default-error-rules.js';
import { compileErrorRules, type CompiledErrorRule, type ErrorRule } from './error-rules.js';

export interface LicenseServerSettings {
  /**
   * The address of the BILLmanager, e.g. `https://api.ispsystem.com/manager/billmgr`; a bare host
   * means `/billmgr`.
   */
  readonly url: string;
  readonly username: string;
  /**
   * Gives the password; called before each request, so that a rotated secret is taken up. What it
   * throws is passed on.
   */
  readonly password: () => string | Promise<string>;
  /** The answer format, default `xml`, which has the best documented errors. */
  readonly format?: 'xml' | 'bjson';
  /**
   * The language of the vendor's messages, default `en`; the default error rules know English and
   * Russian.
   */
  readonly language?: string;
  /**
   * Milliseconds; defaults 10,000 to connect, 60,000 to the headers, 60,000 in all. License servers
   * are slow.
   */
  readonly timeouts?: Partial<Timeouts>;
  /** Default 32 MiB. */
  readonly maxAnswerBytes?: number;
  /** Rows asked for in one page of a list, default 500. */
  readonly pageSize?: number;
  /** PEM of a private certificate authority, in place of the public ones. */
  readonly ca?: string;
  /** How long to wait for a license key that is late, default 30,000 ms. */
  readonly keyWaitMs?: number;
  /**
   * How far the license server's clock may be from ours for a paying call, default 5 minutes;
   * `Infinity` never asks.
   */
  readonly maxClockSkewMs?: number;
  /** Tried in order before the default rules; the first that matches names the failure. */
  readonly errorRules?: readonly ErrorRule[];
  /**
   * Price lists of the `platform` family (VMmanager 6, DCImanager 6); all others are `soft`.
   * Default: none.
   */
  readonly platformPriceLists?: readonly string[];
  /**
   * Further parameters of each order that this license server wants, e.g. `{ licence_agreement:
   * 'on' }`. Default: none.
   */
  readonly orderParameters?: Readonly<Record<string, string>>;
  /** The id of the account's balance, where it has several; default: the first. */
  readonly subaccount?: string;
  /**
   * The function that lists the account's charges, default `expense`, whose answer the vendor does
   * not publish.
   */
  readonly chargesFunction?: string;
  /**
   * How that list names what it shows: `realdate`, `amount`, `currency_str`, `item`, `name` by
   * default, our own choice.
   */
  readonly chargeFields?: Partial<ChargeFields>;
  /** Our clock, epoch ms. */
  readonly now?: () => number;
}

export interface Timeouts {
  readonly connectMs: number;
  readonly headersMs: number;
  readonly totalMs: number;
}

export interface ResolvedSettings extends Required<
  Omit<LicenseServerSettings, 'timeouts' | 'ca' | 'errorRules' | 'subaccount' | 'chargeFields'>
> {
  readonly timeouts: Timeouts;
  readonly errorRules: readonly CompiledErrorRule[];
  readonly ca: string | undefined;
  readonly subaccount: string | undefined;
  readonly chargeFields: ChargeFields;
}

/** Fills in the defaults; throws a TypeError that names the setting which cannot work. */
export function resolveSettings(settings: LicenseServerSettings): ResolvedSettings {
  return {
    url: resolveUrl(settings.url),
    username: resolveUsername(settings.username),
    password: settings.password,
    format: settings.format ?? 'xml',
    language: settings.language ?? 'en',
    timeouts: { connectMs: 10_000, headersMs: 60_000, totalMs: 60_000, ...settings.timeouts },
    maxAnswerBytes: settings.maxAnswerBytes ?? 32 * 1024 * 1024,
    pageSize: settings.pageSize ?? 500,
    ca: settings.ca,
    keyWaitMs: settings.keyWaitMs ?? 30_000,
    maxClockSkewMs: settings.maxClockSkewMs ?? 5 * 60_000,
    errorRules: compileErrorRules([...(settings.errorRules ?? []), ...defaultErrorRules]),
    platformPriceLists: settings.platformPriceLists ?? [],
    orderParameters: settings.orderParameters ?? {},
    subaccount: settings.subaccount,
    chargesFunction: resolveChargesFunction(settings.chargesFunction),
    chargeFields: resolveChargeFields(settings.chargeFields),
    now: settings.now ?? Date.now,
  };
}

function resolveUrl(text: string): string {
  if (!URL.canParse(text)) throw new TypeError('url is not a URL');
  const url = new URL(text);
  if (!['https:', 'http:'].includes(url.protocol))
    throw new TypeError('url must begin with https:// or http://');
  if (url.username !== '' || url.password !== '') throw new TypeError('url must not hold credentials');
  if (url.search !== '' || url.hash !== '') throw new TypeError('url must not hold parameters');
  if (url.pathname === '/') url.pathname = '/billmgr';
  return url.href;
}

function resolveUsername(username: string): string {
  // `authinfo` is split at its first colon.
  if (username === '' || username.includes(':'))
    throw new TypeError('username must be there and hold no colon');
  return username;
}

function resolveChargesFunction(func = 'expense'): string {
  if (func.trim() === '') throw new TypeError('chargesFunction must be the name of a function');
  return func;
}
