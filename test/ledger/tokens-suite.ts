import assert from 'node:assert/strict';
import { it } from 'node:test';

import { openLedger } from '../../src/ledger/open-ledger.js';
import type { Places } from './places.js';
import { NOW } from './sample-intent.js';

/** Who may call the HTTP API, on any store. */
export function tokensSuite({ fresh, runSql }: Places): void {
  it(
    'finds whose a token is until it is revoked, and keeps its digest alone',
    { timeout: 20_000 },
    async () => {
      const place = await fresh();
      const ledger = await openLedger(place);
      const { tokens } = ledger;
      const made = await tokens.create('whmcs', ['read', 'provision'], NOW);
      const other = await tokens.create('desk', ['operate'], NOW + 1);
      assert.notEqual(made.token, other.token);
      const { token, ...kept } = made;
      assert.deepEqual(await tokens.find(token), kept);
      assert.equal(await tokens.find(`${token}x`), undefined);
      assert.deepEqual(
        (await tokens.list()).map(({ name }) => name),
        ['whmcs', 'desk'],
      );
      assert.ok(!JSON.stringify(await runSql(place, 'select * from gateway_tokens')).includes(token));
      assert.equal(await tokens.revoke(made.tokenId, NOW + 2), true);
      assert.equal(await tokens.revoke(made.tokenId, NOW + 3), false);
      assert.equal(await tokens.find(token), undefined);
      assert.equal((await tokens.list())[0]?.revokedAtMs, NOW + 2);
      assert.equal((await tokens.find(other.token))?.name, 'desk');
      await ledger.close();
    },
  );
}
