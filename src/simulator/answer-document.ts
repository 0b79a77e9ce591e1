import type { BillError } from './bill-error.js';
import type { Parameters } from './http/parameters.js';
import { errorText, type Language } from './messages.js';
import { element, type Element } from './tree.js';

interface Frame {
  readonly parameters: Parameters;
  readonly lang: Language;
  /** The address at which the caller reached the server, as `https://host`. */
  readonly host: string;
}

/** Puts what a function answered into the document that every answer is. */
export function answerDocument(content: readonly Element[], { parameters, lang, host }: Frame): Element {
  const attributes = {
    lang,
    func: parameters.get('func'),
    binary: '/billmgr',
    host,
    themename: '',
    features: FEATURES,
    notify: '',
  };
  return element('doc', [...content, echoed(parameters)], attributes);
}

// 32 hex digits that name a build of the real thing; nobody reads them.
const FEATURES = '0'.repeat(32);
const secrets = new Set(['authinfo', 'auth', 'password', 'passwd', 'key', 'su']);

function echoed(parameters: Parameters): Element {
  const shown = [...parameters.entries()].filter(
    ([name]) => !secrets.has(name) && /^[A-Za-z_][\w.-]{0,99}$/.test(name),
  );
  return element(
    'tparams',
    shown.map(([name, value]) => element(name, value)),
  );
}

/** Writes a refusal as the `<error>` that callers get. */
export function errorElement({ type, object, value }: BillError, func: string, lang: Language): Element {
  const message = errorText(type, object, value, lang);
  return element(
    'error',
    [
      element('param', object, { name: 'object', type: 'msg' }),
      ...(value === '' ? [] : [element('param', value, { name: 'value' })]),
      element('stack', [element('action', func, { level: '16', user: '' })]),
      element('detail', message),
      element('msg', message),
    ],
    { type, object, lang, code: '1' },
  );
}
