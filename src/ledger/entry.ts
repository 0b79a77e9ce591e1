import type { CalendarDate } from '../domain/base/calendar.js';
import type { LicenseServerFailure } from '../domain/base/failures.js';
import type { LicenseId, PriceListCode } from '../domain/base/license.js';
import type { Marker } from '../domain/base/marker.js';
import type { AttemptRow, NewAttemptRow, NewOutcomeRow, OutcomeRow } from './database.js';
import type { Intent } from './intent.js';
import type { AttemptOutcome, AttemptState } from './outcome.js';
import { shortText } from './short-text.js';

/**
 * One attempt as an audit reads it: who asked for what at which price, and all that is known of how
 * it ended.
 */
export interface Entry {
  readonly intent: Intent;
  /** Counts from 1 within the intent. */
  readonly attempt: number;
  readonly atMs: number;
  readonly state: AttemptState;
  /** Oldest first: none while open, two where an unknown one was found out later. */
  readonly outcomes: readonly RecordedOutcome[];
}

export type RecordedOutcome = AttemptOutcome & { readonly atMs: number };

/** Which attempts to read; the instants (epoch ms) are those of recording, `untilMs` excluded. */
export interface EntryFilter {
  readonly licenseServer?: string;
  readonly serviceId?: string;
  readonly sinceMs?: number;
  readonly untilMs?: number;
}

export function rowOfIntent(intent: Intent, attempt: number, nowMs: number): NewAttemptRow {
  return {
    intent_id: intent.intentId,
    attempt,
    kind: intent.kind,
    license_server: intent.licenseServer,
    service_id: intent.serviceId,
    asked_by: intent.askedBy,
    marker: intent.marker ?? null,
    license_id: intent.licenseId ?? null,
    ip: intent.ip ?? null,
    price_list: intent.priceList,
    period_months: intent.periodMonths,
    expected_expires_on: intent.expected?.expiresOn ?? null,
    amount_minor: intent.amount.amountMinor,
    list_price_minor: intent.listPriceMinor ?? null,
    currency: intent.amount.currency,
    at_ms: nowMs,
  };
}

export function intentOfRow(row: AttemptRow): Intent {
  return {
    intentId: row.intent_id,
    kind: row.kind,
    licenseServer: row.license_server,
    serviceId: row.service_id,
    askedBy: row.asked_by,
    ...(row.marker !== null && { marker: row.marker as Marker }),
    ...(row.license_id !== null && { licenseId: row.license_id as LicenseId }),
    ...(row.ip !== null && { ip: row.ip }),
    priceList: row.price_list as PriceListCode,
    periodMonths: row.period_months,
    ...(row.expected_expires_on !== null && {
      expected: { expiresOn: row.expected_expires_on as CalendarDate },
    }),
    amount: { amountMinor: row.amount_minor, currency: row.currency },
    ...(row.list_price_minor !== null && { listPriceMinor: row.list_price_minor }),
  };
}

export function rowOfOutcome(
  intentId: string,
  attempt: number,
  outcome: AttemptOutcome,
  nowMs: number,
): NewOutcomeRow {
  const key = { intent_id: intentId, attempt, kind: outcome.kind, at_ms: nowMs };
  return outcome.kind === 'done'
    ? {
        ...key,
        license_id: outcome.licenseId,
        expires_on: outcome.expiresOn ?? null,
        answer: shortText(outcome.answer),
      }
    : { ...key, failure: outcome.failure, message: shortText(outcome.message) };
}

export function outcomeOfRow(row: OutcomeRow): RecordedOutcome {
  const { kind, at_ms: atMs } = row;
  return kind === 'done'
    ? {
        kind,
        licenseId: row.license_id as LicenseId,
        ...(row.expires_on !== null && { expiresOn: row.expires_on as CalendarDate }),
        answer: row.answer ?? '',
        atMs,
      }
    : { kind, failure: row.failure as LicenseServerFailure, message: row.message ?? '', atMs };
}
