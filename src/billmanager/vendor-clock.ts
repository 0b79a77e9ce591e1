import { LicenseServerError } from './errors.js';

/** A skew that was measured longer ago than this says nothing about now. */
const MEASURED_FOR_MS = 10 * 60_000;
/** `Date` is cut to whole seconds. */
const RESOLUTION_MS = 1_000;

/** The license server's clock compared with ours, as its latest answer showed it. */
export class VendorClock {
  private measured: { readonly skewMs: number; readonly at: number } | undefined;

  constructor(
    private readonly now: () => number,
    private readonly maxSkewMs: number,
  ) {}

  /** Takes the `Date` header of an answer to a request sent at `sentAt`. */
  observe(header: string | undefined, sentAt: number): void {
    const theirs = header === undefined ? NaN : Date.parse(header);
    if (Number.isNaN(theirs)) return;
    const at = this.now();
    // A slow answer is no skew: their instant lies anywhere between sending and now.
    const skewMs = theirs > at ? theirs - at : Math.min(0, theirs + RESOLUTION_MS - sentAt);
    this.measured = { skewMs, at };
  }

  /**
   * Fails with `ClockSkewed` when the clocks disagree; asks the license server first when that is
   * not known.
   */
  async requireAgreement(ask: () => Promise<unknown>): Promise<void> {
    if (this.maxSkewMs === Infinity) return;
    if (this.fresh() === undefined) await ask();
    const skewMs = this.fresh();
    if (skewMs === undefined) throw clockSkewed('its answers carry no Date');
    if (Math.abs(skewMs) > this.maxSkewMs) {
      throw clockSkewed(
        `its clock is ${Math.abs(Math.round(skewMs / 1_000))} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours`,
      );
    }
  }

  private fresh(): number | undefined {
    if (!this.measured) return undefined;
    const ageMs = this.now() - this.measured.at;
    return ageMs >= 0 && ageMs <= MEASURED_FOR_MS ? this.measured.skewMs : undefined;
  }
}

function clockSkewed(why: string): LicenseServerError {
  return new LicenseServerError(
    'ClockSkewed',
    'notDone',
    `nothing is paid to a license server whose clock is not ours: ${why}`,
  );
}
