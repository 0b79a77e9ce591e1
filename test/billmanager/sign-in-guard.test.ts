import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { LicenseServerError } from '../../src/billmanager/errors.js';
import { SignInGuard } from '../../src/billmanager/sign-in-guard.js';

const LIMIT = { timeout: 5_000 };

/** A license server that counts the passwords that it is sent, and answers each a little later. */
function signIns(right: string) {
  let nowMs = Date.UTC(2026, 0, 1, 12);
  const guard = new SignInGuard(() => nowMs);
  const seen: string[] = [];
  const server = { right, isAway: false };
  const signIn = (password: string) =>
    guard.signIn(password, async () => {
      seen.push(password);
      await new Promise(setImmediate);
      if (server.isAway) throw new LicenseServerError('LicenseServerUnreachable', 'notDone', 'away');
      if (password === server.right) return 'ok';
      throw new LicenseServerError('BadCredentials', 'refused', 'auth');
    });
  const outcomes = async (count: number, password: string) => {
    const all = await Promise.allSettled(Array.from({ length: count }, () => signIn(password)));
    return all.filter(({ status }) => status === 'fulfilled').length;
  };
  return { seen, server, signIn, outcomes, pass: (minutes: number) => (nowMs += minutes * 60_000) };
}

describe('a password', () => {
  it('that is refused is sent a dozen times an hour at most, whoever asks', LIMIT, async () => {
    const { seen, outcomes, signIn, pass } = signIns('right');
    for (let minute = 0; minute < 60; minute += 1) {
      assert.equal(await outcomes(500, 'wrong'), 0);
      pass(1);
    }
    assert.ok(seen.length <= 12, `${seen.length} sign-ins`);
    await assert.rejects(signIn('wrong'), { failure: 'BadCredentials', message: /^auth/ });
  });

  it('that is another one is tried at once, and then serves all', LIMIT, async () => {
    const { seen, outcomes } = signIns('right');
    await outcomes(10, 'wrong');
    assert.equal(await outcomes(10, 'right'), 10);
    assert.equal(await outcomes(10, 'right'), 10);
    assert.equal(seen.length, 21);
  });

  it('that was right and is changed at the server is not sent again either', LIMIT, async () => {
    const { seen, server, outcomes, signIn, pass } = signIns('right');
    await signIn('right');
    server.right = 'new';
    await outcomes(10, 'right');
    const sent = seen.length;
    await assert.rejects(signIn('right'), {
      message: 'auth (not sent again before 12:06 UTC, as wrong passwords block an account)',
    });
    assert.equal(seen.length, sent);
    server.right = 'right';
    pass(6);
    assert.equal(await outcomes(10, 'right'), 10);
  });

  it('is blamed for nothing while the server is away', LIMIT, async () => {
    const { seen, server, outcomes } = signIns('right');
    server.isAway = true;
    assert.equal(await outcomes(10, 'right'), 0);
    assert.equal(seen.length, 10, 'each has tried by itself');
    server.isAway = false;
    assert.equal(await outcomes(10, 'right'), 10);
  });
});
