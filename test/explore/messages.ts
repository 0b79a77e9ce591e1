/** What callers and humans may say to a service now. */
import { DAY_MS } from '../../src/domain/base/calendar.js';
import { forfeited, resolutionsOf, whyNot, type Resolution } from '../../src/domain/life/resolution.js';
import type { Fact } from '../../src/domain/life/fact.js';
import type { Life } from '../../src/domain/life/life.js';
import type { Told } from '../../src/domain/life/told.js';
import type { Rules } from './rules.js';
import type { Seat, World } from './world.js';

export interface Message {
  readonly label: string;
  readonly fact: Extract<Fact, { kind: 'told' | 'reset' }>;
  /** The licenses and markers that a human gives up for lost with it. */
  readonly givesUp: readonly string[];
}

/** Lists the messages that would change something, of those that the scene allows. */
export function messagesTo({ setting, now }: World, { life }: Seat, { forfeitWaits }: Rules): Message[] {
  return setting.tells
    .flatMap((tell) => toldBy(tell, life, setting.ips, now))
    .map(([label, told]): Message => ({ label, fact: { kind: 'told', told }, givesUp: givenUp(life, told) }))
    .concat(forfeitWaits ? [] : forfeitedAtOnce(setting.tells, life, now))
    .concat(setting.tells.includes('reset') && life.lookBack === 'no' ? [RESET] : []);
}

function forfeitedAtOnce(tells: readonly string[], life: Life, now: number): Message[] {
  if (!tells.includes('forfeit') || !resolutionsOf(life, now).includes('forfeit')) return [];
  const resolution: Resolution = { action: 'forfeit' };
  if (whyNot(life, resolution, now) === undefined) return [];
  const told: Told = { kind: 'resolution', resolution };
  return [{ label: 'forfeit at once', fact: { kind: 'told', told }, givesUp: [] }];
}

const RESET: Message = { label: 'reset', fact: { kind: 'reset' }, givesUp: [] };

type Labelled = readonly [label: string, told: Told];

function toldBy(tell: string, life: Life, ips: readonly string[], now: number): Labelled[] {
  const { wish, held } = life;
  const { status, service, endsAtMs } = wish;
  if (status === 'closed') return ['wake', 'retry', 'forfeit'].includes(tell) ? human(tell, life, now) : [];
  switch (tell) {
    case 'close':
      return [['close', { kind: 'status', status: 'closed' }]];
    case 'suspend':
      return status === 'active' ? [['suspend', { kind: 'status', status: 'suspended' }]] : [];
    case 'resume':
      return status === 'suspended' ? [['resume', { kind: 'status', status: 'active' }]] : [];
    case 'ip':
      return ips.filter((ip) => ip !== service.ip).map((ip) => [`ip ${ip}`, { kind: 'ip', ip }]);
    case 'panel': {
      const panel = service.panel === 'a' ? 'b' : 'a';
      return [[`panel ${panel}`, { kind: 'panel', request: { panel } }]];
    }
    case 'order': {
      const months = service.servicePeriodMonths === 1 ? 2 : 1;
      return [[`order of ${months}`, { kind: 'order', change: { servicePeriodMonths: months } }]];
    }
    case 'end': {
      const near = now + DAY_MS;
      const far = (held?.license.expiresAtMs ?? now) + 5 * DAY_MS;
      return [near, far].map((at) => [
        at === near ? 'end soon' : 'end later',
        { kind: 'end', closesAtMs: at },
      ]);
    }
    case 'noEnd':
      return endsAtMs === null ? [] : [['no end', { kind: 'end', closesAtMs: null }]];
    default:
      return human(tell, life, now);
  }
}

function human(tell: string, life: Life, now: number): Labelled[] {
  const isTroubled = Object.keys(life.trouble).length > 0;
  switch (tell) {
    case 'wake':
      return isTroubled ? [['wake', { kind: 'wake' }]] : [];
    case 'reread':
      return life.held && !life.rereads ? [['reread', { kind: 'reread' }]] : [];
    case 'retry':
    case 'forfeit':
    case 'accept':
    case 'confirm': {
      const resolution: Resolution = { action: tell };
      if (!resolutionsOf(life, now).includes(tell) || whyNot(life, resolution, now) !== undefined) return [];
      return [[tell, { kind: 'resolution', resolution }]];
    }
    case 'setExpiry': {
      if (!life.held || !resolutionsOf(life, now).includes(tell)) return [];
      const { expiresOn } = life.held.license;
      return [[tell, { kind: 'resolution', resolution: { action: tell, expiresOn } }]];
    }
    default:
      return [];
  }
}

function givenUp(life: Life, told: Told): string[] {
  if (told.kind !== 'resolution' || told.resolution.action !== 'forfeit') return [];
  const { held, outgoing, acquiring } = life;
  switch (forfeited(life)) {
    case 'outgoing':
      return outgoing.slice(0, 1).map(({ license }) => license.licenseId);
    case 'license':
      return held ? [held.license.licenseId] : [];
    case 'acquisition':
      if (acquiring.kind === 'claimed') return [acquiring.license.licenseId];
      return acquiring.kind === 'inDoubt' ? [acquiring.marker] : [];
    case 'panelChange':
      return [];
  }
}
