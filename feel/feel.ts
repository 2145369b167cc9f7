/**
 * The evaluator: text and variables to a value.
 *
 * @module
 */
import { type Clock, systemClock } from "../base/mod.ts";
import { guarded, refusal } from "./budget.ts";
import { unknownFunction } from "./compile/call.ts";
import { compile } from "./compile/compile.ts";
import { STALE } from "./compile/doubt.ts";
import { freeIn } from "./compile/free.ts";
import type { Run } from "./compile/run.ts";
import { FeelError } from "./error.ts";
import { FUEL, KEPT, LENGTH } from "./limits.ts";
import type { Machine } from "./machine.ts";
import { isRight } from "./parse/given.ts";
import { parse, type Parsed, parseTests } from "./parse/parse.ts";
import type { Tree } from "./parse/tree.ts";
import { patterns } from "./regex/regex.ts";
import type { Scope } from "./scope.ts";
import { pay } from "./time/zone.ts";
import { FeelFunction, Special } from "./value/value.ts";
import { foreign, plain } from "./write.ts";

/** Variables by name: own properties, of any structured-cloneable kind. */
export type FeelVariables = Readonly<Record<string, unknown>>;

/** Settings of an evaluator. */
export interface FeelOptions {
  /** How many elementary steps one evaluation may take: 100,000 where not said. A comparison takes about three. */
  readonly fuel?: number;
  /** The time for `now()` and `today()` where `evaluate` is given none: the system's where not said. */
  readonly clock?: Pick<Clock, "now">;
  /** Is told how many steps each evaluation took, for bounds over several of them. */
  readonly spent?: (steps: number) => void;
}

/** An evaluator of FEEL. Its functions can be taken out of it. */
export interface Feel {
  /**
   * Reads an expression without evaluating it.
   *
   * @param variables those that it is going to have, as far as they are known: of names with signs or keywords that is asked
   * @throws {FeelError} `expression` with what was expected and where, and for a function that is neither built in, nor defined in
   * the expression, nor the name of one of the variables; `limit` for one that is too long or too deep
   * @example
   * ```ts
   * import { feel, FeelError } from "@n2o/n2o/feel";
   * const { check } = feel();
   * check("total > 100");
   * try {
   *   check("total >");
   *   throw new Error("accepted");
   * } catch (error) {
   *   if (!FeelError.is(error, "expression")) throw error;
   * }
   * ```
   */
  check(text: string, variables?: FeelVariables): void;
  /**
   * The value of an expression that is the same whatever the variables and the time; undefined where it may hang on them.
   *
   * @param variables those that it is going to have, as far as they are known: of their names only is asked
   * @throws {FeelError} as `evaluate` does
   * @example
   * ```ts
   * import { feel } from "@n2o/n2o/feel";
   * const { constant } = feel();
   * if (constant('duration("PT5X")')?.value !== null) throw 0;
   * if (constant('now() + duration("PT5M")') !== undefined || constant("delay") !== undefined) throw 0;
   * ```
   */
  constant(text: string, variables?: FeelVariables): { readonly value: unknown } | undefined;
  /**
   * The value of an expression with these variables.
   *
   * @param now milliseconds since 1970 for `now()` and `today()`; else the evaluator's clock is asked, once at most
   * @returns a plain value that can be stored, but for variables that are passed on: those leave as they came. A number is one of
   * JavaScript where that has it exactly, else a `bigint` for an integer, and the nearest number for any other.
   * @throws {FeelError} `expression` for what is no FEEL, for a function that there is not and for a result that is one; `limit` for
   * what takes too many steps, or makes too much
   */
  evaluate(text: string, variables: FeelVariables, now?: number): unknown;
  /**
   * An expression that is read once for variables of certain names, and then evaluated often, without being asked whether it was read
   * for them.
   *
   * @param shape the names, with values that are like those to come as far as these have entries with odd names
   * @param options whether a name that none of the variables has is refused, where it would be null otherwise
   * @returns what gives its value with variables of the same names: as `evaluate` does
   * @throws {FeelError} as `check` does; `expression` for a name that nobody has, where that is asked for
   * @example
   * ```ts
   * import { feel } from "@n2o/n2o/feel";
   * const sum = feel().prepare("price * quantity", { price: null, quantity: null });
   * if (sum({ price: 2, quantity: 3 }) !== 6 || sum({ price: 5, quantity: 4 }) !== 20) throw 0;
   * ```
   */
  prepare(
    text: string,
    shape: FeelVariables,
    options?: { readonly isClosed?: boolean },
  ): (variables: FeelVariables, now?: number) => unknown;
  /**
   * Whether a value passes unary tests, as the cells of decision tables have them: `-`, `< 5`, `[1..3], > 10`, `not("a", "b")`, or an
   * expression with `?` for the value (DMN 1.5, 10.3.1.2, rules 13 to 17, and 10.3.2.8).
   *
   * @param now milliseconds since 1970, as for `evaluate`
   * @returns null where a test has no answer for the value, as `< 5` has none for a text
   * @throws {FeelError} as `evaluate` does
   * @example
   * ```ts
   * import { feel } from "@n2o/n2o/feel";
   * const { unaryTests } = feel();
   * if (unaryTests("[18..65), > limit", 70, { limit: 66 }) !== true) throw 0;
   * if (unaryTests('not("gold", "silver")', "gold") !== false) throw 0;
   * if (unaryTests("< 5", "gold") !== null) throw 0;
   * ```
   */
  unaryTests(
    text: string,
    value: unknown,
    variables?: FeelVariables,
    now?: number,
  ): boolean | null;
}

