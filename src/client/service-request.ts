import { z } from 'zod';

import { TRIAL } from '../domain/base/period.js';
import type { Service } from '../domain/base/service.js';
import type { ServiceChange } from '../domain/terms/service-change.js';
import { PanelkeeperError } from './errors.js';

const id = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, { error: 'must be 1 to 64 letters, digits, ".", "_" or "-"' });

export const serviceIdSchema = id;

/** The rules of a service's data, as they are checked before anything is sent. */
export const serviceSchema = z.strictObject({
  serviceId: id,
  serviceName: z
    .string()
    .min(1)
    .max(200)
    // Written out, as tools that read the document of the API know no classes of Unicode.
    // oxlint-disable-next-line no-control-regex
    .regex(/^[^[\]\u0000-\u001f\u007f-\u009f]*$/, {
      error: 'must not contain brackets or control characters',
    }),
  ip: z
    .ipv4({ error: 'must be an IPv4 address' })
    .refine((ip) => ip !== '0.0.0.0', { error: 'must be the address of a server' })
    .meta({ not: { const: '0.0.0.0' } }),
  panel: id,
  servicePeriodMonths: z
    .int({ error: 'must be a whole number of months' })
    .max(120, { error: 'must be at most 120 months' })
    .refine((months) => months >= 1 || months === TRIAL, {
      error: `must be at least one month, or ${TRIAL} for a trial`,
    })
    .meta({ anyOf: [{ const: TRIAL }, { minimum: 1 }] }),
  processingModule: id.optional(),
  tariff: id.optional(),
  productType: z.string().min(1).max(64).optional(),
  addons: z
    .record(
      z.string().regex(/^\d{1,12}$/, { error: 'must be the number of an addon' }),
      z.int({ error: 'must be a whole number' }).min(0).max(9999),
    )
    .optional(),
});

/** A trial is how a service begins: none comes later. */
export const serviceChangeSchema = serviceSchema
  .pick({ serviceName: true, tariff: true })
  .extend({ servicePeriodMonths: serviceSchema.shape.servicePeriodMonths.positive() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, {
    error: 'must name what changes: serviceName, servicePeriodMonths or tariff',
  })
  .meta({ minProperties: 1 });

export type ServiceRequest = z.input<typeof serviceSchema>;

/**
 * Checks a service's data; throws a PanelkeeperError `InvalidRequest` that names each field and the
 * rule it breaks.
 */
export function parseService(request: ServiceRequest): Service {
  return parse(serviceSchema, request);
}

export function parseServiceId(serviceId: string): string {
  return parse(serviceIdSchema, serviceId, 'serviceId');
}

export function parseIp(ip: string): string {
  return parse(serviceSchema.shape.ip, ip, 'ip');
}

export function parsePanel(
  request: Pick<ServiceRequest, 'panel' | 'addons'>,
): Pick<Service, 'panel' | 'addons'> {
  return parse(serviceSchema.pick({ panel: true, addons: true }), request);
}

export function parseServiceChange(change: ServiceChange): ServiceChange {
  return parse(serviceChangeSchema, change);
}

function parse<T>(schema: z.ZodType<T>, value: unknown, name = 'request'): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const breaches = result.error.issues.map(({ path, message }) => `${path.join('.') || name}: ${message}`);
  throw new PanelkeeperError('InvalidRequest', breaches.join('; '));
}
