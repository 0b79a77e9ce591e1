import type { TestContext } from 'node:test';

import { XMLParser } from 'fast-xml-parser';
import { request } from 'undici';

import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator.js';

/** A clock that tests move; it starts at noon on a day in the middle of nothing. */
export class TestClock {
  atMs: number;

  constructor(at = '2030-01-31T12:00:00Z') {
    this.atMs = Date.parse(at);
  }

  readonly now = (): number => this.atMs;

  moveTo(at: string): void {
    this.atMs = Date.parse(at.length === 10 ? `${at}T12:00:00Z` : at);
  }
}

/** Starts a simulator that is closed with its test. */
export async function running(t: TestContext, options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  t.after(() => simulator.close());
  return simulator;
}

export type Fields = Record<string, string>;

/** Calls a function the way license clients do, and gives the answer as it came. */
export async function call(url: string, fields: Fields): Promise<string> {
  const form = new URLSearchParams({ authinfo: 'provider:secret', ...fields });
  const { body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  return body.text();
}

/** Everything that tests reach for in an answer; a text at its leaves. */
export type Answer = string & { readonly [Name in FieldName]: Answer };

type FieldName =
  | '#text'
  | '$balance'
  | '$orig'
  | '0'
  | '1'
  | 'addon_55236'
  | 'auth'
  | 'balance'
  | 'billorder.id'
  | 'comment'
  | 'createdate'
  | 'doc'
  | 'elem'
  | 'error'
  | 'expiredate'
  | 'id'
  | 'ip'
  | 'lickey'
  | 'licname'
  | 'lineitem.id'
  | 'list'
  | 'model'
  | 'msg'
  | 'name'
  | 'newexpiredate'
  | 'ok'
  | 'p_elems'
  | 'param'
  | 'pricelist'
  | 'pricelist_name'
  | 'remoteid'
  | 'status'
  | 'tariflist'
  | 'total_summary'
  | 'user'
  | 'elid'
  | 'item.id'
  | 'project'
  | 'webdomains'
  | 'processingmodule'
  | 'ip_change_date'
  | 'lickey_change_date'
  | 'pricelist_id'
  | 'realbalance'
  | 'itemtype'
  | 'lang'
  | '$lang'
  | 'tparams'
  | 'passwd'
  | 'userid'
  | 'v';

/** Reads the rows of a list in bjson. */
export function rows(list: Answer): Fields[] {
  return list as unknown as Fields[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '$',
  parseTagValue: false,
  parseAttributeValue: false,
});

/** Calls a function with `out=xml` and gives what is in `<doc>`. */
export async function xml(url: string, func: string, fields: Fields = {}): Promise<Answer> {
  return (parser.parse(await call(url, { out: 'xml', func, ...fields })) as Answer).doc;
}

/** Calls a function with `out=bjson`. */
export async function bjson(url: string, func: string, fields: Fields = {}): Promise<Answer> {
  return JSON.parse(await call(url, { out: 'bjson', func, ...fields })) as Answer;
}

/** Orders a license and gives its id, or fails with the refusal. */
export async function order(url: string, fields: Fields = {}): Promise<string> {
  const answer = await bjson(url, 'soft.order.param', {
    pricelist: '55228',
    period: '1',
    ip: '192.0.2.1',
    licname: 'Item #1',
    skipbasket: 'on',
    clicked_button: 'finish',
    sok: 'ok',
    ...fields,
  });
  if ('error' in (answer as object)) throw new Error(refusal(answer));
  return answer.id.v;
}

/** Gives `type object` of a refusal in xml or bjson, or an empty text when there is none. */
export function refusal(answer: Answer): string {
  const { error } = answer as unknown as { error?: Fields };
  return error ? `${error['type'] ?? error['$type']} ${error['object'] ?? error['$object']}` : '';
}
