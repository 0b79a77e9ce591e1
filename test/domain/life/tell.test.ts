import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { tell, type Told } from '../../../src/domain/life/tell.js';
import type { Life } from '../../../src/domain/life/life.js';
import type { TroubleKind } from '../../../src/domain/life/trouble.js';
import { sampleLife } from '../../support/samples.js';

const LIMIT = { timeout: 5_000 };
const NOW = Date.UTC(2030, 0, 15);

function told(message: Told, changes: Partial<Life> = {}): Life & { matters: boolean } {
  const life = sampleLife(changes);
  const matters = tell(life, message, NOW);
  return { ...life, matters };
}

const failed = (failure: TroubleKind) => ({ failure, message: 'no', sinceMs: 0, tries: 3 });

describe('tell', () => {
  it('takes a status over, and nothing twice', LIMIT, () => {
    const suspended = { kind: 'status', status: 'suspended' } as const;
    const first = told(suspended);
    assert.deepEqual([first.status, first.matters], ['suspended', true]);
    assert.equal(told(suspended, { status: 'suspended' }).matters, false);
  });

  it('keeps the address that the license is still bound to', LIMIT, () => {
    const moved = told({ kind: 'ip', ip: '192.0.2.8' });
    assert.deepEqual([moved.service.ip, moved.readdress], ['192.0.2.8', { from: '192.0.2.7', sinceMs: NOW }]);
    const again = told(
      { kind: 'ip', ip: '192.0.2.9' },
      { service: moved.service, readdress: moved.readdress },
    );
    assert.deepEqual([again.service.ip, again.readdress?.from], ['192.0.2.9', '192.0.2.7']);
    assert.equal(told({ kind: 'ip', ip: '192.0.2.7' }).matters, false);
  });

  it('lets the end of a service be known, and unknown again', LIMIT, () => {
    assert.equal(told({ kind: 'end', closesAtMs: NOW }).closesAtMs, NOW);
    assert.ok(!('closesAtMs' in told({ kind: 'end', closesAtMs: null }, { closesAtMs: NOW })));
  });

  it('ends a trouble that whoever acted may have repaired', LIMIT, () => {
    for (const message of [{ kind: 'wake' }, { kind: 'reread' }] as const)
      assert.equal(told(message, { trouble: failed('InsufficientFunds') }).trouble, undefined);
  });

  it('keeps waiting for a call that may be on its way', LIMIT, () => {
    const trouble = failed('OutcomeUnknown');
    assert.deepEqual(told({ kind: 'wake' }, { trouble }).trouble, trouble);
  });

  it('keeps the trouble that a decision is about', LIMIT, () => {
    const trouble = failed('Refused');
    const decided = told({ kind: 'resolution', resolution: { action: 'forfeit' } }, { trouble });
    assert.deepEqual([decided.trouble, decided.resolution], [trouble, { action: 'forfeit' }]);
  });
});
