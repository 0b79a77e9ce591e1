import type { Difference, DifferenceKind } from '../domain/comparison/difference.js';
import type { Service } from '../domain/base/service.js';

/** Starts a comparison of a license server with what panelkeeper knows. */
export interface ReconcileInput {
  readonly licenseServer: string;
  /** Acts on what the configuration allows; else it only reports. */
  readonly apply: boolean;
  /** Compares again, some hours long, where a list could not be trusted or a repair has failed. */
  readonly patient?: true;
  /** Takes over licenses that nobody here knows, and does nothing else. */
  readonly adopt?: { readonly services: readonly Service[] };
  /** The services to look at; all that run unless given. */
  readonly serviceIds?: readonly string[];
}

/** A difference, and what became of it. */
export interface ReportedFinding extends Difference {
  readonly outcome:
    | 'proposed'
    /** A human has to decide, or the configuration does not allow it. */
    | 'notAllowed'
    | 'done'
    | 'failed';
  readonly failure?: string;
}

export interface ReconcileReport {
  readonly licenseServer: string;
  readonly atMs: number;
  /** Why the license server's list is not trusted: nothing was compared and nothing done. */
  readonly refusal?: string;
  readonly licensesThere: number;
  readonly licensesHere: number;
  readonly counts: Readonly<Partial<Record<DifferenceKind, number>>>;
  readonly findings: readonly ReportedFinding[];
  /** How many findings are not listed, as a report must stay small. */
  readonly omitted: number;
}

/** What the comparison hands to the Workflow: each finding, and whether it may be acted on. */
export interface ReconcilePlan extends Omit<ReconcileReport, 'findings'> {
  readonly findings: readonly (Difference & { readonly isAllowed: boolean })[];
}

/** The Workflow id of one comparison; a Schedule appends its own time. */
export function reconcileId(licenseServer: string, run?: string): string {
  return `reconcile/${licenseServer}${run === undefined ? '' : `/${run}`}`;
}
