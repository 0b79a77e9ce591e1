import { inFlightUntil } from '../holding.js';
import { calls, waitsForLost, type Policy } from './policy.js';

/** What was replaced, or is not needed any more, goes back to its server and into the pool. */
export const outgoingGoes: Policy = (life, now) => {
  const { outgoing, wish } = life;
  const [going] = outgoing;
  if (!going) return null;
  const { license, stage } = going;
  const { licenseServer } = license;
  switch (stage.kind) {
    case 'atServer': {
      const untilMs = inFlightUntil(going);
      if (now < untilMs)
        return waitsForLost(life, 'return', untilMs, 'returns the license when nothing to it is on its way');
      const { serviceId } = wish.service;
      const call = { kind: 'giveBack', serviceId, license } as const;
      const why = wish.status === 'closed' ? 'the service is closed' : 'another one has replaced it';
      return calls(life, now, call, `returns the license to the pool: ${why}`);
    }
    case 'returned': {
      const call = {
        kind: 'tellPool',
        licenseServer,
        key: stage.key,
        license: stage.license,
        price: stage.price,
      } as const;
      return calls(life, now, call, 'adds the license that was returned to the pool');
    }
    case 'refused':
      return calls(
        life,
        now,
        { kind: 'park', licenseServer, parked: stage.parked },
        'sets a license aside that its server does not take back',
      );
  }
};
