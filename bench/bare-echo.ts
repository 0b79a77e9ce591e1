import { condition, continueAsNew, defineUpdate, setHandler } from '@temporalio/workflow';

export const echoUpdate = defineUpdate<unknown, [key: string, value: unknown]>('echo');

/** The bare counterpart of the pool: answers what it is told, and begins a new run as often. */
export async function bareEcho(): Promise<void> {
  let received = 0;
  setHandler(echoUpdate, (_key, value) => {
    received += 1;
    return value;
  });
  await condition(() => received >= 500);
  await continueAsNew<typeof bareEcho>();
}
