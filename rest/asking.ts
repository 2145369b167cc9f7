/**
 * Who asks, and how often they may.
 *
 * @module
 */
import { RestError } from "./error.ts";
import { rateHeaders, withinRate } from "./rate.ts";
import type { Serving } from "./serving.ts";
import type { Person, Who } from "./who.ts";

/** Who asks, as far as they are known. */
interface Asking {
  /** Undefined where nobody is known. */
  readonly person: Person | undefined;
  /** Why what they have sent does not hold. */
  readonly refused?: RestError;
}

/** Where nobody is asked who they are. */
export const NOBODY: Asking = { person: undefined };

/** Who asks; whose credentials do not hold is counted as somebody unknown before that is told, so that guesses have a rate as well. */
export async function asking(request: Request, who: Who): Promise<Asking> {
  try {
    return { person: await who(request) };
  } catch (error) {
    if (!RestError.is(error)) throw error;
    return { person: undefined, refused: error };
  }
}

/**
 * Counts what no operation answers, as what one does: whoever floods addresses that there are not is told so only as often as they may ask.
 *
 * @returns what the answer tells of what is left
 * @throws {RestError} `limited`
 */
export async function counted(
  request: Request,
  { rate, who }: Serving,
): Promise<Readonly<Record<string, string>>> {
  if (rate === undefined) return {};
  const { person } = who === undefined ? NOBODY : await asking(request, who);
  const allowance = await rate(request, person);
  withinRate(allowance);
  return rateHeaders(allowance);
}
