/**
 * The two programs of Temporal that panelkeeper runs by itself: the CLI with its dev server, and
 * the server that skips time.
 */
export type Program = 'temporal' | 'temporal-test-server';

/** Where the programs may be found; read from the environment by the command line. */
export interface EngineSettings {
  /** Paths that the user gave. They are used or refused, never passed over. */
  readonly explicit?: { readonly temporal?: string | undefined; readonly testServer?: string | undefined };
  /** The search path of the shell (`PATH`). */
  readonly path?: string | undefined;
  /** Where fetched programs are kept; created when needed. */
  readonly cacheFolder: string;
  /** Is told in words that something is being fetched, as that takes seconds. */
  readonly progress?: (line: string) => void;
}

/** The engine cannot be found or does not run; the message is complete and meant for the user. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** A program of the engine has ended by itself; the message has its last words. */
export class EngineDeath extends EngineError {}
