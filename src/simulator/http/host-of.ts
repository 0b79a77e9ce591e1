import type { IncomingMessage } from 'node:http';

/** Gives the address at which the caller reached the server, as the answers repeat it. */
export function hostOf(request: IncomingMessage): string {
  const host = request.headers.host ?? '';
  const scheme = 'encrypted' in request.socket ? 'https' : 'http';
  return /^[\w.:[\]-]{1,255}$/.test(host) ? `${scheme}://${host}` : '';
}

/** Gives what BILLmanager's cookies say: the session that `auth` has opened, and the language. */
export function cookiesOf(request: IncomingMessage): { cookieSession: string; cookieLanguage: string } {
  const named = (name: string) =>
    new RegExp(`(?:^|;\\s*)${name}=([^;\\s]*)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
  // The language comes as `theme:language`, or alone.
  return {
    cookieSession: named('billmgrses5'),
    cookieLanguage: named('billmgrlang5').split(':').at(-1) ?? '',
  };
}
