import { BillError } from './bill-error.js';
import type { AnonymousCall, World } from './call.js';
import { auth } from './functions/auth.js';
import { functionTable } from './functions/function-table.js';
import { pricelistExport } from './functions/pricelist-export.js';
import type { Language } from './messages.js';
import { badPassword, signedInAccount, type Credentials } from './sign-in.js';
import type { Element } from './tree.js';

/**
 * Finds who asks and runs the function that is asked for; throws a BillError when it is refused.
 */
export function answerCall(world: World, credentials: Credentials): Element[] {
  const { parameters, remoteAddress } = credentials;
  const func = parameters.get('func');
  const signingIn = func === 'auth' && parameters.has('username');
  const account = signingIn ? undefined : signedInAccount(world, credentials);
  const call: AnonymousCall = {
    world,
    func,
    parameters,
    remoteAddress,
    account,
    lang: languageOf(credentials),
  };
  if (func === 'auth') return auth(call);
  if (func === 'pricelist.export') return pricelistExport(call);
  if (!account) throw badPassword(remoteAddress);
  const handler = functionTable.get(func);
  if (!handler) throw new BillError('missed', 'function', func);
  if (account.deniedFunctions.split(' ').includes(func)) throw new BillError('access', func);
  return handler({ ...call, account });
}

/** Reads the language of an answer: of the call, else of the cookie. */
export function languageOf({ parameters, cookieLanguage }: Asked): Language {
  return (parameters.get('lang') || cookieLanguage) === 'ru' ? 'ru' : 'en';
}

type Asked = Pick<Credentials, 'parameters' | 'cookieLanguage'>;
