import { inUtc } from '../../base/calendar.js';
import { subjectOf, type Call, type Subject } from '../call.js';
import type { Life } from '../life.js';
import type { Opinion } from '../step.js';
import { callsHuman, dueAt, emergencyAtMsOf } from '../trouble.js';

/**
 * One rule of a life: what it wants done now, by which call or wait, and why in words; `now` is
 * epoch ms.
 */
export type Policy = (life: Life, now: number) => Opinion;

/** Makes a call, unless a failure of what it is about is still waited out. */
export function calls(life: Life, now: number, call: Call, why: string): Opinion {
  const subject = subjectOf(call);
  const trouble = life.trouble[subject];
  if (!trouble) return { kind: 'call', call, why };
  const untilMs = dueAt(trouble, emergencyAtMsOf(life));
  const asksHuman = callsHuman(trouble);
  const shown = { trouble: { subject, ...trouble }, ...(asksHuman && { asksHuman }) };
  if (now >= untilMs) return { kind: 'call', call, why, ...shown };
  return {
    kind: 'wait',
    untilMs,
    why: asksHuman
      ? `waits for a human: ${trouble.failure}`
      : `tries again at ${inUtc(untilMs)}: ${trouble.failure}`,
    ...shown,
  };
}

/** Waits until an instant (epoch ms); the policies behind it have their say all the same. */
export function waits(untilMs: number, why: string): Opinion {
  return { kind: 'wait', untilMs, why };
}

/** Waits until nothing of a call that was lost can arrive any more, and shows what was lost. */
export function waitsForLost(life: Life, subject: Subject, untilMs: number, why: string): Opinion {
  const trouble = life.trouble[subject];
  if (!trouble) return waits(untilMs, why);
  return {
    kind: 'wait',
    untilMs,
    why: `tries again at ${inUtc(untilMs)}: ${trouble.failure}`,
    trouble: { subject, ...trouble },
  };
}

/** Waits until an instant (epoch ms), and nothing behind it counts. */
export function waitsOnly(untilMs: number, why: string): Opinion {
  return { kind: 'wait', untilMs, why, final: true };
}
