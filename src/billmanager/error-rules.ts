import type { RULED_FAILURES } from '../domain/base/failures.js';

/** Failures that an error rule may name. */
export type RuledFailure = (typeof RULED_FAILURES)[number];

/**
 * One row of the table that names the vendor's errors, which the vendor does not publish. Each
 * pattern is a regular expression, case ignored, found anywhere in the value; all that are given
 * must match.
 */
export interface ErrorRule {
  readonly failure: RuledFailure;
  /** The error's `type`, e.g. `^auth$`. */
  readonly type?: string;
  /** The error's `object`, e.g. `^ip$`. */
  readonly object?: string;
  /** The error's message in the language of the settings. */
  readonly message?: string;
}

export interface VendorError {
  readonly type: string;
  readonly object: string;
  readonly message: string;
}

export interface CompiledErrorRule {
  readonly failure: RuledFailure;
  readonly matches: (error: VendorError) => boolean;
}

/**
 * Compiles rules; throws a TypeError for a rule that would match everything or whose pattern is
 * broken.
 */
export function compileErrorRules(rules: readonly ErrorRule[]): readonly CompiledErrorRule[] {
  return rules.map((rule) => {
    const patterns = (['type', 'object', 'message'] as const).flatMap((part) => {
      const source = rule[part];
      return source === undefined ? [] : [{ part, pattern: compile(rule, source) }];
    });
    if (patterns.length === 0) throw new TypeError(`the error rule for ${rule.failure} has no pattern`);
    const matches = (error: VendorError) => patterns.every(({ part, pattern }) => pattern.test(error[part]));
    return { failure: rule.failure, matches };
  });
}

/** Names an error by the first rule that matches; an error that no rule knows is `Refused`. */
export function failureOf(error: VendorError, rules: readonly CompiledErrorRule[]): RuledFailure {
  return rules.find((rule) => rule.matches(error))?.failure ?? 'Refused';
}

function compile({ failure }: ErrorRule, source: string): RegExp {
  try {
    return new RegExp(source, 'iu');
  } catch (error) {
    throw new TypeError(`the error rule for ${failure} has a broken pattern`, { cause: error });
  }
}
