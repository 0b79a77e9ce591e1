import { engineSettings } from '../../src/cli/shared/environment.js';
import { startTimeLapse } from '../../src/cli/shared/time-lapse.js';
import { chaosConfig, chaosRules, LICENSE_SERVER, type PoolRules } from './chaos-config.js';
import { gatherEvidence } from './evidence.js';
import { ChaosFleet } from './fleet.js';
import { createLosses } from './losses.js';
import { without, type Plants } from './plants.js';
import { chaosReport, type ChaosReport } from './report.js';
import { planSchedule, type ChaosEvent, type ScheduleOptions } from './schedule.js';
import { startStatusServer } from './status-server.js';
import { newTally } from './weather.js';

export interface YearOptions extends ScheduleOptions, PoolRules {
  /** Bugs to be found. */
  readonly plants?: Required<Plants>;
  /** Whether a list shows everything at once, as no vendor promises. */
  readonly honestLists?: boolean;
  /**
   * Whether workers are restarted and replay everything; unless told they are, which takes most of
   * the time.
   */
  readonly restarts?: boolean;
  readonly progress?: (day: number) => void;
}

/**
 * Lets a fleet live through its schedule on the engine that skips time, and judges what is left.
 */
export async function liveAYear(options: YearOptions): Promise<ChaosReport> {
  const { seed, plants = without(), restarts = true, progress = () => undefined } = options;
  const tally = newTally();
  const losses = createLosses(seed, tally);
  // At first every Workflow Task is replayed from the history, as on a worker that made none of the
  // steps before. Later a Workflow is replayed each time it wakes up, which is as good and four
  // times as fast. It cannot be so from the beginning: the engine that skips time goes on asking
  // the queue of a worker that has ended with Workflows in memory.
  const workers = {
    maxCachedWorkflows: restarts ? 0 : 1000,
    interceptors: { activity: [...(losses.interceptors.activity ?? []), ...plants.interceptors] },
  };
  const wanted: ChaosFleet['wanted'] = new Map();
  const provider = await startStatusServer(
    seed,
    tally,
    (serviceId) => wanted.get(serviceId)?.wish ?? 'closed',
  );
  const lapse = await startTimeLapse({
    config: chaosConfig({ ...options, statusUrl: provider.url }),
    engine: engineSettings(),
    simulator: { controlPort: 0, rules: { ...chaosRules(options), ...plants.simulatorRules } },
    options: workers,
    around: (access) => losses.around(plants.around(access)),
  });
  try {
    const fleet = new ChaosFleet({ lapse, losses, tally, wanted }, () => {
      workers.maxCachedWorkflows = Math.max(4, Math.ceil(options.services / 4));
    });
    const events = planSchedule(options)
      .filter(({ kind }) => restarts || kind !== 'restart')
      .map((event) => (options.honestLists ? withHonestLists(event) : event));
    await fleet.play(events, progress);
    await fleet.calm();
    const evidence = await gatherEvidence({
      controlUrl: lapse.simulator.controlUrl ?? '',
      ledger: lapse.ledger,
      client: lapse.client,
      temporal: lapse.env.client,
      licenseServer: LICENSE_SERVER,
      wanted: wanted.values(),
      spans: fleet.spans,
      closings: fleet.closings,
      moves: fleet.moves,
    });
    return chaosReport(seed, tally, evidence);
  } finally {
    await lapse.stop();
    provider.close();
  }
}

function withHonestLists(event: ChaosEvent): ChaosEvent {
  if (event.kind !== 'weather') return event;
  const rules = event.weather.rules.filter(({ kind }) => kind !== 'stale-list' && kind !== 'short-list');
  return { ...event, weather: { ...event.weather, rules } };
}
