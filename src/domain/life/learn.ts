import type { Call } from './call.js';
import type { Fact } from './fact.js';
import { learnDone } from './learn-done.js';
import { learnFailed } from './learn-failed.js';
import { learnTold } from './learn-told.js';
import type { Life } from './life.js';
import { endComes, settle } from './settle.js';

/** Brings a fact into a life: the only writer of lives. `now` is epoch ms. */
export function learn(before: Life, fact: Fact, now: number): Life {
  // An end that has come is not taken back by a message of the same instant.
  return keyed(before, settle(learned(endComes(before, now), fact, now), now), now);
}

/** Another license has another key. */
function keyed(before: Life, life: Life, now: number): Life {
  const licenseId = life.held?.license.licenseId;
  if (licenseId === before.held?.license.licenseId) return life;
  return { ...life, keySinceMs: licenseId === undefined ? null : now };
}

function learned(life: Life, fact: Fact, now: number): Life {
  switch (fact.kind) {
    case 'calls':
      return { ...begun(life, fact.call), calling: fact.call };
    case 'withdrawn':
      return { ...life, calling: null };
    case 'done':
      return learnDone({ ...life, calling: null }, fact, now);
    case 'failed':
      return learnFailed({ ...life, calling: null }, fact.call, fact.met, now);
    case 'told':
      return learnTold(life, fact.told, now);
    case 'rested':
      return { ...life, termsAnswer: null };
    case 'reset':
      return { ...life, lookBack: 'due' };
  }
}

/** An order that the pool was not asked for begins with its call. */
function begun(life: Life, call: Call): Life {
  if ((call.kind !== 'order' && call.kind !== 'readFunds') || life.acquiring.kind !== 'none') return life;
  const { marker, licenseServer, hadNone } = call;
  const { tally } = life;
  return {
    ...life,
    acquiring: { kind: 'ordering', marker, licenseServer, hadNone, isFunded: false },
    tally: { ...tally, markers: tally.markers + 1 },
  };
}
