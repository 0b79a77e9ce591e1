import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';

/** Keeps the caller's session open, as every call does. */
export const keepalive: FunctionHandler = () => [element('ok')];
