/**
 * A client that sends a request again until it is answered.
 *
 * @module
 */

/** The longest that an answer is waited for, in milliseconds. */
const MOST = 60_000;

/** An answer, read. */
export interface Insisted {
  readonly status: number;
  readonly json: unknown;
}

/**
 * Sends until it is answered: what it sends is given up at a time of its choosing, later each time, and whatever it hears of that but an answer, it sends
 * again.
 *
 * @param send is asked for a request to wherever the server is now
 * @param below chooses: a number from 0 to under this one
 */
export async function insist(
  send: (signal: AbortSignal) => Promise<Response>,
  below: (ms: number) => number,
): Promise<Insisted> {
  for (let patience = 100;; patience = Math.min(patience * 2, MOST)) {
    try {
      // Some are given up before the server can have answered, some after it has.
      const answer = await send(AbortSignal.timeout(1 + below(patience)));
      return { status: answer.status, json: await answer.json() };
    } catch (error) {
      const isCut = error instanceof TypeError || error instanceof SyntaxError ||
        error instanceof DOMException;
      if (!isCut) throw error;
    }
  }
}
