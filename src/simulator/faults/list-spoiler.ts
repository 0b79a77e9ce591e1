import type { Parameters } from '../http/parameters.js';
import type { Element } from '../tree.js';
import type { Strike } from './fault-injector.js';

const MOST_REMEMBERED = 1000;

/** Answers lists as they were, or with rows missing. */
export class ListSpoiler {
  readonly #remembered = new Map<string, readonly Element[]>();

  /** Gives the list to answer with; what is no list comes back as it is. */
  spoil(content: readonly Element[], parameters: Parameters, strike: Strike | undefined): readonly Element[] {
    if (!content.some(({ name }) => name === 'p_elems')) return content;
    if (strike?.rule.kind === 'short-list') return short(content, strike);
    const asked = JSON.stringify([...parameters.entries()].map(String).sort());
    const before = this.#remembered.get(asked);
    if (strike?.rule.kind === 'stale-list' && before) {
      strike.happened();
      return before;
    }
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(asked, content);
    return content;
  }
}

function short(content: readonly Element[], { rule, happened }: Strike): readonly Element[] {
  const rows = content.filter(({ name }) => name === 'elem');
  if (rows.length === 0) return content;
  happened();
  const kept = rows.slice(0, Math.floor(rows.length / 2));
  const others = content
    .filter(({ name }) => name !== 'elem')
    .map((item) =>
      item.name === 'p_elems' && rule.shortTotal ? { ...item, text: String(kept.length) } : item,
    );
  return [...kept, ...others];
}
