import type { Element } from '../tree.js';
import { toBjson } from './bjson.js';
import { toJson, type SingleElement } from './json.js';
import { toText } from './text.js';
import { toXml } from './xml.js';

export interface WrittenAnswer {
  readonly contentType: string;
  readonly body: string;
}

interface AnswerShape {
  readonly out: string;
  /** JSONP: the name of a function to wrap a bjson answer in. */
  readonly callback: string;
  readonly singleElement: { readonly json: SingleElement; readonly sjson: SingleElement };
}

/** Writes an answer in the format that `out` asks for; XML when it asks for nothing known. */
export function writeAnswer(root: Element, { out, callback, singleElement }: AnswerShape): WrittenAnswer {
  switch (out) {
    case 'json':
    case 'xjson':
      return { contentType: 'application/json; charset=UTF-8', body: toJson(root, singleElement.json) };
    case 'sjson':
      return { contentType: 'application/json; charset=UTF-8', body: toJson(root, singleElement.sjson) };
    case 'bjson':
      return /^[\w.$]{1,100}$/.test(callback)
        ? { contentType: 'application/javascript; charset=UTF-8', body: `${callback}(${toBjson(root)});` }
        : { contentType: 'application/json; charset=UTF-8', body: toBjson(root) };
    case 'text':
      return { contentType: 'text/plain; charset=UTF-8', body: toText(root) };
    default:
      return { contentType: 'text/xml; charset=UTF-8', body: toXml(root) };
  }
}
