/**
 * FEEL by npm feelin, as an oracle for tests and a peer for the bench. It has no bound on work.
 *
 * @module
 */
import { type Feel, LIMITS } from "../../../feel/mod.ts";
import { evaluate } from "./deps.ts";

/**
 * An evaluator as ours is. An unknown name is null. A leading `=` and `${...}` around an expression are taken as vendors write
 * them.
 *
 * @throws {RangeError} from `evaluate`, for a text longer than the limit; an error of feelin for one that is no FEEL.
 */
export function feelin(): Pick<Feel, "evaluate"> {
  return {
    evaluate(text, variables) {
      if (text.length > LIMITS.length) {
        throw new RangeError(`it is longer than ${LIMITS.length} characters: shorten it`);
      }
      const inner = /^[$#]\{([\s\S]*)\}$/.exec(text.trim())?.[1] ?? text.trim().replace(/^=/, "");
      return evaluate(inner, { ...variables }).value;
    },
  };
}
