import type { Recalled } from '../contract/recall.js';
import { licenseServer, recaller } from './activities.js';

/** Asks every license server of the configuration what is remembered of a service. */
export async function recallService(serviceId: string): Promise<Recalled> {
  const answers: Recalled[] = [];
  for (const name of await recaller.licenseServerNames())
    answers.push(await licenseServer(name).recallAtServer(serviceId));
  return (
    answers.find(({ kind }) => kind === 'leftBehind') ??
    answers.find(({ kind }) => kind === 'closed') ?? { kind: 'unknown' }
  );
}
