/** What has to be seen somewhere: an exploration that never gets there proves nothing. */
import type { CallKind } from '../../src/domain/life/call.js';
import { POLICIES } from '../../src/domain/life/decide.js';
import { LINED } from './outcomes.js';

/** All calls whose answer can be lost; the rest only reads what a human has written. */
const LOST = [
  ...LINED,
  'resolveTerms',
  'askStatus',
  'claim',
  'releaseClaim',
  'tellVacated',
  'reject',
  'confirm',
  'find',
  'reread',
  'tellPool',
  'park',
  'lookBack',
  'accept',
  'redate',
  'readFunds',
  'compareOffers',
  'joinWatch',
] as const satisfies readonly CallKind[];

/** The table of an acquisition's kinds. */
const TRANSITIONS = [
  'none > claimed',
  'none > vacating',
  'none > ordering',
  'none > asking',
  'none > none',
  'asking > claimed',
  'asking > ordering',
  'asking > none',
  'vacating > vacated',
  'vacated > claimed',
  'vacated > ordering',
  'vacated > none',
  'claimed > bound',
  'claimed > refused',
  'refused > none',
  'bound > none',
  'ordering > none',
  'ordering > inDoubt',
  'inDoubt > none',
  'inDoubt > ordering',
];

const EVENTS = [
  'a renewal before its emergency',
  'a swap at one address',
  'an exchange of addresses',
  'a vacated address',
  'held back: prolong',
  'held back: order',
];

/** Is seen by the long run only: it takes two faults or more messages. */
const LONG_ONLY: readonly string[] = [
  'too late: changePriceList',
  'lost: releaseClaim',
  'lost: find',
  'lost: park',
  'lost: lookBack',
  'lost: accept',
  'lost: redate',
  'lost: joinWatch',
];

/** Lists what was not seen, of all or of what a short run sees. */
export function unseenOf(seen: ReadonlySet<string>, length: 'short' | 'long'): string[] {
  const all = [
    ...Object.keys(POLICIES).map((name) => `policy ${name}`),
    ...TRANSITIONS,
    ...EVENTS,
    ...LINED.flatMap((kind) => [`withdrawn: ${kind}`, `too late: ${kind}`]),
    ...LOST.map((kind) => `lost: ${kind}`),
  ];
  return all.filter((each) => !seen.has(each) && !(length === 'short' && LONG_ONLY.includes(each)));
}
