import type { Life } from './life.js';
import type { Resolution } from './resolution.js';
import type { ServiceStatus } from '../base/service.js';
import { afterIntervention } from './trouble.js';

/** What a service is told from outside. */
export type Told =
  /** Something was repaired: look at everything again. */
  | { readonly kind: 'wake' }
  /** The license was found to differ at its server. */
  | { readonly kind: 'reread' }
  | { readonly kind: 'status'; readonly status: ServiceStatus }
  /** The service has another address. */
  | { readonly kind: 'ip'; readonly ip: string }
  /** The service will end at this instant (epoch ms), or its end is not known any more. */
  | { readonly kind: 'end'; readonly closesAtMs: number | null }
  /** A human has decided about a step that has failed. */
  | { readonly kind: 'resolution'; readonly resolution: Resolution };

/** Writes what a service is told into its state, and says whether that may change what it does next; `now` is epoch ms. */
export function tell(life: Life, told: Told, now: number): boolean {
  switch (told.kind) {
    case 'wake':
      break;
    case 'reread':
      life.rereads = true;
      break;
    case 'status':
      if (life.status === told.status) return false;
      life.status = told.status;
      break;
    case 'ip':
      if (life.service.ip === told.ip) return false;
      life.readdress = { from: life.readdress?.from ?? life.service.ip, sinceMs: now };
      life.service = { ...life.service, ip: told.ip };
      break;
    case 'end':
      if (told.closesAtMs === null) delete life.closesAtMs;
      else life.closesAtMs = told.closesAtMs;
      break;
    case 'resolution':
      // The trouble stays until that is done: it is what the decision is about.
      life.resolution = told.resolution;
      if (life.trouble?.step === 'resolve') life.trouble = { ...life.trouble, retryAtMs: now };
      return true;
  }
  life.trouble = afterIntervention(life.trouble);
  return true;
}
