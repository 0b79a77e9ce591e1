import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { BillError } from '../bill-error.js';
import type { WrittenAnswer } from '../formats/answer-format.js';
import { hangUp, sendCut, sendPage } from '../http/broken-answers.js';
import type { FaultKind } from './fault-rule.js';
import type { Strike } from './fault-injector.js';

const pages: Readonly<Partial<Record<FaultKind, readonly [status: number, title: string]>>> = {
  'http-500': [500, 'Internal Server Error'],
  'http-502': [502, 'Bad Gateway'],
  'http-503': [503, 'Service Temporarily Unavailable'],
  maintenance: [200, 'The system is being updated, please come back in a few minutes'],
};

/** Does the faults that keep a request from being executed; tells whether one did. */
export async function breaksBefore(strike: Strike, response: ServerResponse): Promise<boolean> {
  const { kind, executed } = strike.rule;
  if (kind === 'delay' && !executed) await delay(strike);
  if (kind === 'drop-before') {
    strike.happened();
    hangUp(response);
    return true;
  }
  return !executed && sentPage(strike, response);
}

/**
 * Does the faults that take the answer away from a request that has been executed; tells whether
 * one did.
 */
export async function breaksAfter(strike: Strike, response: ServerResponse): Promise<boolean> {
  const { kind, executed } = strike.rule;
  if (kind === 'delay' && executed) await delay(strike);
  if (kind === 'drop-after') {
    strike.happened();
    hangUp(response);
    return true;
  }
  return executed && sentPage(strike, response);
}

/** Gives the refusal that a fault answers with in place of executing. */
export function refusalOf(strike: Strike | undefined): BillError | undefined {
  const kind = strike?.rule.kind;
  if (kind !== 'session-expired' && kind !== 'captcha') return undefined;
  strike?.happened();
  return kind === 'captcha'
    ? new BillError('captcha_verification_failed')
    : new BillError('auth', 'badpassword');
}

/** Sends an answer, cut or spoilt when the fault says so. */
export function send(response: ServerResponse, { contentType, body }: WrittenAnswer, strike?: Strike): void {
  const kind = strike?.rule.kind;
  if (kind === 'cut-body') sendCut(response, contentType, body);
  // Half of a text is well-formed in none of the formats, while HTTP shows nothing wrong.
  else
    response.writeHead(200, { 'Content-Type': contentType }).end(kind === 'wrong-xml' ? halfOf(body) : body);
  if (kind === 'cut-body' || kind === 'wrong-xml') strike?.happened();
}

function halfOf(text: string): string {
  return text.slice(0, text.length / 2);
}

function sentPage(strike: Strike, response: ServerResponse): boolean {
  const page = pages[strike.rule.kind];
  if (!page) return false;
  strike.happened();
  sendPage(response, ...page);
  return true;
}

async function delay(strike: Strike): Promise<void> {
  strike.happened();
  await sleep(strike.rule.delayMs, undefined, { ref: false });
}
