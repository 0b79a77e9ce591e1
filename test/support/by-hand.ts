import assert from 'node:assert/strict';

import type { Life } from './time-lapse.js';

/** Calls the license server behind panelkeeper's back. */
export async function byHand(
  { simulator }: Pick<Life, 'simulator'>,
  parameters: Record<string, string>,
): Promise<void> {
  const body = new URLSearchParams({ sok: 'ok', ...parameters, authinfo: 'provider:secret' });
  const response = await fetch(simulator.url, { method: 'POST', body });
  assert.doesNotMatch(await response.text(), /<error/);
}

/** Orders a license there as somebody who knows nothing of panelkeeper; by the year unless told. */
export async function orderByHand(
  life: Pick<Life, 'simulator'>,
  parameters: Record<string, string>,
): Promise<void> {
  await byHand(life, {
    func: 'soft.order.param',
    pricelist: '55384',
    period: '12',
    licname: 'by hand',
    skipbasket: 'on',
    clicked_button: 'finish',
    ...parameters,
  });
}
