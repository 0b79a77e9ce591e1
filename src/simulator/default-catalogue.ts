import type { CatalogueInput } from './catalogue.js';

/**
 * What is sold unless a catalogue is given: the vendor's own codes with made-up prices, ten months
 * for a year.
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
    {
      priceList: '9203',
      title: 'CloudLinux',
      product: 'CloudLinux',
      itemtype: 'softexternal',
      prices: { 1: 1400 },
    },
  ],
};
