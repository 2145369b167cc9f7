/**
 * Expressions in FEEL by npm feelin: an entry of its own, for who wants the whole language.
 *
 * It evaluates no text as code, but it has no bound on work: an expression may loop for long. For definitions one trusts.
 *
 * @module
 */
import type { Expressions } from "../../../bpe/expression/evaluator.ts";
import { LENGTH } from "../../../feel/limits.ts";
import { evaluate } from "./deps.ts";

/**
 * An evaluator of FEEL. An unknown name is null. A leading `=` and `${...}` around an expression are taken as vendors write
 * them.
 *
 * @throws {RangeError} from `evaluate`, for a text longer than {@link LENGTH}; an error of feelin for one that is no FEEL.
 */
export function feelExpressions(): Expressions {
  return {
    evaluate({ text }, variables) {
      if (text.length > LENGTH) {
        throw new RangeError(`it is longer than ${LENGTH} characters: shorten it`);
      }
      const inner = /^[$#]\{([\s\S]*)\}$/.exec(text.trim())?.[1] ?? text.trim().replace(/^=/, "");
      return evaluate(inner, { ...variables }).value;
    },
  };
}
