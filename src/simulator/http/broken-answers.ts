import type { ServerResponse } from 'node:http';

/** Answers with a page for people, as web servers in front of a BILLmanager do. */
export function sendPage(response: ServerResponse, status: number, title: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=UTF-8', Connection: 'close' });
  response.end(
    `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  );
}

/** Hangs up with a reset, the way a crashed server or a broken network does. */
export function hangUp(response: ServerResponse): void {
  if (response.socket) response.socket.resetAndDestroy();
  else response.destroy();
}

/** Promises the whole body, sends half of it and hangs up. */
export function sendCut(response: ServerResponse, contentType: string, body: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': bytes.length });
  // Not a reset: that could overtake the half that has been sent.
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
