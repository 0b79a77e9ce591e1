import type { Policy } from './policy.js';

/** A service whose data do not fit the configuration never gets a license. */
export const refusedServiceEnds: Policy = ({ refusal, held, outgoing, acquiring }) => {
  if (refusal === null || held || outgoing.length > 0 || acquiring.kind !== 'none') return null;
  return { kind: 'end', why: `ends: ${refusal}` };
};