/**
 * Makes an evaluator. It keeps what it has parsed, up to half a million characters of expressions and as many of unary tests, and
 * up to a hundred regular expressions: an application wants one and not one for each expression.
 *
 * @example
 * ```ts
 * import { feel } from "@n2o/n2o/feel";
 * const { evaluate } = feel({ clock: { now: () => Date.UTC(2026, 0, 1) } });
 * const order = { total: 120, lines: [{ due: new Date(0) }, { due: null }] };
 * const value = (text: string) => evaluate(text, { order });
 * if (value("order.total > 100 and count(order.lines[due != null]) = 1") !== true) throw order;
 * if (value('today() + duration("P1M")') !== "2026-02-01") throw order;
 * ```
 *
 * @throws {FeelError} `config` for `fuel` that is no positive number
 */
export function feel(options: FeelOptions = {}): Feel {
  const { fuel = FUEL, clock = systemClock, spent } = options;
  if (!(typeof fuel === "number" && fuel > 0 && fuel < Infinity)) {
    throw new FeelError("config", "`fuel` is a positive number of steps");
  }
  const expressions = cache((text, names) => treeless(prepare(unwrapped(text), names, parse)));
  const tests = cache((text, names) => treeless(prepare(text.trim(), names, parseTests)));
  const compilePattern = patterns();
  const machineOf = (fresh: boolean, moment: number | null): Machine => ({
    fuel,
    given: fuel,
    calls: 0,
    fresh,
    odd: null,
    moment,
    clock,
    patterns: compilePattern,
    spent,
  });
  const answer = (kept: Cache, text: string, names: FeelVariables, now: number | undefined) => {
    let moment = now ?? null;
    const found = kept.find(text, names);
    if (found !== undefined) {
      const machine = machineOf(false, moment);
      const value = run(found, names, machine);
      if (value !== STALE) return value;
      moment = machine.moment;
    }
    return run(kept.keep(text, kept.read(text, names)), names, machineOf(true, moment));
  };
  return {
    check(text, variables = {}) {
      const { tree } = prepare(unwrapped(text), variables, parse);
      const { missing } = asked(tree, variables);
      if (missing !== undefined) throw unknownFunction(missing);
    },
    constant(text, variables = {}) {
      const made = prepare(unwrapped(text), variables, parse);
      if (asked(made.tree, variables).open) return undefined;
      return { value: run(made, {}, machineOf(true, 0)) };
    },
    evaluate: (text, variables, now) => answer(expressions, text, variables, now),
    prepare(text, shape, { isClosed = false } = {}) {
      const made = prepare(unwrapped(text), shape, parse);
      const { missing, unknown } = asked(made.tree, shape);
      if (missing !== undefined) throw unknownFunction(missing);
      if (isClosed && unknown !== undefined) {
        throw new FeelError("expression", `nothing is called "${unknown}"`);
      }
      const ready = treeless(made);
      return (variables, now) => {
        const machine = machineOf(false, now ?? null), value = run(ready, variables, machine);
        return value !== STALE
          ? value
          : answer(expressions, text, variables, machine.moment ?? undefined);
      };
    },
    unaryTests(text, value, variables = {}, now) {
      const result = answer(tests, text, { ...variables, "?": value }, now);
      return typeof result === "boolean" ? result : null;
    },
  };
}

