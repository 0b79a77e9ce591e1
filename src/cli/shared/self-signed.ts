import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { TlsPair } from '../../simulator/http/http-server.js';

/** Where license servers of the vendor answer: some clients know no other address. */
const VENDOR_NAMES = [
  'api.ispsystem.com',
  'my.ispsystem.com',
  'api.ispmanager.com',
  'api-eu.ispmanager.com',
  'eu.ispmanager.com',
  'api.ispmanager.ru',
];
const DAY_MS = 86_400_000;
const VALID_FOR_DAYS = 825;

export interface SelfSigned extends TlsPair {
  readonly certFile: string;
}

/**
 * Makes a certificate for this machine and the vendor's addresses, signed by itself, or gives the
 * one of before while it is valid; both PEM files stay in a folder, the key for its owner alone.
 */
export async function selfSigned(folder: string): Promise<SelfSigned> {
  const [certFile, keyFile] = [join(folder, 'simulator-cert.pem'), join(folder, 'simulator-key.pem')];
  if (!isValid(certFile) || !existsSync(keyFile)) {
    // Loaded only here: it is large, and no other command needs it.
    const { generate } = await import('selfsigned');
    const made = await generate([{ name: 'commonName', value: 'panelkeeper simulator' }], {
      algorithm: 'sha256',
      keyType: 'ec',
      notAfterDate: new Date(Date.now() + VALID_FOR_DAYS * DAY_MS),
      extensions: [
        // Whoever trusts it trusts this server, and nothing that it could sign.
        { name: 'basicConstraints', cA: false },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            ...['localhost', ...VENDOR_NAMES].map((value) => ({ type: 2 as const, value })),
            ...['127.0.0.1', '::1'].map((ip) => ({ type: 7 as const, ip })),
          ],
        },
      ],
    });
    mkdirSync(folder, { recursive: true });
    writeFileSync(keyFile, made.private, { mode: 0o600 });
    writeFileSync(certFile, made.cert);
  }
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile };
}

function isValid(certFile: string): boolean {
  if (!existsSync(certFile)) return false;
  const { validTo } = new X509Certificate(readFileSync(certFile));
  return Date.parse(validTo) > Date.now() + DAY_MS;
}
