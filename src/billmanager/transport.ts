import { Agent, request } from 'undici';
import { unusableAnswer, type CallKind } from './call-kind.js';
import { connectFailures, ConnectFailure } from './connect-failures.js';
import { LicenseServerError } from './errors.js';
import type { ResolvedSettings } from './license-server-settings.js';
import { readBody } from './read-body.js';
import { Unreadable } from './unreadable.js';

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly date: string | undefined;
  readonly body: string;
}

export interface Transport {
  /** Posts a form once, and never again by itself. */
  post(kind: CallKind, form: string): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/**
 * Opens the HTTP side of a license server: POST only, TLS verified, no redirect followed, no retry.
 */
export function createTransport({ url, ca, timeouts, maxAnswerBytes }: ResolvedSettings): Transport {
  const options = {
    connect: connectFailures({ ca, rejectUnauthorized: true, timeout: timeouts.connectMs }),
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.totalMs,
  };
  const keptAlive = new Agent({ ...options, connections: 4, pipelining: 1, keepAliveTimeout: 4_000 });
  // A kept-alive socket that the server closes under our write leaves its outcome unknown; a fresh
  // one does not.
  const fresh = new Agent({ ...options, pipelining: 0 });
  let closed = false;

  return {
    async post(kind, form) {
      if (closed) throw new LicenseServerError('LicenseServerUnreachable', 'notDone', 'the client is closed');
      const response = await request(url, {
        method: 'POST',
        dispatcher: kind === 'read' ? keptAlive : fresh,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
        signal: AbortSignal.timeout(timeouts.totalMs),
      }).catch((error: unknown) => {
        throw unanswered(kind, error);
      });
      const { statusCode: status, headers } = response;
      const body = await readBody(response.body, maxAnswerBytes).catch((error: unknown) => {
        throw unusableAnswer(
          kind,
          error instanceof Unreadable ? error.message : `the answer broke off: ${nameOf(error)}`,
        );
      });
      return { status, contentType: single(headers['content-type']), date: single(headers['date']), body };
    },
    async close() {
      closed = true;
      await Promise.all([keptAlive.destroy(), fresh.destroy()]);
    },
  };
}

function unanswered(kind: CallKind, error: unknown): LicenseServerError {
  const why = `no answer: ${nameOf(error)}`;
  // Only what failed before the connection stood is sure not to have reached the license server.
  if (kind === 'read' || error instanceof ConnectFailure) {
    return new LicenseServerError('LicenseServerUnreachable', 'notDone', why);
  }
  return unusableAnswer(kind, why);
}

/** Gives the code of a network error: never its message, which may quote what was sent. */
function nameOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
