import { Command } from 'commander';

import type { OpenAnswer } from '../../client.js';
import { DAY_MS, utcDateOf } from '../../domain/base/calendar.js';
import { demoReport, reportInWords, type DemoReport, type TimelineEntry } from '../shared/demo-report.js';
import { engineSettings, exampleFile } from '../shared/environment.js';
import { eventsOf, readFleet, type Fleet, type FleetEvent } from './fleet.js';
import { startTimeLapse, type TimeLapse } from '../shared/time-lapse.js';

/**
 * Builds `panelkeeper demo`: plays a fleet's year on an engine that skips time and a simulated
 * license server.
 */
export function demoCommand(): Command {
  return new Command('demo')
    .description('play the year of a small fleet, in seconds and without costs')
    .option('--fleet <file>', 'the fleet file', exampleFile('fleet.yaml'))
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ fleet, json }: { fleet: string; json?: boolean }) => {
      const report = await playFleet(readFleet(fleet), (line) => console.error(line));
      console.log(json ? JSON.stringify(report, null, 2) : reportInWords(report));
    });
}

/**
 * Plays a fleet from its first day to its last; everything reported is read from the Workflows and
 * the license server.
 */
export async function playFleet(fleet: Fleet, progress: (line: string) => void): Promise<DemoReport> {
  const lapse = await startTimeLapse({ config: fleet.config, engine: { ...engineSettings(), progress } });
  try {
    const startMs = await lapse.env.currentTimeMs();
    const answers = new Map<string, OpenAnswer>();
    const timeline: TimelineEntry[] = [];
    const advanceTo = async (day: number) => {
      const leftMs = startMs + day * DAY_MS - (await lapse.env.currentTimeMs());
      if (leftMs > 0) await lapse.advance(leftMs);
      progressBar(day, fleet.days);
    };
    for (const event of eventsOf(fleet)) {
      await advanceTo(event.day);
      const said = await play(lapse, event, answers);
      timeline.push({
        on: utcDateOf(await lapse.env.currentTimeMs()),
        serviceId: event.service.serviceId,
        event: said,
      });
    }
    await advanceTo(fleet.days);
    return await demoReport(lapse, fleet, answers, timeline);
  } finally {
    await lapse.stop();
  }
}

/** Does what the provisioning system does on such a day; gives in words what it was answered. */
async function play(
  { client }: TimeLapse,
  { kind, service }: FleetEvent,
  answers: Map<string, OpenAnswer>,
): Promise<string> {
  const { serviceId } = service;
  switch (kind) {
    case 'open': {
      const {
        openOnDay: _open,
        suspendOnDay: _suspend,
        resumeOnDay: _resume,
        closeOnDay: _close,
        ...request
      } = service;
      const answer = await client.openLicense(request);
      answers.set(serviceId, answer);
      if (answer.status === 'pending') return `opened, pending: ${answer.reason}`;
      const { licenseId, source, expiresOn } = answer.license;
      return `opened: license ${licenseId} ${source === 'pool' ? 'from the pool' : 'ordered'}, paid until ${expiresOn}`;
    }
    case 'suspend':
      return `suspended: ${(await client.suspendService(serviceId)).next}`;
    case 'resume':
      return `resumed: ${(await client.resumeService(serviceId)).next}`;
    case 'close': {
      const { license } = await client.getLicense(serviceId);
      const answer = await client.closeService(serviceId);
      if (answer.status === 'closing') return `closing: ${answer.reason}`;
      return license ? `closed: license ${license.licenseId} to the pool` : 'closed';
    }
  }
}

/** Shows a person how far the year is; a file or a pipe gets no progress. */
function progressBar(day: number, days: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(day < days ? `\rday ${day} of ${days}` : '\r\u001b[K');
}
