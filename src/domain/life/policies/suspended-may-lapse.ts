import { waitsOnly, type Policy } from './policy.js';

/**
 * Nothing is bought for a suspended service, and what is paid may run out where the configuration
 * says so.
 */
export const suspendedMayLapse: Policy = ({ wish, held, terms }) => {
  if (wish.status !== 'suspended') return null;
  if (!held) return waitsOnly(Infinity, 'waits for the service to be resumed: it has no license');
  if (terms?.whileSuspended !== 'lapse') return null;
  return waitsOnly(Infinity, 'pays nothing while the service is suspended: what is paid may run out');
};
