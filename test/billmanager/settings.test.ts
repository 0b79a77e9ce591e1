import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLicenseServer } from '../../src/billmanager/create-license-server.js';
import {
  resolveSettings,
  type LicenseServerSettings,
} from '../../src/billmanager/license-server-settings.js';

const good: LicenseServerSettings = { url: 'https://lic.example', username: 'reseller', password: () => 'x' };

describe('the settings of a license server', { timeout: 5_000 }, () => {
  for (const [url, resolved] of [
    ['https://lic.example', 'https://lic.example/billmgr'],
    ['https://lic.example/', 'https://lic.example/billmgr'],
    ['https://lic.example:1500/billmgr', 'https://lic.example:1500/billmgr'],
    ['https://lic.example/manager/billmgr', 'https://lic.example/manager/billmgr'],
  ] as const) {
    it(`take ${url} for ${resolved}`, () => assert.equal(resolveSettings({ ...good, url }).url, resolved));
  }

  const bad: [name: string, settings: Partial<LicenseServerSettings>, message: RegExp][] = [
    ['a URL that is none', { url: 'lic.example' }, /url is not a URL/],
    ['another protocol', { url: 'ftp://lic.example' }, /https:/],
    ['credentials in the URL', { url: 'https://me:secret@lic.example' }, /credentials/],
    ['parameters in the URL', { url: 'https://lic.example/billmgr?authinfo=me:secret' }, /parameters/],
    ['no username', { username: '' }, /username/],
    ['a username that authinfo would cut', { username: 'a:b' }, /username/],
    ['a rule that matches all', { errorRules: [{ failure: 'Refused' }] }, /Refused has no pattern/],
    ['a function without a name', { chargesFunction: '' }, /chargesFunction/],
    ['a field without a name', { chargeFields: { license: ' ' } }, /chargeFields\.license/],
    ['a broken pattern', { errorRules: [{ failure: 'Refused', message: '(' }] }, /broken pattern/],
  ];
  for (const [name, settings, message] of bad) {
    it(`refuse ${name}, and keep secrets to themselves`, () => {
      assert.throws(
        () => createLicenseServer({ ...good, ...settings }),
        (error) =>
          error instanceof TypeError && message.test(error.message) && !error.message.includes('secret'),
      );
    });
  }
});
