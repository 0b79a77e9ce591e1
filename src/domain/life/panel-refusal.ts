import { without } from './changes.js';
import type { Life } from './life.js';

/**
 * Takes a change of panel back for the reason in words: what is refused leaves everything as it
 * was.
 */
export function refusePanel(life: Life, reason: string): Life {
  const { wish } = life;
  if (!wish.insteadOf) return life;
  const { addons: _wished, ...kept } = wish.service;
  return {
    ...life,
    wish: { ...wish, service: { ...kept, ...wish.insteadOf }, insteadOf: null },
    panelRefusal: reason,
    trouble: without(life.trouble, 'panel', 'acquire'),
    termsAnswer: null,
  };
}
