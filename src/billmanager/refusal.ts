import { member, membersOf, type AnswerNode } from './answer-node.js';
import { failureOf, type CompiledErrorRule, type VendorError } from './error-rules.js';
import { LicenseServerError } from './errors.js';

const MAX_MESSAGE_LENGTH = 500;

/** Turns the `<error>` of an answer into its failure; `undefined` when the answer holds none. */
export function refusal(
  answer: AnswerNode,
  rules: readonly CompiledErrorRule[],
  mask: (text: string) => string,
): LicenseServerError | undefined {
  const node = member(answer, 'error');
  if (!node) return undefined;
  const error = vendorError(node);
  const failure = failureOf(error, rules);
  const vendor = { type: mask(error.type), ...(error.object === '' ? {} : { object: mask(error.object) }) };
  const message =
    mask(error.message).slice(0, MAX_MESSAGE_LENGTH) || `error ${vendor.type} without a message`;
  // "Busy" in a well-formed error was said instead of doing the work.
  const outcome = failure === 'LicenseServerBusy' ? 'notDone' : 'refused';
  return new LicenseServerError(failure, outcome, message, vendor);
}

function vendorError(node: AnswerNode): VendorError {
  const parameter = membersOf(node, 'param').find((param) => member(param, 'name')?.text === 'object');
  return {
    type: member(node, 'type')?.text ?? '',
    object: member(node, 'object')?.text ?? parameter?.text ?? '',
    message:
      [member(node, 'msg')?.text, member(node, 'detail')?.text, node.text]
        .find((text) => text?.trim())
        ?.trim() ?? '',
  };
}
