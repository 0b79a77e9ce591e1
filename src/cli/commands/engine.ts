import { Command } from 'commander';
import { EngineError, type EngineSettings, type Program } from '../../engine/engine-settings.js';
import { findProgram } from '../../engine/find-program.js';
import { programVersion } from '../../engine/program-version.js';
import { engineSettings } from '../shared/environment.js';

type Report =
  | { program: Program; path: string; how: string; version: string | null }
  | { program: Program; error: string };

/**
 * Builds `panelkeeper engine`: says which of Temporal's programs was found, and how; fetches those
 * that are missing.
 */
export function engineCommand(): Command {
  return new Command('engine')
    .description("find or fetch Temporal's programs, and say which were found and how")
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const settings: EngineSettings = { ...engineSettings(), progress: (line) => console.error(line) };
      const reports: Report[] = [];
      for (const program of ['temporal', 'temporal-test-server'] as const) {
        reports.push(await reportOn(program, settings));
      }
      console.log(json ? JSON.stringify(reports, null, 2) : reports.map(inWords).join('\n'));
      if (reports.some((report) => 'error' in report)) process.exitCode = 1;
    });
}

async function reportOn(program: Program, settings: EngineSettings): Promise<Report> {
  try {
    const { path, how } = await findProgram(program, settings);
    return { program, path, how, version: (await programVersion(program, path, settings)) ?? null };
  } catch (error) {
    if (error instanceof EngineError) return { program, error: error.message };
    throw error;
  }
}

function inWords(report: Report): string {
  if ('error' in report) return report.error;
  return `${report.program} ${report.version ?? '(does not tell its version)'}\n  ${report.path}\n  ${report.how}`;
}
