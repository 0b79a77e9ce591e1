import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';

import {
  LicenseId,
  LicensePaidUntil,
  LicensePanel,
  LicenseServer,
  LicenseState,
} from '../contract/search-attributes.js';
import { detailsOf } from '../domain/words/describe.js';
import type { Life } from '../domain/life/life.js';
import { stateOf } from '../domain/life/state-of.js';
import type { Step } from '../domain/life/step.js';

/**
 * Shows operators where the service stands. Each upsert costs an event, so only what changed is
 * written, in one.
 */
export function show(life: Life, step: Step): void {
  setCurrentDetails(detailsOf(life, step, Date.now()));
  const { wish, held, terms } = life;
  const license = held?.license;
  const attributes = workflowInfo().typedSearchAttributes;
  const paidUntil = license && new Date(license.expiresAtMs);
  const changes = [
    { key: LicenseState, value: stateOf(life, step), before: attributes.get(LicenseState) },
    { key: LicensePanel, value: wish.service.panel, before: attributes.get(LicensePanel) },
    {
      key: LicenseServer,
      value: license?.licenseServer ?? terms?.licenseServer ?? null,
      before: attributes.get(LicenseServer),
    },
    { key: LicenseId, value: license?.licenseId ?? null, before: attributes.get(LicenseId) },
    { key: LicensePaidUntil, value: paidUntil ?? null, before: attributes.get(LicensePaidUntil) },
  ].filter(({ value, before }) => String(value ?? '') !== String(before ?? ''));
  if (changes.length > 0) upsertSearchAttributes(changes.map(({ key, value }) => ({ key, value }) as never));
}
