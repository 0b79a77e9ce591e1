import { createHash } from 'node:crypto';

import { faultRulesSchema, type FaultRule, type FaultRuleInput } from './fault-rule.js';

/** A rule and how often it matched, struck and really had an effect. */
export interface FaultCount extends FaultRule {
  readonly matched: number;
  readonly happened: number;
}

interface Counted {
  readonly rule: FaultRule;
  matched: number;
  struck: number;
  happened: number;
}

/**
 * Decides which requests a fault strikes: the same ones for the same rules, seed and sequence of
 * requests.
 */
export class FaultInjector {
  #seed: number;
  #counted: Counted[] = [];

  constructor(seed: number, rules: readonly FaultRuleInput[]) {
    this.#seed = seed;
    this.set(rules);
  }

  /** Replaces all rules and starts counting anew. */
  set(rules: readonly FaultRuleInput[], seed = this.#seed): void {
    const parsed = faultRulesSchema.parse(rules);
    this.#seed = seed;
    this.#counted = parsed.map((rule) => ({ rule, matched: 0, struck: 0, happened: 0 }));
  }

  counts(): FaultCount[] {
    return this.#counted.map(({ rule, matched, happened }) => ({ ...rule, matched, happened }));
  }

  has(kind: FaultRule['kind']): boolean {
    return this.#counted.some(({ rule }) => rule.kind === kind);
  }

  /** Gives the first rule that strikes a request. */
  strike({ func, isWrite }: { readonly func: string; readonly isWrite: boolean }): Strike | undefined {
    return this.#strike(({ kind, func: pattern, only }) => {
      if (kind === 'refuse-connection' || (only !== undefined && (only === 'write') !== isWrite))
        return false;
      return (
        pattern === '*' ||
        pattern === func ||
        (pattern.endsWith('.*') && func.startsWith(pattern.slice(0, -1)))
      );
    });
  }

  /** Tells whether a new connection is refused. */
  refusesConnection(): boolean {
    const strike = this.#strike(({ kind }) => kind === 'refuse-connection');
    strike?.happened();
    return strike !== undefined;
  }

  #strike(matches: (rule: FaultRule) => boolean): Strike | undefined {
    // Every matching rule counts the request, so that what one rule does never depends on the luck
    // of another.
    const struck = this.#counted
      .filter(({ rule }) => matches(rule))
      .filter((counted) => this.#strikes(counted));
    const [first] = struck;
    if (!first) return undefined;
    first.struck += 1;
    return { rule: first.rule, happened: () => (first.happened += 1) };
  }

  #strikes(counted: Counted): boolean {
    const { rule, struck } = counted;
    counted.matched += 1;
    if (counted.matched <= rule.skip || struck >= (rule.times ?? Infinity)) return false;
    return chance(this.#seed, this.#counted.indexOf(counted), counted.matched) < rule.probability;
  }
}

/** A rule that applies to one request; `happened` is called once it has had its effect. */
export interface Strike {
  readonly rule: FaultRule;
  readonly happened: () => void;
}

function chance(seed: number, ruleNumber: number, ordinal: number): number {
  return createHash('sha256').update(`${seed}/${ruleNumber}/${ordinal}`).digest().readUInt32BE(0) / 2 ** 32;
}
