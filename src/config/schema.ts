import { z } from 'zod';

import { enumeration } from './enumeration.js';
import { licenseServer } from './license-server.js';
import { processingModule } from './processing-module.js';
import { renewal } from './renewal.js';
import { secret } from './secret.js';
import { tariff } from './tariff.js';

const ledger = z.strictObject({
  url: secret.describe('A `postgres://` URL; a file in the data folder where there is none.'),
});

/** The sections of the configuration; what one says about another is checked by the domain. */
export const configSchema = z.strictObject({
  licenseServers: z.array(licenseServer).min(1).describe('Where licenses are ordered.'),
  processingModules: z.array(processingModule).min(1).describe('What makes the services.'),
  enumerations: z.array(enumeration).min(1).describe('The control panels.'),
  tariffs: z.array(tariff).default([]).describe('What clients order services by.'),
  renewal: renewal.prefault({}).describe('When a license is prolonged.'),
  ledger: ledger.optional().describe('Where each intent to pay is recorded.'),
});

export type Config = z.infer<typeof configSchema>;
export type LicenseServerConfig = Config['licenseServers'][number];

/** Gives the JSON Schema of the configuration file, from which editors complete. */
export function configJsonSchema(): object {
  return { title: "panelkeeper's configuration", ...z.toJSONSchema(configSchema, { io: 'input' }) };
}
