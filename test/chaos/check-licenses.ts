/**
 * The checks of what was paid for: every license has one holder, every active service one license.
 */
import { utcDateOf } from '../../src/domain/base/calendar.js';
import type { License } from '../../src/simulator/simulator.js';
import type { Evidence, ServiceEvidence } from './evidence.js';
import { violation, type Subject, type Violation } from './violation.js';

export function checkLicenses(evidence: Evidence): Violation[] {
  const violations: Violation[] = [];
  const blame = (rule: string, message: string, subject: Subject) =>
    violations.push(violation(evidence, rule, message, subject));
  const present = evidence.licenses.filter(({ status }) => status !== 'deleted');
  const today = utcDateOf(evidence.nowMs);
  const paid = present.filter(({ expiresOn }) => expiresOn > today);
  const running = evidence.services.filter(({ workflow }) => workflow === 'RUNNING');
  const { free, claims, vacating, parked } = evidence.pool;

  const holders = new Map<string, string[]>();
  const holds = (licenseId: string | undefined, holder: string) => {
    if (licenseId !== undefined) holders.set(licenseId, [...(holders.get(licenseId) ?? []), holder]);
  };
  for (const { service, view } of running) holds(view?.license?.licenseId, `service ${service.serviceId}`);
  for (const { licenseId } of free) holds(licenseId, 'the pool');
  for (const { licenseId } of parked) holds(licenseId, 'the pool, set aside');
  for (const [key, claim] of Object.entries({ ...claims, ...vacating }))
    holds(claim.license.licenseId, `the claim ${key}`);

  for (const [licenseId, by] of holders) {
    if (by.length > 1)
      blame('BoundOnce', `license ${licenseId} is held by ${by.join(' and ')}`, { licenseId });
  }
  for (const { licenseId, licname } of paid) {
    if (!holders.has(String(licenseId)))
      blame('AccountedFor', `license ${licenseId} (${licname}) is held by nobody`, { licenseId });
  }
  for (const [serviceId, bound] of boundTo(present)) {
    if (bound.length > 1)
      blame('BoundOnce', `licenses ${bound.join(', ')} are bound to service ${serviceId}`, { serviceId });
  }
  for (const [key, { license }] of Object.entries({ ...claims, ...vacating })) {
    blame('PoolIsRight', `the claim ${key} was never ended`, { licenseId: license.licenseId });
  }
  checkFree(evidence, present, paid, blame);
  for (const one of evidence.services) checkService(evidence, one, blame);
  return violations;
}

type Blame = (rule: string, message: string, subject: Subject) => void;

/** Finds by the names that the license server shows which licenses are bound to each service. */
function boundTo(present: readonly License[]): Map<string, number[]> {
  const bound = new Map<string, number[]>();
  for (const { licenseId, licname } of present) {
    const serviceId = holderIn(licname);
    if (serviceId !== undefined) bound.set(serviceId, [...(bound.get(serviceId) ?? []), licenseId]);
  }
  return bound;
}

/** Reads from a license's name which service it is bound to. */
export function holderIn(licname: string): string | undefined {
  return /\[pk\/([^/]+)\/[^\]]+\]$/.exec(licname)?.[1];
}

/**
 * The pool is what the license server shows as free and paid. What has run out or is deleted there
 * serves nobody, so the pool may remember or forget it.
 */
function checkFree(
  { pool }: Evidence,
  present: readonly License[],
  paid: readonly License[],
  blame: Blame,
): void {
  const shown = new Map(present.map((license) => [String(license.licenseId), license]));
  const known = new Set<string>(pool.free.map(({ licenseId }) => licenseId));
  for (const { licenseId, expiresOn } of pool.free) {
    const license = shown.get(licenseId);
    if (!license) continue;
    const isFree = license.licname === 'free.lic' && license.remoteId === '';
    if (!isFree)
      blame(
        'PoolIsRight',
        `license ${licenseId} is in the pool and shown as ${license.licname} at ${license.ip}`,
        { licenseId },
      );
    if (license.expiresOn !== expiresOn)
      blame(
        'PoolIsRight',
        `license ${licenseId} expires on ${license.expiresOn}, the pool says ${expiresOn}`,
        { licenseId },
      );
  }
  for (const { licenseId, licname } of paid) {
    if (licname === 'free.lic' && !known.has(String(licenseId)))
      blame('PoolIsRight', `license ${licenseId} is free and not in the pool`, { licenseId });
  }
}

/** At rest a service is as it is wanted, and its license is what both sides say. */
function checkService({ licenses, nowMs }: Evidence, one: ServiceEvidence, blame: Blame): void {
  const { service, wish, workflow, view } = one;
  const { serviceId } = service;
  if (workflow !== 'RUNNING' && workflow !== 'COMPLETED')
    blame('WorkflowIsWell', `the Workflow of service ${serviceId} is ${workflow}`, { serviceId });
  if (wish === 'closed') {
    if (workflow === 'RUNNING')
      blame('Closed', `service ${serviceId} does not come to its end`, { serviceId });
    return;
  }
  if (workflow === 'COMPLETED')
    return blame('Licensed', `service ${serviceId} is over, and wanted`, { serviceId });
  const held = view?.license;
  // Who was suspended before it had a license needs none.
  if (!held && wish === 'suspended') return;
  const license = licenses.find(({ licenseId }) => String(licenseId) === held?.licenseId);
  if (!held || !license)
    return blame('Licensed', `service ${serviceId} has no license: ${view?.trouble ?? view?.next ?? ''}`, {
      serviceId,
    });
  const wrong = [
    license.status === 'active' || `is ${license.status}`,
    license.expiresOn > utcDateOf(nowMs) || `expired on ${license.expiresOn}`,
    license.ip === service.ip || `is for ${license.ip}`,
    license.expiresOn === held.expiresOn || `expires on ${license.expiresOn}, not on ${held.expiresOn}`,
    holderIn(license.licname) === serviceId || `is named ${license.licname}`,
  ].filter((finding) => finding !== true);
  if (wrong.length > 0)
    blame('Licensed', `license ${license.licenseId} of service ${serviceId} ${wrong.join(', ')}`, {
      serviceId,
      licenseId: license.licenseId,
    });
}
