import { inFlightUntil } from '../holding.js';
import { calls, waits, type Policy } from './policy.js';

/** What was replaced, or is not needed any more, goes back to its server and into the pool. */
export const outgoingGoes: Policy = (life, now) => {
  const { outgoing, wish, firstRunId } = life;
  const [going] = outgoing;
  if (!going) return null;
  const { license, stage } = going;
  const { licenseServer, licenseId, expiresOn } = license;
  switch (stage.kind) {
    case 'atServer': {
      const untilMs = inFlightUntil(going);
      if (now < untilMs) return waits(untilMs, 'returns the license when nothing to it is on its way');
      const { serviceId } = wish.service;
      const call = { kind: 'giveBack', serviceId, license, leavesAddress: false } as const;
      const why = wish.status === 'closed' ? 'the service is closed' : 'another one has replaced it';
      return calls(life, now, call, `returns the license to the pool: ${why}`);
    }
    case 'returned': {
      const key = `${firstRunId}/${licenseId}/${expiresOn}`;
      const call = {
        kind: 'tellPool',
        licenseServer,
        key,
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
