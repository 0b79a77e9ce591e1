/**
 * Runs in a process of its own: opens the ledger given, does the job given, prints what was
 * answered.
 */
import { writeSync } from 'node:fs';

import { openLedger, type LedgerPlace } from '../../src/ledger/open-ledger.js';
import type { ChildJob } from './child.js';
import { done, NO_LIMITS, NOW, order } from './sample-intent.js';

const [place, job] = process.argv.slice(2).map((text) => JSON.parse(text) as unknown) as [
  LedgerPlace,
  ChildJob,
];
const ledger = await openLedger(place);

// Not through a stream: a line counts as answered only if it has left the process before it is
// killed.
const say = (text: string) => writeSync(1, `${text}\n`);

if (job.kind === 'intendAtOnce') {
  const limits = { ...NO_LIMITS, perHour: { payments: job.payments } };
  const ids = Array.from({ length: job.count }, (_, at) => `${job.prefix}${at}`);
  const answers = await Promise.all(ids.map((id) => ledger.intend(order(id), limits, NOW)));
  answers.forEach(({ kind }) => say(kind));
  await ledger.close();
} else {
  for (let at = 0; ; at += 1) {
    const id = `${job.prefix}${at}`;
    await ledger.intend(order(id), NO_LIMITS, NOW);
    say(`intended ${id}`);
    await ledger.conclude(id, 1, done(), NOW);
    say(`concluded ${id}`);
  }
}
