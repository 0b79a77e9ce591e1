import { dirname, resolve } from 'node:path';

import { z } from 'zod';

import { serviceSchema } from '../../client/service-request.js';
import { parseFile, type Config } from '../../config.js';
import { readConfig, readTextFile } from '../shared/environment.js';

const day = z.int().min(0);

const fleetService = serviceSchema
  .extend({
    openOnDay: day,
    suspendOnDay: day.optional(),
    resumeOnDay: day.optional(),
    closeOnDay: day.optional(),
  })
  .superRefine(({ openOnDay, suspendOnDay, resumeOnDay, closeOnDay }, context) => {
    const order = Object.entries({ openOnDay, suspendOnDay, resumeOnDay, closeOnDay }).filter(
      ([, on]) => on !== undefined,
    );
    order.slice(1).forEach(([field, on], at) => {
      const [before, earlier] = order[at] ?? [];
      if (Number(on) <= Number(earlier)) {
        context.addIssue({ code: 'custom', path: [field], message: `must be after ${String(before)}` });
      }
    });
    if (resumeOnDay !== undefined && suspendOnDay === undefined) {
      context.addIssue({ code: 'custom', path: ['resumeOnDay'], message: 'needs suspendOnDay' });
    }
  });

const fleetSchema = z.strictObject({
  /** The configuration file, seen from the fleet file. */
  configuration: z.string().min(1),
  days: z.int().min(1).max(3660),
  services: z
    .array(fleetService)
    .min(1)
    .superRefine((services, context) => {
      services.forEach(({ serviceId }, at) => {
        if (services.findIndex((other) => other.serviceId === serviceId) < at) {
          context.addIssue({ code: 'custom', path: [at, 'serviceId'], message: 'stands twice' });
        }
      });
    }),
});

export type FleetService = z.infer<typeof fleetService>;

/**
 * What a demo plays: services, and on which days they are opened, suspended, resumed and closed.
 */
export interface Fleet {
  readonly config: Config;
  readonly days: number;
  readonly services: readonly FleetService[];
}

/**
 * Reads a fleet file and the configuration that it names; throws a FileError that says what is
 * wrong.
 */
export function readFleet(path: string): Fleet {
  const { configuration, days, services } = parseFile(fleetSchema, readTextFile(path), path);
  return { config: readConfig(resolve(dirname(path), configuration)), days, services };
}

/** One thing that happens to a service on a day. */
export interface FleetEvent {
  readonly day: number;
  readonly kind: 'open' | 'suspend' | 'resume' | 'close';
  readonly service: FleetService;
}

/** Lists what happens to a fleet in the order of its days. */
export function eventsOf({ services, days }: Fleet): FleetEvent[] {
  return services
    .flatMap((service): FleetEvent[] =>
      (
        [
          ['open', service.openOnDay],
          ['suspend', service.suspendOnDay],
          ['resume', service.resumeOnDay],
          ['close', service.closeOnDay],
        ] as const
      ).flatMap(([kind, on]) => (on === undefined ? [] : [{ day: on, kind, service }])),
    )
    .filter((event) => event.day <= days)
    .sort((a, b) => a.day - b.day);
}
