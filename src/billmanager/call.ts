import type { AnswerNode } from './answer-node.js';
import { unusableAnswer, type CallKind } from './call-kind.js';
import { LicenseServerError } from './errors.js';
import type { ResolvedSettings } from './license-server-settings.js';
import { maskPassword } from './mask-password.js';
import { parseAnswer } from './parse-answer.js';
import { refusal } from './refusal.js';
import { SignInGuard } from './sign-in-guard.js';
import type { HttpAnswer, Transport } from './transport.js';
import { understand } from './understand.js';
import type { VendorClock } from './vendor-clock.js';

/** Calls one function of the license server; a parameter that is `undefined` is not sent. */
export type Call = (
  kind: CallKind,
  func: string,
  parameters?: Readonly<Record<string, string | undefined>>,
) => Promise<AnswerNode>;

/** Makes the one way in which every function is called and every failure gets its name. */
export function createCall(settings: ResolvedSettings, transport: Transport, clock: VendorClock): Call {
  const { username, password, format, language, errorRules, now } = settings;
  const guard = new SignInGuard(now);

  const call: Call = async (kind, func, parameters = {}) => {
    if (kind === 'paying') await clock.requireAgreement(() => call('read', 'whoami'));
    const secret = await password();
    const mask = maskPassword(secret);
    const form = new URLSearchParams({ func, out: format, lang: language });
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) form.set(name, value);
    form.set('authinfo', `${username}:${secret}`);

    return await guard.signIn(secret, async () => {
      const sentAt = now();
      const answer = await transport.post(kind, form.toString());
      requireSuccess(kind, answer);
      const node = understand(kind, () => parseAnswer(format, answer.contentType, answer.body));
      // Not before: the page of a proxy shows the proxy's clock.
      clock.observe(answer.date, sentAt);
      const refused = refusal(node, errorRules, mask);
      if (refused) throw refused;
      return node;
    });
  };
  return call;
}

/**
 * BILLmanager says 200 even when it refuses; any other status comes from something in front of it.
 */
function requireSuccess(kind: CallKind, { status }: HttpAnswer): void {
  if (status === 200) return;
  // 429 is said before the work. A 503 may come from a proxy that had already handed the call on,
  // which only matters to a write.
  if (status === 429 || (status === 503 && kind === 'read')) {
    throw new LicenseServerError('LicenseServerBusy', 'notDone', `HTTP status ${status}`);
  }
  const hint = status >= 300 && status < 400 ? ', a redirect: configure the address that it leads to' : '';
  throw unusableAnswer(kind, `HTTP status ${status}${hint}`);
}
