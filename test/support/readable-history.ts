import type { temporal } from '@temporalio/proto';

import type { Life } from './time-lapse.js';

/** One event of a history with everything in it that was encoded as bytes read as text. */
export interface ReadableEvent {
  readonly eventId: string;
  /** What kind of event it is: the name of its attributes. */
  readonly kind: string;
  readonly text: string;
}

/** Reads the histories of all runs of a Workflow, the newest first. */
export async function readableHistory(life: Life, workflowId: string): Promise<ReadableEvent[]> {
  const events: ReadableEvent[] = [];
  for (let runId: string | undefined; ;) {
    const history = await life.env.client.workflow.getHandle(workflowId, runId).fetchHistory();
    events.push(...(history.events ?? []).map(readable));
    const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    runId = started?.continuedExecutionRunId ?? undefined;
    if (!runId) return events;
  }
}

function readable(event: temporal.api.history.v1.IHistoryEvent): ReadableEvent {
  const kind = Object.keys(event).find((key) => key.endsWith('EventAttributes')) ?? '';
  return { eventId: String(event.eventId), kind: kind.replace('EventAttributes', ''), text: textOf(event) };
}

/** Walks by itself: a message of protobuf turns its bytes into base64 when it is asked for JSON. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${textOf(part)}`)
    .join('\n');
}
