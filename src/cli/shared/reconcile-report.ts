import type { ReconcileReport } from '../../contract/reconcile.js';
import { table } from './table.js';

/** Lays the report of a comparison out for a person. */
export function reportInWords(report: ReconcileReport): string {
  const { licenseServer, refusal, licensesThere, licensesHere, findings, omitted } = report;
  const head = `${licenseServer}: ${licensesThere} licenses there, ${licensesHere} expected`;
  if (refusal !== undefined) return `${head}; nothing was compared and nothing done: ${refusal}`;
  if (findings.length === 0) return `${head}, no difference`;
  return [
    `${head}, ${findings.length + omitted} differences`,
    table(
      ['License', 'Service', 'Finding', 'Reason', 'Proposal', 'Outcome'],
      findings.map(({ licenseId, serviceId, kind, reason, proposal, outcome, failure }) => [
        ...[licenseId, serviceId, kind, reason, proposal.action],
        failure === undefined ? outcome : `${outcome}: ${failure}`,
      ]),
    ),
    ...(omitted > 0 ? [`and ${omitted} more`] : []),
  ].join('\n');
}
