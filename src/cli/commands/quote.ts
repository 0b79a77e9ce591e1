import { Command } from 'commander';

import { PanelkeeperError } from '../../client.js';
import type { Config } from '../../config.js';
import { inLanguage } from '../../domain/base/display-name.js';
import { formatMoney } from '../../domain/base/money.js';
import { monthsInWords, TRIAL } from '../../domain/base/period.js';
import type { PricedList } from '../../domain/base/price.js';
import { quote, type Amounts, type Quote, type QuoteRequest } from '../../domain/terms/quote.js';
import { collectAddon } from '../shared/addon-flag.js';
import { writtenConfig } from '../shared/environment.js';
import { monthsOf } from '../shared/period.js';
import { readPriceLists } from './price-lists.js';
import { table } from '../shared/table.js';

interface QuoteFlags {
  readonly tariff: string;
  readonly panel: string;
  readonly period: string;
  readonly addon?: Readonly<Record<string, number>>;
  readonly language: string;
  readonly json?: boolean;
}

/** Builds `panelkeeper quote`: what a client pays, what the license costs, and what remains. */
export function quoteCommand(): Command {
  return new Command('quote')
    .description("show a client's price, what the license will cost, and the margin")
    .requiredOption('--tariff <id>', 'the tariff')
    .requiredOption('--panel <name>', 'internal name of the panel in the configuration')
    .requiredOption('--period <months>', 'for how many months the client orders, or `trial`')
    .option('--addon <id=amount>', 'addon of the license; may be repeated', collectAddon)
    .option('--language <code>', 'language of the display name', 'en')
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ tariff, panel, period, addon, language, json }: QuoteFlags) => {
      const config = writtenConfig();
      const asked = { tariff, panel, periodMonths: monthsOf(period), ...(addon && { addons: addon }) };
      const answer = quote(config, asked, await priceListsFor(config, asked));
      if (answer.kind === 'refused')
        throw new PanelkeeperError('InvalidRequest', `${answer.field}: ${answer.message}`);
      console.log(json ? JSON.stringify(answer, null, 2) : inWords(answer, nameOf(config, panel, language)));
    });
}

/** An unknown tariff has no license server to ask; the quote itself says what is wrong. */
async function priceListsFor(config: Config, { tariff: id }: QuoteRequest): Promise<readonly PricedList[]> {
  const tariff = config.tariffs.find((each) => each.id === id);
  const module = config.processingModules.find(({ name }) => name === tariff?.processingModule);
  const server = config.licenseServers.find(({ name }) => name === module?.licenseServer);
  return server ? await readPriceLists(server) : [];
}

function nameOf({ enumerations }: Config, panel: string, language: string): string {
  const found = enumerations.flatMap(({ values }) => values).find((each) => each.internalName === panel);
  return inLanguage(found?.displayName ?? {}, language);
}

function inWords(answer: Quote, panelName: string): string {
  const { tariff, periodMonths, licenseServer, buys, offers, price, cost, margin } = answer;
  const period = monthsInWords(periodMonths);
  const row = (name: string, amounts: Amounts) => [
    name,
    ...[amounts.period, amounts.month, amounts.year].map(formatMoney),
  ];
  const { priceList, periodMonths: bought, why } = buys;
  return [
    `${panelName}, tariff ${tariff}, ${periodMonths === TRIAL ? period : `${period} at a time`}`,
    `Bought: ${monthsInWords(bought)} of price list ${priceList} at ${licenseServer} for ${formatMoney(buys.cost)}; ${why}.`,
    '',
    table(
      ['', period, 'a month', 'a year'],
      [
        row('The client pays', price),
        row('The license costs', cost),
        ...(margin ? [row('Margin', margin)] : [['Margin', 'unknown: the currencies differ']]),
      ],
    ),
    '',
    table(
      ['Sold by the license server', 'a month', 'a year'],
      offers.map((offer) => [
        `${offer.priceList}, ${monthsInWords(offer.periodMonths)}`,
        ...(offer.cost ? [offer.cost.month, offer.cost.year].map(formatMoney) : ['not sold']),
      ]),
    ),
  ].join('\n');
}
