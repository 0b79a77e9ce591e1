/** Draws a report of a comparison as markdown for the Temporal UI. */
export function drawReport({
  licenseServer,
  refusal,
  licensesThere,
  licensesHere,
  findings,
  omitted,
}: {
  readonly licenseServer: string;
  readonly refusal?: string;
  readonly licensesThere: number;
  readonly licensesHere: number;
  readonly findings: readonly {
    readonly kind: string;
    readonly licenseId: string;
    readonly reason: string;
    readonly outcome: string;
    readonly proposal: { readonly action: string };
  }[];
  readonly omitted: number;
}): string {
  const head = `${licenseServer}: ${licensesThere} licenses there, ${licensesHere} expected`;
  if (refusal !== undefined) return `${head}\n\nNothing was compared and nothing done: ${refusal}`;
  const rows = findings
    .slice(0, ROWS_SHOWN)
    .map(
      ({ kind, licenseId, reason, proposal, outcome }) =>
        `| ${[licenseId, kind, cell(reason), proposal.action, outcome].join(' | ')} |`,
    );
  const more = Math.max(0, findings.length - ROWS_SHOWN) + omitted;
  return [
    `${head}, ${findings.length + omitted} differences`,
    '',
    '| License | Difference | Reason | Proposal | Outcome |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...(more > 0 ? ['', `and ${more} more`] : []),
  ].join('\n');
}

const ROWS_SHOWN = 50;

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').slice(0, 300);
}
