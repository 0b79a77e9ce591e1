import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { LicenseId, PriceListCode } from '../../src/domain/base/license.js';
import { expectFailure } from './expect-failure.js';
import * as fixture from './fixtures.js';
import { handmadePanel } from './handmade-panel.js';

const id = '1001' as LicenseId;
const lite = '55227' as PriceListCode;
const MINUTE_MS = 60_000;
const start = Date.parse('2030-01-15T12:00:00Z');

/** A license server whose clock is `skewMs` off ours, or that shows none. */
async function clocks(t: TestContext, skewMs: number | 'none', maxClockSkewMs?: number) {
  const time = { ours: start, skewMs };
  const panel = await handmadePanel(({ form }, response) => {
    if (time.skewMs === 'none') response.sendDate = false;
    else response.setHeader('date', new Date(time.ours + time.skewMs).toUTCString());
    const answers: Record<string, string> = {
      'service.prolong': fixture.prolonged,
      'soft.edit': fixture.form,
    };
    return answers[form.get('func') ?? ''] ?? fixture.account.whoami;
  });
  t.after(() => panel.stop());
  const server = panel.client({
    now: () => time.ours,
    ...(maxClockSkewMs === undefined ? {} : { maxClockSkewMs }),
  });
  t.after(() => server.close());
  const called = () => panel.calls.splice(0).map(({ form }) => form.get('func'));
  return { time, called, server, pay: () => server.prolongLicense(id, 1) };
}

describe('the clock of a license server', { timeout: 20_000 }, () => {
  it('is asked for by a cheap read before the first payment', async (t) => {
    const { pay, called } = await clocks(t, 0);
    await pay();
    assert.deepEqual(called(), ['whoami', 'service.prolong']);
  });

  it('is known for ten minutes from any answer', async (t) => {
    const { pay, called, time, server } = await clocks(t, 0);
    await server.readLicense(id, lite);
    time.ours += 10 * MINUTE_MS;
    await pay();
    assert.deepEqual(called(), ['soft.edit', 'service.prolong']);
    time.ours += 10 * MINUTE_MS + 1;
    await pay();
    assert.deepEqual(called(), ['whoami', 'service.prolong']);
  });

  it('is asked for again when our own clock was set back', async (t) => {
    const { pay, called, time } = await clocks(t, 0);
    await pay();
    called();
    time.ours -= 1;
    await pay();
    assert.deepEqual(called(), ['whoami', 'service.prolong']);
  });

  for (const skewMs of [5 * MINUTE_MS, -5 * MINUTE_MS - 1_000]) {
    it(`may be ${skewMs} ms off`, async (t) => {
      const { pay } = await clocks(t, skewMs);
      await pay();
    });
  }
  for (const [skewMs, words] of [
    [5 * MINUTE_MS + 1_000, /301 s ahead of ours/],
    [-5 * MINUTE_MS - 2_000, /301 s behind ours/],
  ] as const) {
    it(`that is ${skewMs} ms off gets no payment`, async (t) => {
      const { pay, called, server } = await clocks(t, skewMs);
      const error = await expectFailure(pay, 'ClockSkewed', 'notDone');
      assert.match(error.message, words);
      await expectFailure(pay, 'ClockSkewed', 'notDone');
      await server.readLicense(id, lite);
      assert.deepEqual(called(), ['whoami', 'soft.edit']);
    });
  }

  it('that is put right is paid again', async (t) => {
    const { pay, time, server } = await clocks(t, 60 * MINUTE_MS);
    await expectFailure(pay, 'ClockSkewed', 'notDone');
    time.skewMs = 0;
    await server.readLicense(id, lite);
    await pay();
  });

  it('is not told by the page of a proxy', async (t) => {
    const panel = await handmadePanel(({ form }, response) => {
      const page = form.get('func') === 'soft.edit';
      response.setHeader('date', new Date(page ? 0 : start).toUTCString());
      return page ? { status: 502 } : fixture.prolonged;
    });
    t.after(() => panel.stop());
    const server = panel.client({ now: () => start });
    await server.prolongLicense(id, 1);
    await expectFailure(() => server.readLicense(id, lite), 'UnreadableAnswer', 'notDone');
    await server.prolongLicense(id, 1);
  });

  it('that is not shown gets no payment, unless the limit is switched off', async (t) => {
    const hidden = await clocks(t, 'none');
    const error = await expectFailure(hidden.pay, 'ClockSkewed', 'notDone');
    assert.match(error.message, /carry no Date/);
    await (await clocks(t, 'none', Infinity)).pay();
  });
});
