import type { Adoption, Described } from '../../domain/comparison/adopt.js';
import type { LicenseRecord } from '../../domain/base/license.js';
import { TRIAL } from '../../domain/base/period.js';
import type { Service } from '../../domain/base/service.js';
import { questionOf, resolveTerms, type Catalogue } from '../../domain/terms/terms.js';
import { heldLicense, type LicenseServerAccess } from '../license/license-server-access.js';

/** Makes the function that tells how a license would be held, by the configuration. */
export function adoptionBy(access: LicenseServerAccess, catalogue: Catalogue): Adoption {
  return (described, record) => {
    const service = 'panel' in described ? described : complete(described, record, access.name, catalogue);
    if (typeof service === 'string') return { refusal: service };
    const answer = resolveTerms(catalogue, questionOf(service, record.priceList));
    if (answer.kind === 'refused') return { refusal: answer.message };
    const { licenseServer, priceList, periodMonths, givesUpHeld } = answer.terms;
    if (licenseServer !== access.name) return { refusal: `its module orders at ${licenseServer}` };
    // Without a known end only a trial is given up.
    if (givesUpHeld) return { service, license: heldLicense(access, record, TRIAL, 'adopted') };
    if (priceList !== record.priceList)
      return { refusal: `panel ${service.panel} is not sold under price list ${record.priceList}` };
    return { service, license: heldLicense(access, record, periodMonths, 'adopted') };
  };
}

/**
 * Finds the panel, the module and the shortest period that fit a license; says what is not clear.
 */
function complete(
  described: Described,
  { priceList }: LicenseRecord,
  licenseServer: string,
  { enumerations, processingModules }: Catalogue,
): Service | string {
  const panels = enumerations
    .flatMap(({ values }) => values)
    .filter((panel) => panel.priceLists.some(({ code }) => code === priceList));
  const [panel] = panels;
  if (!panel) return `no panel is sold under price list ${priceList}`;
  if (new Set(panels.map(({ internalName }) => internalName)).size > 1)
    return `several panels are sold under price list ${priceList}`;
  const modules = processingModules.filter((module) => module.licenseServer === licenseServer);
  if (modules.length !== 1) return `${modules.length} processing modules order at ${licenseServer}`;
  const sold = panel.priceLists.find(({ code }) => code === priceList)?.periodsMonths ?? [];
  return {
    ...described,
    panel: panel.internalName,
    servicePeriodMonths: sold.length > 0 ? Math.min(...sold) : TRIAL,
    ...(processingModules.length > 1 && modules[0] && { processingModule: modules[0].name }),
  };
}
