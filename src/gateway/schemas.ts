/** What the HTTP API takes and gives; the OpenAPI document is made of the same. */
import { z } from 'zod';

import { serviceChangeSchema, serviceIdSchema, serviceSchema } from '../client/service-request.js';

export const servicePath = z.strictObject({ serviceId: serviceIdSchema });

/** A service as it is opened; its name is its id unless told. */
export const openBody = serviceSchema
  .omit({ serviceId: true })
  .extend({ serviceName: serviceSchema.shape.serviceName.optional() })
  .meta({ id: 'OpenRequest' });
export const changeIpBody = serviceSchema.pick({ ip: true }).meta({ id: 'ChangeIpRequest' });
export const changePanelBody = serviceSchema
  .pick({ panel: true, addons: true })
  .meta({ id: 'ChangePanelRequest' });
export const changeServiceBody = serviceChangeSchema.meta({ id: 'ChangeServiceRequest' });
export const scheduleCloseBody = z
  .strictObject({
    closesAt: z.iso
      .datetime({ offset: true })
      .nullable()
      .describe('when the service ends; null where that is not known any more'),
    confirm: z.literal(true).optional().describe('a moment that is past is meant: it ends at once'),
  })
  .meta({ id: 'ScheduleCloseRequest' });
export const resolveBody = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.enum(['retry', 'forfeit', 'confirm']) }),
    z.strictObject({ action: z.literal('accept'), licenseId: z.string().min(1).max(64).optional() }),
    z.strictObject({ action: z.literal('setExpiry'), expiresOn: z.iso.date() }),
  ])
  .meta({ id: 'ResolveRequest' });
export const listQuery = z.strictObject({
  state: z
    .enum(['ordering', 'active', 'suspended', 'retrying', 'needs-human', 'closing'])
    .optional()
    .describe('only those in this state'),
  panel: serviceSchema.shape.panel.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z
    .string()
    .max(4096)
    .regex(/^[\w-]+$/, { error: 'must be the `next` of a page before' })
    .optional(),
});

const license = z.object({
  licenseId: z.string(),
  priceList: z.string(),
  periodMonths: z.int(),
  expiresOn: z.string(),
  source: z.enum(['ordered', 'pool', 'adopted']),
});
const licenseWithKey = license.extend({
  key: z.string().optional().describe('the license key, for a token with the scope `key`'),
});
const standing = {
  needsHuman: z.boolean().describe('nothing goes on before a human has acted or decided'),
  failure: z.string().optional().describe('what has failed, of the closed set of docs/errors.md'),
  retryAt: z.string().optional().describe("when it is looked at again without anybody's doing"),
  mayResolve: z.array(z.string()).readonly().describe('what `resolve` would take now'),
};
const unfinished = z.object({
  status: z.enum(['pending', 'waiting', 'closing']),
  reason: z.string(),
  ...standing,
});

export const unfinishedAnswer = unfinished.meta({ id: 'Unfinished' });
export const openAnswer = z
  .object({ status: z.literal('licensed'), license: licenseWithKey })
  .meta({ id: 'Licensed' });
export const closeAnswer = z.object({ status: z.literal('closed') }).meta({ id: 'Closed' });
export const changedAnswer = z
  .object({ status: z.literal('changed'), license: license.optional() })
  .meta({ id: 'Changed' });
export const changeServiceAnswer = z
  .object({
    status: z.literal('changed'),
    nextPayment: z.object({ priceList: z.string(), periodMonths: z.int() }),
  })
  .meta({ id: 'OrderChanged' });
export const renewKeyAnswer = z
  .object({
    status: z.enum(['renewed', 'notRenewed']),
    license: licenseWithKey.optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'KeyRenewed' });
export const wokenAnswer = z.object({ status: z.literal('woken') }).meta({ id: 'Woken' });
export const viewAnswer = z
  .object({
    service: z.object(serviceSchema.shape),
    status: z.enum(['active', 'suspended', 'closed']),
    state: z.string(),
    license: license.extend({ licenseServer: z.string(), keySinceMs: z.number().optional() }).optional(),
    isMoving: z.boolean(),
    orders: z.int(),
    prolongs: z.int(),
    next: z.string(),
    trouble: z.string().optional(),
    closesAtMs: z.number().optional(),
    ...standing,
  })
  .meta({ id: 'ServiceView' });
export const listAnswer = z
  .object({
    services: z.array(
      z.object({
        serviceId: z.string(),
        state: z.string().optional(),
        panel: z.string().optional(),
        licenseServer: z.string().optional(),
        licenseId: z.string().optional(),
        paidUntil: z.string().optional(),
      }),
    ),
    next: z.string().nullable().describe('the `cursor` of the next page; null at the end'),
  })
  .meta({ id: 'ServicePage' });
export const panelsAnswer = z
  .object({ panels: z.array(z.object({ panel: z.string(), enumeration: z.string() })) })
  .meta({ id: 'Panels' });
export const keyAnswer = z.object({ licenseId: z.string(), key: z.string() }).meta({ id: 'LicenseKey' });
