import type { IncomingMessage } from 'node:http';

/** Gives the address at which the caller reached the server, as the answers repeat it. */
export function hostOf(request: IncomingMessage): string {
  const host = request.headers.host ?? '';
  return /^[\w.:[\]-]{1,255}$/.test(host) ? `http://${host}` : '';
}

/** Gives the session id in the cookie that BILLmanager's `auth` sets. */
export function cookieSession(request: IncomingMessage): string {
  return /(?:^|;\s*)billmgrses5=([^;\s]*)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}
