import type { FastifyReply, FastifyRequest } from 'fastify';

const DEFAULT_S = 30;
const LONGEST_S = 60;

/** Counts those who wait, so that a flood of them is answered at once instead of being kept. */
export class Waits {
  #open = 0;

  constructor(readonly most: number) {}

  /**
   * Runs a call with the patience of its caller (RFC 7240, `Prefer: wait=<seconds>`), and says how
   * much of it counted.
   */
  async run<T>(
    request: FastifyRequest,
    reply: FastifyReply,
    call: (options: { readonly patienceMs: number }) => Promise<T>,
  ): Promise<T> {
    const asked = waitOf(request.headers['prefer']);
    const seconds = this.#open >= this.most ? 0 : Math.min(asked ?? DEFAULT_S, LONGEST_S);
    void reply.header('vary', 'Prefer');
    if (asked !== undefined) void reply.header('preference-applied', `wait=${seconds}`);
    this.#open += 1;
    try {
      return await call({ patienceMs: seconds * 1000 });
    } finally {
      this.#open -= 1;
    }
  }
}

/** Reads how long a caller waits, in seconds; what is no number of them is no preference. */
function waitOf(header: string | string[] | undefined): number | undefined {
  const [, seconds] = /(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])/i.exec(String(header ?? '')) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}
