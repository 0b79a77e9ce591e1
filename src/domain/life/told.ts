import type { LicenseId } from '../base/license.js';
import type { Service, ServiceStatus } from '../base/service.js';
import type { ServiceChange } from '../terms/service-change.js';
import type { Resolution } from './resolution.js';

/** What a service is told from outside. */
export type Told =
  /** Something was repaired: look at everything again. */
  | { readonly kind: 'wake' }
  /** The license was found to differ at its server. */
  | { readonly kind: 'reread' }
  | { readonly kind: 'status'; readonly status: ServiceStatus }
  /** The service has another address. */
  | { readonly kind: 'ip'; readonly ip: string }
  /** The service is to have another panel; addons stay only where they are asked for again. */
  | { readonly kind: 'panel'; readonly request: Pick<Service, 'panel' | 'addons'> }
  /** The client's order is another one: what is paid next goes by it. */
  | { readonly kind: 'order'; readonly change: ServiceChange }
  /** The key of a license was renewed at its server, or may have been. */
  | { readonly kind: 'newKey'; readonly licenseId: LicenseId }
  /** The service will end at this instant (epoch ms), or its end is not known any more. */
  | { readonly kind: 'end'; readonly closesAtMs: number | null }
  /** A human has decided about what has failed. */
  | { readonly kind: 'resolution'; readonly resolution: Resolution };
