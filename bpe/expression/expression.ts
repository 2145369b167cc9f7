/**
 * Evaluation of the expressions of a definition: the interface, and the evaluator that an engine takes where it is given none.
 *
 * @module
 */
import { fields, options as optionsOf } from "../argument.ts";
import type { Clock } from "../../base/mod.ts";
import { type Feel, feel, FeelError, type FeelOptions } from "../../feel/mod.ts";
import type { Expression } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import { docsOf } from "../state/documents.ts";
import { isMeta, type Reserved } from "../state/reserved.ts";
import type { Variables } from "../state/state.ts";
import { type FindService, isTerm, termCondition } from "./term/condition.ts";
import { readTerm } from "./term/term.ts";

/** Evaluates expressions of a definition. */
export interface Expressions {
  /**
   * The value of an expression with these variables, at a moment: milliseconds since 1970, for languages that know the time.
   *
   * @param reserved what the instance keeps beside its variables. An engine always gives it; who asks a condition of no instance
   * may leave it out, and have documents as `docs` and what a process keeps as `proc` among the variables
   * @throws any error: it becomes an incident that names instance and element.
   */
  evaluate(
    expression: Expression,
    variables: Variables,
    now?: number,
    reserved?: Reserved,
  ): unknown;
  /**
   * Reads an expression without evaluating it; an evaluator without this cannot tell before the time comes.
   *
   * @param variables those that it is going to have, as far as they are known
   * @throws any error where it is none
   */
  check?(expression: Expression, variables?: Variables): void;
  /**
   * The value of an expression that is the same whatever the variables and the time; undefined where it may hang on them. An
   * evaluator without this cannot tell.
   *
   * @param variables those that it is going to have, as far as they are known
   * @throws any error where it is none, or cannot be evaluated
   */
  constant?(expression: Expression, variables?: Variables): { readonly value: unknown } | undefined;
}

/** Settings of the evaluator. */
export interface ExpressionOptions {
  /** How many elementary steps one evaluation may take: 100,000 where not said. A comparison takes about three. */
  readonly fuel?: number;
  /** The time for `now()` and `today()` where the engine gives none: the system's where not said. */
  readonly clock?: Pick<Clock, "now">;
  /**
   * What conditions `{service,Name,...}` of the original call, by name. They get the variables first, as the original's get
   * the process, and then the values written behind the name.
   */
  readonly services?: Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;
}

/**
 * The evaluator of FEEL, whatever language an expression names, and of the conditions of the original BPE (`{compare,...}.`,
 * `{service,...}.`), which are read as the data they are.
 *
 * @example
 * ```ts
 * import { expressions } from "@n2o/n2o/bpe";
 * const { evaluate } = expressions({ services: { isOpen: () => true } });
 * const holds = (text: string) => evaluate({ language: "", text }, { total: 120, road: { to: "left" } });
 * if (holds("total > 100 and road.to != null") !== true) throw new Error("no FEEL");
 * if (holds("{compare,{road,[]},2,left}.") !== true) throw new Error("no comparison");
 * if (holds("{service,isOpen}.") !== true) throw new Error("no service");
 * ```
 *
 * @throws {BpeError} `config` for `fuel` that is no positive number; from `evaluate`: `expression` for what is no FEEL, for a function
 * that there is not and for a service that is not known; `limit` for what takes too many steps, or makes too much. What FEEL has to say
 * is the `cause`.
 */
export function expressions(options: ExpressionOptions = {}): Expressions {
  theOptions(options, "the options of expressions");
  const { services = {}, ...settings } = options;
  return expressionsWith(settings, (name) => {
    const found = Object.hasOwn(services, name) ? services[name] : undefined;
    return typeof found === "function"
      ? ({ variables }, ...values) => found(variables, ...values)
      : undefined;
  });
}

/** The evaluator whose conditions `{service,Name,...}` call what `find` finds by the name. */
export function expressionsWith(settings: FeelOptions, find: FindService): Expressions {
  const evaluator = evaluatorOf(settings);
  return {
    evaluate({ text }, variables, now, reserved) {
      if (isTerm(text)) {
        return termCondition(text, { variables, reserved: reserved ?? among(variables) }, find);
      }
      try {
        return evaluator.evaluate(text, variables, now);
      } catch (error) {
        throw errorOf(error);
      }
    },
    check({ text }, variables) {
      if (isTerm(text)) return void readTerm(text);
      // An apostrophe within a word is one of a name if a variable has that name, which is not known yet.
      const plain = text.replace(/(?<=\p{L})'(?=\p{L})/gu, "_");
      try {
        evaluator.check(plain, variables);
      } catch (error) {
        throw plain === text ? errorOf(error) : faultIn(evaluator, text, error);
      }
    },
    constant({ text }, variables) {
      if (isTerm(text)) return undefined;
      try {
        return evaluator.constant(text, variables);
      } catch (error) {
        throw errorOf(error);
      }
    },
  };
}

/** What a condition of no instance is told of one. */
function among(variables: Variables): Reserved {
  const meta = Object.hasOwn(variables, "proc") ? variables.proc : undefined;
  return { docs: docsOf(variables), ...(isMeta(meta) ? { meta } : {}) };
}

/** What is wrong with a text, of which the error tells in other letters. */
function faultIn(evaluator: Feel, text: string, error: unknown): unknown {
  try {
    evaluator.check(text);
  } catch (own) {
    return errorOf(own);
  }
  return errorOf(error);
}

function evaluatorOf(options: FeelOptions): Feel {
  try {
    return feel(options);
  } catch (error) {
    throw errorOf(error);
  }
}

/** An error of FEEL as one of this module. */
function errorOf(cause: unknown): unknown {
  return FeelError.is(cause) ? new BpeError(cause.code, cause.message, { cause }) : cause;
}

const theOptions = optionsOf({ services: fields() });
