import { checkCover } from './check-cover.js';
import { checkLicenses } from './check-licenses.js';
import { checkPayments } from './check-payments.js';
import { checkThrift } from './check-thrift.js';
import type { Evidence } from './evidence.js';
import { namePayments } from './intents.js';
import { GUARDS, type Guard } from './plants.js';
import type { Violation } from './violation.js';
import type { FaultTally } from './weather.js';

export interface ChaosReport {
  readonly seed: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly payingCalls: number;
  /** Of these, how many were executed without their answer reaching the caller. */
  readonly answersLost: number;
  /** How often a human was needed, by the failure. */
  readonly humans: Readonly<Record<string, number>>;
  readonly charges: number;
  /** How many different things the ledger holds that were paid for, or were to be. */
  readonly intents: number;
  readonly violations: readonly Violation[];
}

export function chaosReport(seed: number, tally: FaultTally, evidence: Evidence): ChaosReport {
  const { charges, entries } = evidence;
  const named = new Set([
    ...entries.map(({ intent }) => intent.intentId),
    ...namePayments(evidence).map(({ intentId }) => intentId),
  ]);
  return {
    seed,
    faults: Object.fromEntries(Object.entries(tally.faults).sort(([a], [b]) => a.localeCompare(b))),
    payingCalls: tally.payingCalls,
    answersLost: tally.answersLost,
    humans: tally.humans,
    charges: charges.length,
    intents: named.size,
    violations: [checkPayments, checkLicenses, checkCover, checkThrift].flatMap((check) => check(evidence)),
  };
}

/** Prints a report: JSON alone, or words; tells the exit code. */
export function printReport(report: ChaosReport, json: boolean): number {
  const { seed, faults, payingCalls, answersLost, humans, charges, intents, violations } = report;
  if (json) console.log(JSON.stringify(report, null, 2));
  else {
    const happened = Object.entries(faults).map(([kind, times]) => `  ${kind.padEnd(28)} ${times}`);
    const needed = Object.entries(humans).map(
      ([failure, times]) => `  a human was needed ${times} times: ${failure}`,
    );
    const total = Object.values(faults).reduce((sum, times) => sum + times, 0);
    console.log(
      [
        `seed ${seed}: ${charges} charges for ${intents} intents`,
        `${total} faults; ${answersLost} of ${payingCalls} paying calls lost their answer`,
        ...happened,
        ...needed,
        ...violations.flatMap(({ rule, message, history }) => [
          '',
          `VIOLATION ${rule}: ${message}`,
          ...history.map((line) => `  ${line}`),
        ]),
        violations.length === 0 ? 'no violation' : `\n${violations.length} violations`,
      ].join('\n'),
    );
  }
  return violations.length === 0 ? 0 : 1;
}

/** Reads which guards are to be taken away; ends the program where there is no such guard. */
export function guardsNamed(names: readonly string[]): Guard[] {
  const unknown = names.filter((name) => !GUARDS.some((guard) => guard === name));
  if (unknown.length > 0) {
    console.error(`--without ${unknown.join(', ')}: no such guard; there are ${GUARDS.join(', ')}`);
    process.exit(2);
  }
  return GUARDS.filter((guard) => names.includes(guard));
}
