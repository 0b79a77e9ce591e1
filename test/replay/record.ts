// Records the histories that replay.test.ts replays: node --import tsx test/replay/record.ts
import { writeFileSync } from 'node:fs';

import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

import { startLife } from '../support/time-lapse.js';
import { FOLDER, liveThem } from './record-lives.js';

const life = await startLife();
try {
  for (const [name, workflowId] of Object.entries(await liveThem(life))) {
    const { workflow } = life.env.client;
    const latest = await workflow.getHandle(workflowId).fetchHistory();
    // The first run has most of a life in it; the latest may just have begun.
    const firstRunId = latest.events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId;
    const history = await workflow.getHandle(workflowId, firstRunId ?? undefined).fetchHistory();
    const events: unknown = JSON.parse(historyToJSON(history), withoutMachine);
    writeFileSync(`${FOLDER}${name}.json`, `${JSON.stringify({ workflowId, history: events })}\n`);
    console.log(`${name}: ${history.events?.length ?? 0} events`);
  }
} finally {
  await life.stop();
}

/**
 * Leaves out what tells of the machine that recorded: paths in stack traces, and names of hosts.
 */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'stackTrace') return '';
  return key === 'identity' ? 'recorder' : value;
}
