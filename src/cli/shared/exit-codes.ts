import type { ErrorCode } from '../../client/errors.js';

/** What a program that calls a command can go by, beside what is printed. */
export const EXIT_CODES = {
  done: 0,
  /** It failed or was refused: nothing was changed by it unless the message says otherwise. */
  failed: 1,
  /** What was given is wrong: nothing was started, nothing spent. */
  badInput: 2,
  /** It was accepted and goes on by itself; asking again is harmless. */
  notYet: 3,
  /** It was accepted, and goes on when a human has acted or decided. */
  needsHuman: 4,
} as const;

/** The same in a line each, for `--help`. */
export const EXIT_CODES_IN_WORDS = [
  '  0  done',
  '  1  failed or refused',
  '  2  what was given is wrong: nothing was done',
  '  3  not yet: it goes on by itself, and asking again is harmless',
  '  4  needs a human: `panelkeeper show <service>` says what may be decided',
].join('\n');

/** Tells how a command ends that was given this answer. */
export function exitCodeOf(answer: { readonly status?: string; readonly needsHuman?: boolean }): number {
  switch (answer.status) {
    case 'pending':
    case 'waiting':
    case 'closing':
      return answer.needsHuman ? EXIT_CODES.needsHuman : EXIT_CODES.notYet;
    case 'refused':
    case 'notRenewed':
      return EXIT_CODES.failed;
    default:
      return EXIT_CODES.done;
  }
}

/** Tells how a command ends whose request was refused for this. */
export function exitCodeOfError({ code }: { readonly code: ErrorCode }): number {
  if (code === 'NotAnswered') return EXIT_CODES.notYet;
  return code === 'InvalidRequest' ? EXIT_CODES.badInput : EXIT_CODES.failed;
}
