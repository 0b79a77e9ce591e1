import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { downloadLikeSdk, earlierSdkDownload, sdkDownloadPath } from '../../src/engine/sdk-download.js';
import { fakeProgram, temporaryFolder } from './temporary-folder.js';

const LIMIT = { timeout: 20_000 };

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function useAsTemporary(t: TestContext, folder: string): void {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  t.after(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
}

test(
  'downloads the archive that the download host names, to where the SDK looks for it',
  LIMIT,
  async (t) => {
    const folder = temporaryFolder(t);
    useAsTemporary(t, folder);
    const asked: string[] = [];
    fakeProgram(join(folder, 'packed', 'bin', 'temporal'), 'echo downloaded');
    const archive = execFileSync('tar', ['-czf', '-', '-C', join(folder, 'packed'), 'bin/temporal']);
    const origin = await serve(t, (request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/moved') response.writeHead(302, { location: '/archive.tar.gz' }).end();
      else if (request.url === '/archive.tar.gz') response.end(archive);
      else response.end(JSON.stringify({ archiveUrl: `${origin}/moved`, fileToExtract: 'bin/temporal' }));
    });
    const path = await downloadLikeSdk('temporal', origin);
    assert.equal(path, sdkDownloadPath('temporal'));
    assert.match(readFileSync(path, 'utf8'), /downloaded/);
    assert.equal(earlierSdkDownload('temporal'), path);
    assert.match(
      asked[0] ?? '',
      /^\/cli\/default\?arch=\w+&platform=\w+&format=tar\.gz&sdk-name=sdk-typescript&sdk-version=1\.24\./,
    );
  },
);

test(
  'gives up within four seconds on a host that takes the connection and says nothing',
  LIMIT,
  async (t) => {
    const origin = await serve(t, () => undefined);
    const startedAt = Date.now();
    await assert.rejects(downloadLikeSdk('temporal', origin), /timeout/);
    assert.ok(Date.now() - startedAt < 4000);
  },
);

test('says what a host answered that has no such program', LIMIT, async (t) => {
  const origin = await serve(t, (_request, response) => response.writeHead(404).end());
  await assert.rejects(downloadLikeSdk('temporal', origin), { message: `${origin} answered 404` });
});
