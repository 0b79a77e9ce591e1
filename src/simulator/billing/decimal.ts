import { formatMoney } from '../../domain/base/money.js';

/** Writes minor units as a plain decimal number, `12.50`. */
export function decimal(amountMinor: number): string {
  return formatMoney({ amountMinor, currency: '' }).trim();
}

/** Writes an amount the way people read it in that account, `1 234.50 EUR`. */
export function localizedAmount(amountMinor: number, currency: string): string {
  return `${decimal(amountMinor).replace(/\B(?=(\d{3})+(?=\.))/g, ' ')} ${currency}`;
}
