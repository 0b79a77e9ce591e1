import { Command } from 'commander';

import type { Config, LicenseServerConfig } from '../../config.js';
import { checkPanels, findingInWords, type PanelFinding } from '../../domain/terms/check.js';
import { formatMoney, type Money } from '../../domain/base/money.js';
import { panelsAt } from '../../domain/catalogue/tariff.js';
import { connectLicenseServer } from '../../worker.js';
import { currentConfig, readSecret } from '../shared/environment.js';
import { table } from '../shared/table.js';

type ServerReport =
  | {
      readonly licenseServer: string;
      readonly username: string;
      readonly balance: Money;
      readonly panels: PanelFinding[];
    }
  | { readonly licenseServer: string; readonly error: string };

/**
 * Builds `panelkeeper check`: signs in at each license server and compares what it sells with the
 * configuration.
 */
export function checkCommand(): Command {
  return new Command('check')
    .description('sign in at each license server, show the balance, and check that each panel can be ordered')
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const config = currentConfig();
      const reports = await Promise.all(config.licenseServers.map((server) => checkServer(server, config)));
      console.log(json ? JSON.stringify(reports, null, 2) : reports.map(inWords).join('\n\n'));
      const wrong = reports.some(
        (report) => 'error' in report || report.panels.some(({ kind }) => kind !== 'Orderable'),
      );
      if (wrong) process.exitCode = 1;
    });
}

async function checkServer(server: LicenseServerConfig, config: Config): Promise<ServerReport> {
  const { name: licenseServer } = server;
  const connected = connectLicenseServer(server, { readSecret });
  try {
    const { username, balance } = await connected.readAccount();
    const panels = panelsAt(config, licenseServer).map(({ panel }) => panel);
    return {
      licenseServer,
      username,
      balance,
      panels: checkPanels(panels, await connected.listPriceLists()),
    };
  } catch (error) {
    return { licenseServer, error: error instanceof Error ? error.message : String(error) };
  } finally {
    await connected.close();
  }
}

function inWords(report: ServerReport): string {
  if ('error' in report) return `${report.licenseServer}: ${report.error}`;
  const { licenseServer, username, balance, panels } = report;
  const rows = panels.map((finding) => [finding.panel, finding.priceList, findingInWords(finding)]);
  return `${licenseServer}: signed in as ${username}, balance ${formatMoney(balance)}\n${table(['Panel', 'Price list', 'Finding'], rows)}`;
}
