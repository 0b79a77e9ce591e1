/**
 * Visits every world that can be reached, and checks afterwards that from each all can become well.
 */
import { canonical, hashed } from './fingerprint.js';
import { isContested, isGood } from './invariants.js';
import { movesOf, started, type Move } from './moves.js';
import type { Rules } from './rules.js';
import { NumberList } from './number-list.js';
import type { World } from './world.js';

export interface Violation {
  readonly what: string;
  readonly count: number;
  /** The shortest way to the first one. */
  readonly trace: readonly string[];
}

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  readonly isComplete: boolean;
  readonly seen: ReadonlySet<string>;
  readonly violations: readonly Violation[];
}

const KIND = 1;
const TIMELESS = 2;

/** Explores from some worlds until nothing is new or so many states are seen. */
export class Explorer {
  readonly #rules: Rules;
  readonly #limit: number;
  readonly #index = new Map<number, number>();
  readonly #from = new NumberList();
  readonly #to = new NumberList();
  readonly #flags = new NumberList();
  readonly #before = new NumberList();
  readonly #labels: string[] = [];
  readonly #labelOf = new NumberList();
  readonly #labelIndex = new Map<string, number>();
  readonly #good: boolean[] = [];
  readonly #seen = new Set<string>();
  readonly #found = new Map<string, { count: number; at: number; label: string }>();

  constructor(rules: Rules, limit: number) {
    this.#rules = rules;
    this.#limit = limit;
  }

  explore(starts: readonly World[]): Exploration {
    let frontier: [number, World][] = [];
    for (const [index, world] of starts.entries())
      this.#visit(-1, started(world, `start ${index}`, this.#rules), frontier);
    while (frontier.length > 0 && this.#index.size < this.#limit) {
      const next: [number, World][] = [];
      for (const [at, world] of frontier) {
        if (this.#index.size >= this.#limit) break;
        for (const move of movesOf(world, this.#rules)) this.#visit(at, move, next);
      }
      frontier = next;
    }
    const isComplete = frontier.length === 0;
    if (isComplete) this.#checkGraph();
    return {
      states: this.#index.size,
      transitions: this.#to.length,
      isComplete,
      seen: this.#seen,
      violations: [...this.#found].map(([what, { count, at, label }]) => ({
        what,
        count,
        trace: [...this.#wayTo(at), label],
      })),
    };
  }

  #visit(from: number, move: Move, frontier: [number, World][]): void {
    const { world, label, seen, violations } = move;
    for (const each of seen) this.#seen.add(each);
    for (const what of violations) this.#report(what, from, label);
    if (violations.length > 0) return;
    const hash = hashed(canonical(world));
    let at = this.#index.get(hash);
    if (at === undefined) {
      at = this.#index.size;
      this.#index.set(hash, at);
      this.#before.push(from);
      this.#labelOf.push(this.#labelled(label));
      this.#good.push(isGood(world) || isContested(world));
      frontier.push([at, world]);
    }
    if (from < 0) return;
    this.#from.push(from);
    this.#to.push(at);
    this.#flags.push((move.isKind ? KIND : 0) | (move.takesTime ? 0 : TIMELESS));
  }

  #labelled(label: string): number {
    const known = this.#labelIndex.get(label);
    if (known !== undefined) return known;
    this.#labels.push(label);
    this.#labelIndex.set(label, this.#labels.length - 1);
    return this.#labels.length - 1;
  }

  #report(what: string, at: number, label: string): void {
    const known = this.#found.get(what);
    if (known) known.count += 1;
    else this.#found.set(what, { count: 1, at, label });
  }

  #wayTo(end: number): string[] {
    const way: string[] = [];
    for (let at = end; at >= 0; at = this.#before.at(at)) way.unshift(this.#labels[this.#labelOf.at(at)]!);
    return way;
  }

  /** Walks backwards from what is good: what is not reached cannot become well by itself. */
  #checkGraph(): void {
    const size = this.#index.size;
    const isAlive = Uint8Array.from(this.#good, Number);
    const into = this.#edges((flags) => (flags & KIND) !== 0);
    const queue = [...isAlive.keys()].filter((at) => isAlive[at]);
    for (let at = queue.pop(); at !== undefined; at = queue.pop())
      for (const source of into.of(at))
        if (!isAlive[source]) {
          isAlive[source] = 1;
          queue.push(source);
        }
    for (let at = 0; at < size; at += 1)
      if (!isAlive[at]) this.#report('5a nothing but a human helps', at, 'here');
    this.#checkCycles();
  }

  /**
   * Takes away whatever leads to no other state without time, then what nothing leads to: what is
   * left goes in circles.
   */
  #checkCycles(): void {
    const into = this.#edges((flags) => (flags & TIMELESS) !== 0);
    const outOf = this.#edges((flags) => (flags & TIMELESS) !== 0, true);
    const isGone = new Uint8Array(this.#index.size);
    strip(isGone, outOf, into);
    strip(isGone, into, outOf);
    const first = isGone.indexOf(0);
    if (first >= 0) this.#report('8 a circle without time', first, 'here');
  }

  /** Sorts the edges by where they lead. */
  #edges(isWanted: (flags: number) => boolean, isForward = false): Edges {
    const [keys, values] = isForward ? [this.#from, this.#to] : [this.#to, this.#from];
    const starts = new Int32Array(this.#index.size + 1);
    for (let edge = 0; edge < keys.length; edge += 1)
      if (isWanted(this.#flags.at(edge))) starts[keys.at(edge) + 1]! += 1;
    for (let at = 1; at < starts.length; at += 1) starts[at]! += starts[at - 1]!;
    const next = starts.slice();
    const sources = new Int32Array(starts.at(-1)!);
    for (let edge = 0; edge < keys.length; edge += 1)
      if (isWanted(this.#flags.at(edge))) sources[next[keys.at(edge)]!++] = values.at(edge);
    return { of: (at) => sources.subarray(starts[at], starts[at + 1]) };
  }
}

interface Edges {
  readonly of: (at: number) => Int32Array;
}

/** Takes away, again and again, the states of which no edge goes on to one that is left. */
function strip(isGone: Uint8Array, onward: Edges, back: Edges): void {
  const left = Int32Array.from(isGone, (_, at) =>
    onward.of(at).reduce((sum, to) => sum + 1 - isGone[to]!, 0),
  );
  const queue = [...left.keys()].filter((at) => left[at] === 0 && !isGone[at]);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    isGone[at] = 1;
    for (const source of back.of(at)) if (!isGone[source] && (left[source]! -= 1) === 0) queue.push(source);
  }
}
