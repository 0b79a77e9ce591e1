import { member, type AnswerNode } from './answer-node.js';
import { unusableAnswer, type CallKind } from './call-kind.js';

/**
 * Requires the `ok` of a write: without it the license server may have shown its form again and
 * done nothing.
 */
export function expectOk(kind: CallKind, answer: AnswerNode): void {
  if (!member(answer, 'ok')) throw unusableAnswer(kind, 'the answer is neither ok nor an error');
}
