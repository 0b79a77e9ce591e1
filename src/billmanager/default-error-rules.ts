import type { ErrorRule } from './error-rules.js';

/**
 * What an error means when the settings do not say otherwise, first match wins. `auth`, `access`,
 * `missed`, `exists` and `value` are the vendor's; which of them, with which object or words, mean
 * no money, a licensed address or a change too soon is not published: those rows are our guess, to
 * be completed from the first real refusal. A guess that misses gives `Refused`, which a human
 * sees.
 */
export const defaultErrorRules: readonly ErrorRule[] = [
  { failure: 'BadCredentials', type: '^auth$' },
  { failure: 'BadCredentials', type: '^captcha' },

  { failure: 'InsufficientFunds', type: 'balance|money|funds' },
  { failure: 'InsufficientFunds', object: '^(balance|subaccount|money)$' },
  { failure: 'InsufficientFunds', message: '(not enough|insufficient|lack of) (money|funds|balance)' },
  { failure: 'InsufficientFunds', message: 'недостаточно (средств|денег)' },

  // Before "already licensed": the text of a refused change may well speak of a license and an
  // address too.
  { failure: 'IpChangeTooSoon', type: 'ip_?change' },
  { failure: 'IpChangeTooSoon', type: '^limit$', object: '^ip$' },
  {
    failure: 'IpChangeTooSoon',
    message: '\\bIP\\b.*(too (soon|early|often|frequent)|(once (a|per)|less than (a|one)) (calendar )?month)',
  },
  { failure: 'IpChangeTooSoon', message: 'IP.*(не чаще|раз в (календарный )?месяц)' },
  { failure: 'KeyChangeTooSoon', type: 'key_?change' },
  { failure: 'KeyChangeTooSoon', type: '^limit$', object: '^(lic|new)?key$' },
  {
    failure: 'KeyChangeTooSoon',
    message:
      '\\bkey\\b.*(too (soon|early|often|frequent)|(once (a|per)|less than (a|one)) (calendar )?month)',
  },
  { failure: 'KeyChangeTooSoon', message: 'ключ.*(не чаще|раз в (календарный )?месяц)' },

  { failure: 'IpAlreadyLicensed', type: '^exists$', object: '^(ip|license|lic|soft|platform)$' },
  { failure: 'IpAlreadyLicensed', message: '(already|exists).*\\bIP\\b|\\bIP\\b.*(already|exists)' },
  { failure: 'IpAlreadyLicensed', message: 'IP.*уже|уже.*IP' },

  // `value` with `period`: the price list is not sold for that long, which is as good as not at
  // all.
  { failure: 'PriceListUnavailable', type: '^(missed|access|value)$', object: '^(pricelist|period)$' },
  { failure: 'PriceListUnavailable', type: '^wizard_unavailable$' },
  { failure: 'LicenseNotFound', type: '^missed$', object: '^(item|elid|id|license|soft|platform)$' },
  { failure: 'AccessDenied', type: '^access$' },
];
