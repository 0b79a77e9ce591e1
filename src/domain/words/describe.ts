import { DAY_MS, utcDateOf } from '../base/calendar.js';
import { isTrial, type Life } from '../life/life.js';
import { stateOf, type Step } from '../life/next-step.js';
import { planRenewal } from '../base/renewal.js';
import { resolutionsOf } from '../life/resolution.js';
import type { TroubleKind } from '../life/trouble.js';

/** Says in words what happens next and why. */
export function nextInWords(life: Life, step: Step): string {
  const at = (instantMs: number) => `${new Date(instantMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  switch (step.kind) {
    case 'finish':
      return step.reason === 'Refused' ? `ends: ${life.refusal ?? 'refused'}` : 'ends: the service is closed';
    case 'close':
      return 'closes the service: its known end has come';
    case 'changePanel':
      return `changes the panel to ${life.panelChange?.panel ?? 'another one'}`;
    case 'resolve':
      return `does what a human has decided: ${life.resolution?.action ?? 'retry'}`;
    case 'settle':
      return 'finds out whether a license was ordered before the service closed';
    case 'return':
      return step.reason === 'Replaced'
        ? 'returns the license that was replaced to the pool'
        : 'returns the license to the pool: the service is closed';
    case 'lookBack':
      return 'looks for licenses that it may have forgotten when it was reset';
    case 'reread':
      return 'reads the license again at its server: it was asked for';
    case 'readdress':
      return `moves the license to ${life.service.ip}: the service has a new address`;
    case 'swap':
      if (step.reason === 'RenewalDue') return 'asks the pool for a license before paying for another period';
      return life.license && isTrial(life.license)
        ? 'gives up the trial: its end is near'
        : 'gives up what was left over from another price list: its end is near';
    case 'obtain':
      return 'takes a license from the pool, or orders one: the service has none';
    case 'prolong':
      return `prolongs the license: ${PROLONG_WORDS[step.reason]}`;
    case 'wait':
      return waitInWords(life, step.reason, at);
  }
}

const PROLONG_WORDS = {
  NearingExpiry: 'its expiry is near',
  Emergency: 'its expiry is very near, so back-off no longer counts',
  Expired: 'it has expired',
} as const;

type Waiting = Extract<Step, { kind: 'wait' }>;

function waitInWords(life: Life, reason: Waiting['reason'], at: (instantMs: number) => string): string {
  const { license, terms, trouble } = life;
  switch (reason) {
    case 'Paid': {
      const renewAtMs =
        license && terms && planRenewal(license, terms.lead, life.service.serviceId).renewAtMs;
      if (renewAtMs === undefined || !license) return 'waits';
      return license.isLeftover
        ? `looks for what follows at ${at(renewAtMs)}: ${isTrial(license) ? 'a trial' : 'left over'} until ${license.expiresOn}`
        : `prolongs at ${at(renewAtMs)}: paid until ${license.expiresOn}`;
    }
    case 'LeftoverServes':
      return license && isTrial(license)
        ? 'uses up the trial; a license that is paid for follows'
        : 'uses up what was left over from another price list; a license of its own follows';
    case 'AddressChangeLimited':
      return `moves the license to ${life.service.ip} at ${at(life.readdress?.notBeforeMs ?? 0)}: its server allows no change of address before`;
    case 'PaidPastItsEnd':
      return `pays nothing more: the license outlasts the service, which ends at ${at(life.closesAtMs ?? 0)}`;
    case 'LettingLapse':
      return 'pays nothing while the service is suspended: what is paid may run out';
    case 'NothingToKeep':
      return 'waits for the service to be resumed: it has no license';
    case 'Retry':
      return `tries again at ${at(trouble?.retryAtMs ?? 0)}: ${trouble?.failure ?? 'failure'}`;
    case 'NeedsHuman':
      return `waits for a human: ${trouble?.failure ?? 'failure'}`;
  }
}

/** Says what a human can do about the state of a service. */
export function adviceOf(life: Life): string {
  const actions = resolutionsOf(life);
  const update = actions.length > 0 ? `; the Update \`resolve\` takes ${actions.join(', ')}` : '';
  return adviceFor(life.trouble?.failure) + update;
}

function adviceFor(failure: TroubleKind | undefined): string {
  switch (failure) {
    case undefined:
      return 'nothing to do';
    case 'BadCredentials':
    case 'AccessDenied':
      return `check user name, password and rights at the license server, then send the Signal \`wake\``;
    case 'InsufficientFunds':
      return 'top up the balance at the license server: it is watched, and services go on by urgency';
    case 'SpendingLimitReached':
      return 'look why so much is spent, then `panelkeeper spending release`';
    case 'ServiceStatusUnknown':
      return 'repair what tells the status of services; shortly before expiry it is paid without it';
    case 'NotConfigured':
      return 'add what the service needs to the configuration, or close the service';
    case 'LedgerUnavailable':
      return 'repair the ledger: nothing is paid without it';
    case 'LicenseServerUnreachable':
    case 'LicenseServerBusy':
    case 'UnreadableAnswer':
    case 'ListUntrusted':
    case 'ClockSkewed':
      return 'look at the license server; when it answers again, send the Signal `wake` or wait';
    case 'OutcomeUnknown':
    case 'WorkerFailure':
      return 'nothing yet: the license server is looked at again before anything is paid';
    case 'IpChangeTooSoon':
    case 'KeyChangeTooSoon':
    case 'LicenseKeyPending':
      return 'wait, or send the Signal `wake`';
    case 'IpAlreadyLicensed':
    case 'PriceListUnavailable':
    case 'LicenseNotFound':
    case 'Refused':
    case 'PaymentNotShown':
      return 'settle it with the license server';
  }
}

/** Draws the state of a service as a short markdown table for the Temporal UI; the license key is not in it. */
export function detailsOf(life: Life, step: Step, now: number): string {
  const { license, trouble } = life;
  const days = license && Math.floor((license.expiresAtMs - now) / DAY_MS);
  const rows: readonly (readonly [string, string])[] = [
    ['State', stateOf(life, step)],
    [
      'License',
      license ? `${license.licenseId} of ${license.licenseServer}, price list ${license.priceList}` : 'none',
    ],
    ['Expires', license ? `${license.expiresOn} (in ${days ?? 0} days)` : '-'],
    ['Next', nextInWords(life, step)],
    [
      'Last error',
      trouble ? `${trouble.failure} since ${utcDateOf(trouble.sinceMs)}: ${trouble.message}` : 'none',
    ],
    ['What you can do', adviceOf(life)],
  ];
  return ['| | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${name} | ${cell(value)} |`)].join(
    '\n',
  );
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').slice(0, 500);
}
