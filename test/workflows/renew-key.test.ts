import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

describe('a license key that has leaked', () => {
  const begin = lives();

  it(
    "is renewed when its license server's rule allows it, with the reason until then",
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      const { client } = life;
      const { key, licenseId } = await life.open(sampleService());
      const keySinceMs = async () => (await client.getLicense('7')).license?.keySinceMs ?? 0;
      const openedMs = await keySinceMs();
      await life.advance(60_000);

      const renewed = await client.renewKey('7');
      assert.equal(renewed.status, 'renewed');
      assert.equal(renewed.license?.licenseId, licenseId);
      assert.ok(renewed.license.key !== '' && renewed.license.key !== key);
      assert.equal((await life.open(sampleService())).key, renewed.license.key);
      const renewedMs = await keySinceMs();
      assert.ok(renewedMs > openedMs);

      const again = await client.renewKey('7');
      assert.equal(again.status, 'notRenewed');
      assert.match(again.reason, /^KeyChangeTooSoon: /);
      assert.equal(await keySinceMs(), renewedMs);
      await life.days(40);
      assert.equal((await client.renewKey('7')).status, 'renewed');
      assert.deepEqual(
        life.simulator.charges().map(({ amountMinor }) => amountMinor),
        [2500, 2500],
      );
    },
  );

  it('may be another one when the answer is lost', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(sampleService());
    const before = (await life.client.getLicense('7')).license?.keySinceMs ?? 0;
    await life.advance(60_000);
    life.simulator.setFaults([{ kind: 'drop-after', func: 'soft.edit', only: 'write' }]);
    const answer = await life.client.renewKey('7');
    assert.equal(answer.status, 'notRenewed');
    assert.match(answer.reason, /^OutcomeUnknown: /);
    assert.ok(((await life.client.getLicense('7')).license?.keySinceMs ?? 0) > before);
    await assert.rejects(life.client.renewKey('8'), { code: 'ServiceUnknown' });
  });
});
