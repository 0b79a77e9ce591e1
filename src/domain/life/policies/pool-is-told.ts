import { purposeOf } from '../purpose.js';
import { calls, type Policy } from './policy.js';

/**
 * The pool is told what became of what it had promised, before anything else is asked of it or
 * given to it.
 */
export const poolIsTold: Policy = (life, now) => {
  const { acquiring } = life;
  switch (acquiring.kind) {
    case 'asking': {
      if (purposeOf(life, now) !== null) return null;
      const { marker, licenseServer } = acquiring;
      const call = { kind: 'releaseClaim', marker, licenseServer } as const;
      return calls(life, now, call, 'tells the pool that nothing is wanted any more');
    }
    case 'vacated': {
      const { marker, licenseServer, vacated } = acquiring;
      const call = { kind: 'tellVacated', marker, licenseServer, license: vacated } as const;
      return calls(life, now, call, 'tells the pool where its license is that stood at the address');
    }
    case 'refused': {
      const { marker, licenseServer, license } = acquiring;
      const call = { kind: 'reject', marker, licenseServer, license } as const;
      return calls(life, now, call, 'gives the license that it does not use back to the pool');
    }
    case 'bound': {
      const { marker, licenseServer } = acquiring;
      const call = { kind: 'confirm', marker, licenseServer } as const;
      return calls(life, now, call, 'tells the pool that its license is bound');
    }
    default:
      return null;
  }
};