/** The value of an expression; STALE where its text must be read again for these variables. */
function run(expression: Compiled, names: FeelVariables, machine: Machine): unknown {
  // Expressions can be small, and evaluated very often: what is around them is done without a `finally`.
  const before = pay(machine);
  let value: unknown;
  try {
    value = resultOf(expression, { machine, names, up: null });
  } catch (cause) {
    pay(before);
    machine.spent?.(machine.given - machine.fuel);
    if (cause === STALE) return STALE;
    throw refusal(cause);
  }
  pay(before);
  machine.spent?.(machine.given - machine.fuel);
  return value;
}

/** An expression that is ready to be run. */
interface Compiled {
  readonly run: Run;
  /** What must be so among the variables for it to be right. */
  readonly watch: Parsed["watch"];
  /** Whether it is a name or a path of names. */
  readonly bare: boolean;
}

/** What is kept of an expression. */
function treeless({ run, watch, bare }: Compiled): Compiled {
  return { run, watch, bare };
}

interface Cache {
  /** Compiles a text for these variables. */
  readonly read: (text: string, variables: FeelVariables) => Compiled;
  /** What a text was compiled to, where that is right for these variables. */
  find(text: string, variables: FeelVariables): Compiled | undefined;
  keep(text: string, expression: Compiled): Compiled;
}

/** Keeps compiled expressions by their text; all go when they have more than {@link KEPT} characters. */
function cache(read: Cache["read"]): Cache {
  const kept = new Map<string, Compiled>();
  let length = 0;
  return {
    read,
    find(text, variables) {
      const found = kept.get(text);
      return found !== undefined && isRight(found.watch, variables) ? found : undefined;
    },
    keep(text, expression) {
      if (length > KEPT) {
        kept.clear();
        length = 0;
      }
      if (!kept.has(text)) length += text.length;
      kept.set(text, expression);
      return expression;
    },
  };
}

function prepare(
  text: string,
  variables: FeelVariables,
  rule: (text: string, variables: FeelVariables) => Parsed,
): Compiled & { readonly tree: Tree } {
  return guarded(() => {
    const { tree, watch } = rule(text, variables);
    return { run: compile(tree), watch, bare: isBare(tree), tree };
  });
}

/** What a tree asks of what is around it. */
function asked(tree: Tree, variables: FeelVariables): ReturnType<typeof freeIn> {
  return guarded(() => freeIn(tree, (name) => Object.hasOwn(variables, name)));
}

/** A name, or a path of names: its value is the variable itself and needs no look inside. */
function isBare(tree: Tree): boolean {
  return tree.is === "name" || (tree.is === "path" && isBare(tree.of));
}

function resultOf({ run, bare }: Compiled, scope: Scope): unknown {
  const value = run(scope);
  if (typeof value !== "object" || value === null) {
    return typeof value === "function" || typeof value === "symbol" ? foreign() : value;
  }
  if (!bare) return plain(scope.machine, value);
  // A variable is given as it is. The name of a built-in function that is no variable is an unknown name.
  if (value instanceof FeelFunction) return null;
  return value instanceof Special || Array.isArray(value) ? plain(scope.machine, value) : value;
}

/** The expression without what modelers write around it: `${...}`, `#{...}`, or `=` before it. */
function unwrapped(text: string): string {
  if (text.length > LENGTH + 16) {
    throw new FeelError("limit", `it is longer than ${LENGTH} characters: split it into several`);
  }
  const trimmed = text.trim();
  const inner = /^[$#]\{([^]*)\}$/.exec(trimmed);
  return inner?.[1] ?? (/^=(?!=)/.test(trimmed) ? trimmed.slice(1) : trimmed);
}
