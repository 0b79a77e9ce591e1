import type { CatalogueInput } from './catalogue.js';

type Row = readonly [
  priceList: string,
  title: string,
  product: string,
  monthMinor: number,
  nodes?: readonly [addon: string, monthMinor: number],
];

/** Licenses that are sold by the month and, for ten months, by the year. */
const MONTHS_AND_YEARS: readonly Row[] = [
  // The page on ISPmanager 6 for accounts that are registered in Russia.
  ['55231', 'ISPmanager 6 Lite (RU)', 'ISPmanager 6', 500],
  ['55232', 'ISPmanager 6 Pro (RU)', 'ISPmanager 6', 900],
  ['55233', 'ISPmanager 6 Host (RU)', 'ISPmanager 6', 1200],
  ['55234', 'ISPmanager 6 Business (RU)', 'ISPmanager 6', 1800],
  // The pages on the products before, version 5.
  ['3541', 'ISPmanager 5 Lite', 'ISPmanager 5', 400],
  ['4601', 'ISPmanager 5 Business', 'ISPmanager 5', 1500, ['4602', 500]],
  ['5577', 'BILLmanager 5', 'BILLmanager 5', 1000],
  ['5579', 'BILLmanager 5 Corporate', 'BILLmanager 5', 3000],
  ['3045', 'VMmanager 5 KVM', 'VMmanager 5', 1000, ['3049', 700]],
  ['3651', 'VMmanager 5 OVZ', 'VMmanager 5', 800, ['3698', 600]],
  ['3887', 'VMmanager 5 Cloud', 'VMmanager 5', 5000, ['3889', 1000]],
  ['3934', 'DCImanager 5', 'DCImanager 5', 2000],
  ['3936', 'DCImanager 5 Enterprise', 'DCImanager 5', 4000],
  ['3136', 'DNSmanager 5', 'DNSmanager 5', 200],
  ['2891', 'IPmanager 5', 'IPmanager 5', 200],
];

/** The pages on what others make, which is sold by the month alone. */
const EXTERNAL = [
  ['9203', 'CloudLinux', 'CloudLinux', 1400],
  ['9204', 'Softaculous', 'Softaculous', 300],
  ['11738', 'KernelCare', 'KernelCare', 400],
  ['55369', 'BitNinja', 'BitNinja', 1000],
  ['55391', 'BitNinja (RU)', 'BitNinja', 1000],
] as const;

function monthsAndYears(monthMinor: number) {
  return { 1: monthMinor, 12: monthMinor * 10 };
}

/**
 * What is sold unless a catalogue is given: every code that the vendor's pages name, or that a
 * client of others sends, with made-up prices.
 */
export const defaultCatalogue: CatalogueInput = {
  currency: 'EUR',
  priceLists: [
    {
      priceList: '55382',
      title: 'BILLmanager 6 Hosting&Cloud',
      product: 'BILLmanager 6',
      prices: { 1: 2500 },
    },
    {
      priceList: '55384',
      title: 'BILLmanager 6 Hosting&Cloud (year)',
      product: 'BILLmanager 6',
      prices: { 12: 25_000 },
    },
    // The vendor's page on reselling ISPmanager 6.
    { priceList: '55227', title: 'ISPmanager 6 Lite', product: 'ISPmanager 6', prices: { 1: 500, 12: 5000 } },
    { priceList: '55228', title: 'ISPmanager 6 Pro', product: 'ISPmanager 6', prices: { 1: 900, 12: 9000 } },
    {
      priceList: '55229',
      title: 'ISPmanager 6 Host',
      product: 'ISPmanager 6',
      prices: { 1: 1200, 12: 12_000 },
    },
    {
      priceList: '55230',
      title: 'ISPmanager 6 Business',
      product: 'ISPmanager 6',
      prices: { 1: 1800, 12: 18_000 },
      addons: [{ addon: '55236', title: 'Nodes', prices: { 1: 600, 12: 6000 } }],
    },
    { priceList: '55239', title: 'ISPmanager 6 trial', product: 'ISPmanager 6', prices: { '-100': 0 } },
    {
      priceList: '55240',
      title: 'ISPmanager 6 Business trial',
      product: 'ISPmanager 6',
      prices: { '-100': 0 },
    },
    { priceList: '55235', title: 'ISPmanager 6 trial (RU)', product: 'ISPmanager 6', prices: { '-100': 0 } },
    ...MONTHS_AND_YEARS.map(([priceList, title, product, monthMinor, nodes]) => ({
      ...{ priceList, title, product, prices: monthsAndYears(monthMinor) },
      addons: nodes ? [{ addon: nodes[0], title: 'Nodes', prices: monthsAndYears(nodes[1]) }] : [],
    })),
    // The page on the platforms of version 6.
    {
      priceList: '55161',
      title: 'DCImanager 6',
      product: 'DCImanager 6',
      itemtype: 'platform',
      prices: { 1: 2500, 12: 25_000 },
    },
    {
      priceList: '55163',
      title: 'VMmanager 6',
      product: 'VMmanager 6',
      itemtype: 'platform',
      prices: { 1: 1500, 12: 15_000 },
      addons: [
        { addon: '55165', title: 'Nodes', prices: { 1: 800, 12: 8000 } },
        { addon: '55164', title: 'Virtual machines', prices: { 1: 10, 12: 100 } },
      ],
    },
    ...EXTERNAL.map(([priceList, title, product, monthMinor]) => ({
      ...{ priceList, title, product },
      itemtype: 'softexternal' as const,
      prices: { 1: monthMinor },
    })),
  ],
};
