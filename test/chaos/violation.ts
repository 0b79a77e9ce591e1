import type { Entry } from '../../src/ledger/entry.js';
import type { Evidence } from './evidence.js';

/**
 * Something that must never be, with all that is known of the license or the intent that it is
 * about.
 */
export interface Violation {
  readonly rule: string;
  readonly message: string;
  readonly history: readonly string[];
}

export interface Subject {
  readonly licenseId?: number | string;
  readonly intentId?: string;
  readonly serviceId?: string;
}

/**
 * Writes a violation with every charge, operation and ledger entry of its subject, in the order of
 * time.
 */
export function violation(evidence: Evidence, rule: string, message: string, subject: Subject): Violation {
  return { rule, message, history: historyOf(evidence, subject) };
}

export function inWords(instantMs: number): string {
  return new Date(instantMs).toISOString();
}

function historyOf({ charges, operations, entries, services }: Evidence, subject: Subject): string[] {
  const serviceOf = (marker = '') => /pk\/([^/]+)\//.exec(marker)?.[1];
  const licenseId = subject.licenseId === undefined ? undefined : Number(subject.licenseId);
  const { serviceId, intentId } = subject;
  const lines = [
    ...charges
      .filter(
        (charge) => charge.licenseId === licenseId || (serviceId && serviceOf(charge.remoteId) === serviceId),
      )
      .map(
        ({ atMs, chargeId, func, licenseId: paid, amountMinor, remoteId }) =>
          [
            atMs,
            `charge ${chargeId}: ${func} of license ${paid}, ${amountMinor} minor, remoteid ${remoteId ?? ''}`,
          ] as const,
      ),
    ...operations
      .filter(
        ({ licenseId: changed, changes }) =>
          changed === licenseId ||
          (serviceId &&
            Object.values(changes)
              .flat()
              .some((value) => serviceOf(String(value)) === serviceId)),
      )
      .map(
        ({ atMs, func, licenseId: changed, changes }) =>
          [atMs, `${func} of license ${changed}: ${JSON.stringify(changes)}`] as const,
      ),
    ...entries
      .filter(
        ({ intent, outcomes }) =>
          intent.intentId === intentId ||
          (serviceId && intent.serviceId === serviceId) ||
          (licenseId !== undefined &&
            [
              intent.licenseId,
              ...outcomes.map((outcome) => ('licenseId' in outcome ? outcome.licenseId : undefined)),
            ].includes(String(licenseId) as never)),
      )
      .flatMap(ledgerLines),
  ];
  const views = services
    .filter(
      ({ service, view }) =>
        service.serviceId === serviceId || view?.license?.licenseId === String(licenseId),
    )
    .map(
      ({ service, wish, workflow, view }) =>
        `at the end: service ${service.serviceId} at ${service.ip}, wanted ${wish}, Workflow ${workflow}: ${JSON.stringify(view)}`,
    );
  return [...lines.sort(([a], [b]) => a - b).map(([atMs, text]) => `${inWords(atMs)} ${text}`), ...views];
}

function ledgerLines({ intent, attempt, atMs, outcomes }: Entry): (readonly [number, string])[] {
  const name = `ledger: attempt ${attempt} of ${intent.intentId} by ${intent.askedBy}`;
  return [
    [atMs, `${name}: ${intent.kind} ${intent.amount.amountMinor} minor`],
    ...outcomes.map(
      ({ atMs: endedAtMs, ...outcome }) => [endedAtMs, `${name}: ${JSON.stringify(outcome)}`] as const,
    ),
  ];
}
