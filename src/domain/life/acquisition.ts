import type { Marker } from '../base/marker.js';
import type { Offer } from '../base/period.js';
import type { Service } from '../base/service.js';
import type { FreeLicense } from '../pool/pool.js';

/**
 * An order as it was made: until its outcome is known it is looked for so, whatever is configured
 * by then.
 */
export interface OrderMade extends Offer {
  readonly ip: string;
  readonly served: Pick<Service, 'panel' | 'addons'>;
}

/** The key of a claim and the sign of an order, and the license server where it is obtained. */
export interface Obtaining {
  readonly marker: Marker;
  readonly licenseServer: string;
}

/** A license on its way to a service. */
export type Acquisition =
  | { readonly kind: 'none' }
  /** The pool's answer was lost: it may have promised something. */
  | ({ readonly kind: 'asking' } & Obtaining)
  /** A free license has to leave the wanted address first; another one may be promised already. */
  | ({
      readonly kind: 'vacating';
      readonly vacate: FreeLicense;
      readonly claimed: FreeLicense | null;
      readonly hadNone: string;
    } & Obtaining)
  /** It has left, or is gone where it is `null`, and the pool is still to be told. */
  | ({
      readonly kind: 'vacated';
      readonly vacated: FreeLicense | null;
      readonly claimed: FreeLicense | null;
      readonly hadNone: string;
    } & Obtaining)
  | ({
      readonly kind: 'claimed';
      readonly license: FreeLicense;
      /** A call that binds it was lost, and may arrive until then (epoch ms); 0 where none was. */
      readonly bindUntilMs: number;
    } & Obtaining)
  /**
   * The claim has come to nothing, and the pool is still to be told what the license is now; `null`
   * when it is gone.
   */
  | ({ readonly kind: 'refused'; readonly license: FreeLicense | null } & Obtaining)
  /** The license is held already, and the pool is still to be told. */
  | ({ readonly kind: 'bound' } & Obtaining)
  /**
   * The pool had none, for the reason in words; `isFunded` says that the balance was seen to reach
   * for it.
   */
  | ({ readonly kind: 'ordering'; readonly hadNone: string; readonly isFunded: boolean } & Obtaining)
  /** The order may have been executed, and may still arrive until then (epoch ms). */
  | ({ readonly kind: 'inDoubt'; readonly made: OrderMade; readonly untilMs: number } & Obtaining);

export type AcquisitionOf<K extends Acquisition['kind']> = Extract<Acquisition, { kind: K }>;

/** Ends the vacating of an address: its license is what it is then, or gone where it is `null`. */
export function vacatedAs(
  { vacate: _before, ...rest }: AcquisitionOf<'vacating'>,
  vacated: FreeLicense | null,
): AcquisitionOf<'vacated'> {
  return { ...rest, kind: 'vacated', vacated };
}
